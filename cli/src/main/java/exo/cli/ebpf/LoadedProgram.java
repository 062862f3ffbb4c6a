package exo.cli.ebpf;

import exo.abi.PredicateInput;
import exo.ebpf.Program;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.Disassembler;
import exo.ebpf.host.ElfObject;
import exo.ebpf.host.Explanation;
import exo.ebpf.host.HostProgram;
import exo.ebpf.host.SourceLine;
import exo.forge.ebpf.JavaProgram;
import java.util.List;

/**
 * A program from a file. It is loaded on the terms of the batch tool: memory and area may be written, helper 5 gives its r1, and a register
 * may name it. A predicate from a Java class is called with its input. One from a Java class may call a handler's helpers, 1 to 4, which do nothing and give 0.
 */
record LoadedProgram(long[] instructions, ElfObject object, long helpers, long memoryBytes) {
    /** In place of the length of the memory that it is called with. */
    static final long ANY = -1;
    private static final int ECHO = 5;
    private static final long ECHO_ALONE = 1L << ECHO;
    private static final long OF_HANDLERS = 0b1_1110;
    private static final long FLAGS = Program.MEMORY_WRITABLE | Program.AREA_WRITABLE | Program.REGISTER_CALLS;

    static LoadedProgram of(ElfObject object) {
        return new LoadedProgram(object.instructions(), object, ECHO_ALONE, ANY);
    }

    static LoadedProgram of(JavaProgram program) {
        return new LoadedProgram(program.instructions(), program.object(), OF_HANDLERS,
                program.hook() == JavaProgram.Hook.PREDICATE ? PredicateInput.BYTES : ANY);
    }

    static LoadedProgram of(long[] instructions) {
        return new LoadedProgram(instructions, null, ECHO_ALONE, ANY);
    }

    /** Both checks' verdict, and the program ready to be interpreted if it is accepted. */
    CheckedProgram check(long memoryBytesLeast, long memoryBytesMost, boolean assumeValid) {
        byte[] area = object == null ? new byte[0] : object.area();
        return new CheckedProgram(instructions, new HostProgram.Terms(memoryBytesLeast, memoryBytesMost, area, helpers,
                assumeValid ? FLAGS | Program.GUARDED : FLAGS));
    }

    /** Of a program that is refused: the rule, the place, what was known there and what to do. */
    List<String> explanation(CheckedProgram program) {
        return Explanation.of(program, object == null ? List.of() : object.places());
    }

    static long callHelper(long run, int number, long r1, long r2, long r3, long r4, long r5) {
        return number == ECHO ? r1 : 0;
    }

    /** The function that an instruction is in, or null. */
    String function(int at) {
        return object != null && at < instructions.length ? object.places().get(at).function() : null;
    }

    /** Where an instruction comes from, or null. */
    SourceLine line(int at) {
        return object != null && at < instructions.length ? object.places().get(at).line() : null;
    }

    /** "instruction 3, r0 = r1, of program (filter.c:7: return length;)". */
    String place(int at) {
        if (at >= instructions.length) {
            return "behind the last instruction";
        }
        String function = function(at) == null ? "" : " of " + function(at);
        String line = line(at) == null ? "" : " (" + line(at) + ")";
        return "instruction " + at + function + ", " + Disassembler.text(instructions, at) + line;
    }
}
