package exo.ebpf.host;

import exo.ebpf.Instruction;
import exo.ebpf.Jumps;
import exo.ebpf.Limits;
import exo.ebpf.Opcode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a program's function and all functions that are called from it one behind the other, and writes into their instructions where
 * what they refer to lies: the relocations of the ELF object.
 */
final class Linker {
    /** A 64-bit immediate becomes an address. */
    private static final int RELOCATION_64 = 1;
    /** A call finds its function. */
    private static final int RELOCATION_CALL = 10;

    private final ElfFile file;
    private final Functions functions;
    private final AreaLayout area;
    /** The functions linked so far, in order, with the instruction where each begins. */
    private final Map<Functions.Function, Integer> starts = new LinkedHashMap<>();
    private final List<Functions.Function> waiting = new ArrayList<>();
    private final Map<Integer, Map<Long, ElfFile.Relocation>> relocations = new HashMap<>();
    private int length;

    Linker(ElfFile file, Functions functions, AreaLayout area) {
        this.file = file;
        this.functions = functions;
        this.area = area;
    }

    long[] link(Functions.Function entry) throws UnreadableException {
        List<long[]> texts = new ArrayList<>();
        add(entry);
        for (int number = 0; number < waiting.size(); number++) {
            texts.add(linked(waiting.get(number)));
        }
        long[] linked = new long[length];
        int at = 0;
        for (long[] text : texts) {
            System.arraycopy(text, 0, linked, at, text.length);
            at += text.length;
        }
        return linked;
    }

    /** Where the function begins, which is linked from now on. */
    private int add(Functions.Function function) throws UnreadableException {
        Integer start = starts.get(function);
        if (start == null) {
            start = length;
            starts.put(function, start);
            waiting.add(function);
            if (function.size() > (long) (Limits.INSTRUCTIONS - length) * Limits.INSTRUCTION_BYTES) {
                throw new UnreadableException("has a program of more than " + Limits.INSTRUCTIONS + " instructions");
            }
            length += (int) (function.size() / Limits.INSTRUCTION_BYTES);
        }
        return start;
    }

    private long[] linked(Functions.Function function) throws UnreadableException {
        long[] text = new long[(int) (function.size() / Limits.INSTRUCTION_BYTES)];
        byte[] section = file.bytes(function.section());
        ByteBuffer.wrap(section, (int) function.offset(), (int) function.size()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(text);
        int start = starts.get(function);
        for (int at = 0; at < text.length; at++) {
            ElfFile.Relocation relocation = relocation(function, at);
            if (Jumps.isLocalCall(text[at])) {
                text[at] = call(function, text[at], at, start + at, relocation);
            } else if (relocation != null) {
                address(text, at, relocation);
            }
        }
        return text;
    }

    private ElfFile.Relocation relocation(Functions.Function function, int at) throws UnreadableException {
        int section = function.section().number();
        if (!relocations.containsKey(section)) {
            Map<Long, ElfFile.Relocation> ofSection = new HashMap<>();
            for (ElfFile.Relocation relocation : file.relocations(function.section())) {
                ofSection.put(relocation.offset(), relocation);
            }
            relocations.put(section, ofSection);
        }
        return relocations.get(section).get(function.offset() + (long) at * Limits.INSTRUCTION_BYTES);
    }

    /** A call with a relocation counts from its symbol, one without from itself. */
    private long call(Functions.Function function, long word, int at, int linkedAt, ElfFile.Relocation relocation)
            throws UnreadableException {
        int section = function.section().number();
        long from = function.offset() + (long) at * Limits.INSTRUCTION_BYTES;
        if (relocation != null) {
            if (relocation.type() != RELOCATION_CALL || relocation.symbol().section() == 0) {
                throw new UnreadableException("calls " + file.nameOf(relocation.symbol()) + ", which it does not have");
            }
            section = relocation.symbol().section();
            from = relocation.symbol().value();
        }
        Functions.Function callee = functions.at(section, from + (Instruction.immediate(word) + 1L) * Limits.INSTRUCTION_BYTES);
        if (callee == null) {
            throw new UnreadableException("calls from " + function.name() + " something that is no function");
        }
        return withImmediate(word, add(callee) - linkedAt - 1);
    }

    private void address(long[] text, int at, ElfFile.Relocation relocation) throws UnreadableException {
        int offset = area.offset(relocation.symbol());
        boolean immediate = Instruction.opcode(text[at]) == Opcode.LOAD_IMMEDIATE_64 && at + 1 < text.length;
        if (offset < 0 || relocation.type() != RELOCATION_64 || !immediate) {
            throw new UnreadableException("refers to " + file.nameOf(relocation.symbol()) + ", which is no variable that it has");
        }
        text[at + 1] = withImmediate(text[at + 1], offset + Instruction.immediate(text[at]));
        text[at] = Instruction.of(Opcode.LOAD_IMMEDIATE_64, Instruction.destination(text[at]), Opcode.IMMEDIATE_MAP_VALUE, 0, 0);
    }

    private static long withImmediate(long word, int immediate) {
        return word & 0xffffffffL | (long) immediate << Integer.SIZE;
    }

    List<ElfObject.Place> places(LineTable lines) {
        List<ElfObject.Place> places = new ArrayList<>();
        for (Functions.Function function : starts.keySet()) {
            for (long offset = 0; offset < function.size(); offset += Limits.INSTRUCTION_BYTES) {
                places.add(new ElfObject.Place(function.name(), lines.of(function.section().name(), function.offset() + offset)));
            }
        }
        return places;
    }
}
