package exo.ebpf.host;

import exo.ebpf.CheckerFindings;
import exo.ebpf.Instruction;
import exo.ebpf.Jumps;
import exo.ebpf.Opcode;
import exo.ebpf.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Why a program was refused, as text for who wrote it: the rule and where, the instruction with what was known of its registers, the source
 * line, the path that led there, and what to do about it.
 *
 * <pre>
 * rejected by rule F3 (accesses stay in their region) at instruction 7, filter.c line 12:
 *     7: r0 = *(u16 *)(r6 + 36)         r6 = memory+0, checked length 34
 *     filter.c:12: return ip->length;
 *   path: 0 -> 3 -> 7.  Hint: test that the length is at least 38 before this load.
 * </pre>
 */
public final class Explanation {
    /** Where what is known of registers begins. */
    private static final int STATE_COLUMN = 38;
    /** Of a longer path, the first and the last instructions are told. */
    private static final int PATH_MOST = 12;
    /** Of which all is known. */
    private static final int FRAME_POINTER = 10;
    private static final String ARROW = " -> ";

    private final CheckedProgram program;
    private final List<ElfObject.Place> places;
    private final RegisterText registers;
    private final CheckerFindings findings;
    private final int at;

    private Explanation(CheckedProgram program, List<ElfObject.Place> places, String memoryName) {
        this.program = program;
        this.places = places;
        at = program.refusedAt();
        findings = new CheckerFindings(program.host().memory(), program.host().record(), program.checkerScratch());
        registers = new RegisterText(findings, memoryName);
    }

    /**
     * The lines that explain the refusal of a program that is not accepted.
     *
     * @param places where its instructions come from, as {@link ElfObject#places} has them; empty if that is not known
     */
    public static List<String> of(CheckedProgram program, List<ElfObject.Place> places) {
        return of(program, places, "memory");
    }

    /** @param memoryName what region memory is to the program's writer: "packet", for instance */
    public static List<String> of(CheckedProgram program, List<ElfObject.Place> places, String memoryName) {
        return new Explanation(program, places, memoryName).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int refusal = program.refusal();
        ElfObject.Place place = at < places.size() ? places.get(at) : null;
        SourceLine source = place == null ? null : place.line();
        String function = place == null || place.function() == null ? "" : " of " + place.function();
        lines.add("rejected by rule " + Rules.name(refusal) + " (" + Rules.demand(refusal) + ") at instruction " + at + function
                + (source == null ? "" : ", " + source.file() + " line " + source.line()) + (at < program.instructions().length ? ":" : ""));
        if (at >= program.instructions().length) {
            return lines;
        }
        boolean executed = refusal >= Refusal.UNINITIALISED_REGISTER && program.steps() > 0;
        lines.add(instruction(executed));
        if (source != null && !source.text().isEmpty()) {
            lines.add("    " + source);
        }
        String hint = executed ? new Hint(program, findings, registers).text() : "";
        if (executed) {
            lines.add("  path: " + path() + "." + (hint.isEmpty() ? "" : "  Hint: " + hint));
        }
        return lines;
    }

    private String instruction(boolean executed) {
        String text = String.format("%5d: %s", at, Disassembler.text(program.instructions(), at));
        if (!executed) {
            return text;
        }
        List<String> states = new ArrayList<>();
        for (int register : involved(program.instructions()[at], program.refusal())) {
            if (register != FRAME_POINTER) {
                states.add(registers.text(register));
            }
        }
        return states.isEmpty() ? text : String.format("%-" + STATE_COLUMN + "s%s", text, String.join("; ", states));
    }

    /** The registers that matter for the refusal: an access's base, or all that the instruction reads. */
    private static Set<Integer> involved(long word, int refusal) {
        int opcode = Instruction.opcode(word);
        Set<Integer> involved = new LinkedHashSet<>();
        switch (opcode & Opcode.CLASS_MASK) {
            case Opcode.LDX -> involved.add(Instruction.source(word));
            case Opcode.ST -> involved.add(Instruction.destination(word));
            case Opcode.STX -> {
                involved.add(Instruction.destination(word));
                if (refusal == Refusal.UNINITIALISED_REGISTER) {
                    involved.add(Instruction.source(word));
                }
            }
            case Opcode.LD -> { }
            default -> addOperands(word, involved);
        }
        return involved;
    }

    private static void addOperands(long word, Set<Integer> involved) {
        int opcode = Instruction.opcode(word);
        int code = opcode & Opcode.CODE_MASK;
        boolean jumps = (opcode & Opcode.CLASS_MASK) == Opcode.JMP || (opcode & Opcode.CLASS_MASK) == Opcode.JMP32;
        if (jumps && (code == Opcode.CALL || code == Opcode.JA)) {
            return;
        }
        if (jumps && code == Opcode.EXIT) {
            involved.add(0);
            return;
        }
        if (jumps || code != Opcode.MOV) {
            involved.add(Instruction.destination(word));
        }
        if ((opcode & Opcode.SOURCE_REGISTER) != 0 && (jumps || code != Opcode.END)) {
            involved.add(Instruction.source(word));
        }
    }

    /** The conditions that were decided on the way here, and where jumps led, between the first instruction and this one. */
    private String path() {
        List<Integer> backwards = new ArrayList<>();
        Set<Integer> seen = new LinkedHashSet<>();
        backwards.add(at);
        int place = findings.place(at);
        addConditions(backwards, place, at);
        int before = findings.predecessor(place);
        while (before >= 0 && seen.add(place)) {
            boolean jumped = place != before + 1;
            if (jumped) {
                addIfOther(backwards, place);
                addIfOther(backwards, before);
            }
            place = findings.place(before);
            addConditions(backwards, place, jumped ? before : before + 1);
            before = findings.predecessor(place);
        }
        addIfOther(backwards, 0);
        Collections.reverse(backwards);
        return joined(backwards);
    }

    private void addConditions(List<Integer> backwards, int from, int to) {
        long[] instructions = program.instructions();
        for (int before = to - 1; before >= from; before--) {
            boolean second = before > 0 && Disassembler.slots(instructions, before - 1) == 2;
            if (!second && Jumps.isConditional(instructions[before])) {
                addIfOther(backwards, before);
            }
        }
    }

    private static String joined(List<Integer> path) {
        List<String> texts = new ArrayList<>(path.stream().map(String::valueOf).toList());
        if (texts.size() > PATH_MOST) {
            texts.subList(PATH_MOST / 2, texts.size() - PATH_MOST / 2).clear();
            texts.add(PATH_MOST / 2, "...");
        }
        return String.join(ARROW, texts);
    }

    private static void addIfOther(List<Integer> path, int instruction) {
        if (path.get(path.size() - 1) != instruction) {
            path.add(instruction);
        }
    }
}
