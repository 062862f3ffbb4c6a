package exo.forge.ebpf;

import exo.ebpf.Instruction;
import exo.ebpf.Limits;
import exo.ebpf.Opcode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program's instructions as they are written one behind the other, with where each comes from. */
final class InstructionWriter {
    private static final int FRAME_POINTER = Limits.REGISTERS - 1;

    private final List<Long> words = new ArrayList<>();
    private final List<SourcePlace> places = new ArrayList<>();
    private final Map<Target, Integer> targets = new IdentityHashMap<>();
    private final Map<Integer, Target> jumps = new TreeMap<>();
    private final Map<Routine, Integer> routines = new IdentityHashMap<>();
    private final Map<Integer, Routine> calls = new TreeMap<>();
    SourcePlace place;

    private void add(int opcode, int destination, int source, int offset, int immediate) {
        words.add(Instruction.of(opcode, destination, source, offset, immediate));
        places.add(place);
    }

    // ---- arithmetic

    void move(int destination, int source) {
        if (destination != source) {
            add(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, destination, source, 0, 0);
        }
    }

    /** The low half, zero-extended. */
    void moveLow(int destination, int source) {
        add(Opcode.ALU | Opcode.MOV | Opcode.SOURCE_REGISTER, destination, source, 0, 0);
    }

    void moveExtended(int destination, int source, int bits) {
        add(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, destination, source, bits, 0);
    }

    void moveNumber(int destination, long number) {
        if (number == (int) number) {
            add(Opcode.ALU64 | Opcode.MOV, destination, 0, 0, (int) number);
        } else {
            loadImmediate(destination, Opcode.IMMEDIATE_NUMBER, (int) number, (int) (number >> Integer.SIZE));
        }
    }

    void moveAreaAddress(int destination, int offset) {
        loadImmediate(destination, Opcode.IMMEDIATE_MAP_VALUE, 0, offset);
    }

    private void loadImmediate(int destination, int kind, int low, int high) {
        add(Opcode.LOAD_IMMEDIATE_64, destination, kind, 0, low);
        add(0, 0, 0, 0, high);
    }

    private static int arithmeticClass(boolean narrow) {
        return narrow ? Opcode.ALU : Opcode.ALU64;
    }

    private static int sign(int code) {
        return code == Opcode.DIV || code == Opcode.MOD ? 1 : 0;
    }

    void arithmetic(int code, boolean narrow, int destination, int source) {
        add(arithmeticClass(narrow) | code | Opcode.SOURCE_REGISTER, destination, source, sign(code), 0);
    }

    void arithmeticNumber(int code, boolean narrow, int destination, int number) {
        add(arithmeticClass(narrow) | code, destination, 0, sign(code), number);
    }

    void negate(int destination) {
        add(Opcode.ALU64 | Opcode.NEG, destination, 0, 0, 0);
    }

    /** To big-endian or from it: on the little-endian machine that this is. */
    void swap(int destination, int bits) {
        add(Opcode.ALU | Opcode.END | Opcode.SOURCE_REGISTER, destination, 0, 0, bits);
    }

    // ---- memory

    void load(int size, boolean signed, int destination, int base, int offset) {
        add(Opcode.LDX | (signed ? Opcode.MEMSX : Opcode.MEM) | size, destination, base, offset, 0);
    }

    void store(int size, int base, int offset, int source) {
        add(Opcode.STX | Opcode.MEM | size, base, source, offset, 0);
    }

    void storeNumber(int size, int base, int offset, int number) {
        add(Opcode.ST | Opcode.MEM | size, base, 0, offset, number);
    }

    void reload(int destination, int slot) {
        load(Opcode.DOUBLE, false, destination, FRAME_POINTER, slot);
    }

    void spill(int slot, int source) {
        store(Opcode.DOUBLE, FRAME_POINTER, slot, source);
    }

    void spillNumber(int slot, int number) {
        storeNumber(Opcode.DOUBLE, FRAME_POINTER, slot, number);
    }

    // ---- ways

    void here(Target target) {
        targets.put(target, words.size());
    }

    void begin(Routine routine) {
        routines.put(routine, words.size());
    }

    void jump(Target target) {
        jumps.put(words.size(), target);
        add(Opcode.JMP | Opcode.JA, 0, 0, 0, 0);
    }

    void branch(int condition, int a, int b, Target target) {
        jumps.put(words.size(), target);
        add(Opcode.JMP | condition | Opcode.SOURCE_REGISTER, a, b, 0, 0);
    }

    void branchNumber(int condition, int a, int number, Target target) {
        jumps.put(words.size(), target);
        add(Opcode.JMP | condition, a, 0, 0, number);
    }

    void callHelper(int number) {
        add(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_HELPER, 0, number);
    }

    void call(Routine routine) {
        calls.put(words.size(), routine);
        add(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_FUNCTION, 0, 0);
    }

    void exit() {
        add(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0);
    }

    // ---- the whole

    int length() {
        return words.size();
    }

    List<SourcePlace> places() {
        return places;
    }

    long[] finish() {
        long[] text = words.stream().mapToLong(Long::longValue).toArray();
        jumps.forEach((at, target) -> text[at] |= (targets.get(target) - at - 1 & 0xffffL) << Short.SIZE);
        calls.forEach((at, routine) -> text[at] |= (long) (routines.get(routine) - at - 1) << Integer.SIZE);
        return text;
    }
}
