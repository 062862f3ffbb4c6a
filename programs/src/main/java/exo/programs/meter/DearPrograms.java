package exo.programs.meter;

import exo.abi.HandlerHelper;
import exo.ebpf.Instruction;
import exo.ebpf.Opcode;

/** Texts of eBPF whose steps take as many machine instructions as steps can, for handlers where nothing else is said. */
final class DearPrograms {
    private static final int EXIT_SLOTS = 2;
    private static final int COPY_SLOTS = 7;
    private static final int DIVISOR = 7;
    private static final int STACK_WORDS = 60;
    private static final int SHORTEST_SENT = 42;
    private static final int SENDS = 7;
    private static final int EDIT_SLOTS = 4;

    private final long[] text;
    private int length;

    private DearPrograms(int slots) {
        this.text = new long[slots];
    }

    private DearPrograms put(int opcode, int destination, int source, int offset, int immediate) {
        text[length++] = Instruction.of(opcode, destination, source, offset, immediate);
        return this;
    }

    private DearPrograms set(int register, int number) {
        return put(Opcode.ALU64 | Opcode.MOV, register, 0, 0, number);
    }

    /** For ever, as the budget lets it: all slots but one, and a jump to the first after those that are done once. */
    private long[] loop(int first) {
        put(Opcode.JMP | Opcode.JA, 0, 0, first - length - 1, 0);
        return text;
    }

    /** Atomic operations on the stack at a place that nothing proves, which are checked as they run, if the program is guarded. */
    static long[] atomics(int slots) {
        DearPrograms made = new DearPrograms(slots).somewhereOnTheStack();
        int first = made.length;
        return made.atomicsUpTo(slots - 1).loop(first);
    }

    /** The same for a predicate: it comes to its end, and says no. */
    static long[] atomicsThatEnd(int slots) {
        return new DearPrograms(slots).somewhereOnTheStack().atomicsUpTo(slots - EXIT_SLOTS).exit();
    }

    static long[] divisionsThatEnd(int slots) {
        return new DearPrograms(slots).divisor().divisionsUpTo(slots - EXIT_SLOTS).exit();
    }

    private DearPrograms somewhereOnTheStack() {
        set(3, 1).put(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, 5, 10, 0, 0);
        put(Opcode.ALU64 | Opcode.ADD | Opcode.SOURCE_REGISTER, 5, 1, 0, 0);
        return put(Opcode.ALU64 | Opcode.SUB | Opcode.SOURCE_REGISTER, 5, 1, 0, 0);
    }

    private DearPrograms atomicsUpTo(int slots) {
        while (length < slots) {
            put(Opcode.STX | Opcode.ATOMIC | Opcode.DOUBLE, 5, 3, -Long.BYTES, Opcode.XOR | Opcode.FETCH);
        }
        return this;
    }

    /** Signed remainders of a register by a register. */
    static long[] divisions(int slots) {
        DearPrograms made = new DearPrograms(slots).divisor();
        int first = made.length;
        return made.divisionsUpTo(slots - 1).loop(first);
    }

    private DearPrograms divisor() {
        return set(3, 1).put(Opcode.LDX | Opcode.MEM | Opcode.BYTE, 4, 1, 0, 0).put(Opcode.ALU64 | Opcode.ADD, 4, 0, 0, DIVISOR);
    }

    private DearPrograms divisionsUpTo(int slots) {
        while (length < slots) {
            put(Opcode.ALU64 | Opcode.MOD | Opcode.SOURCE_REGISTER, 3, 4, 1, 0);
        }
        return this;
    }

    /** Many words on the stack, and ways that meet again: what the checker has to keep and to join. */
    static long[] joins(int slots) {
        DearPrograms made = new DearPrograms(slots);
        made.set(3, 1).put(Opcode.LDX | Opcode.MEM | Opcode.BYTE, 4, 1, 0, 0);
        for (int word = 1; word <= STACK_WORDS; word++) {
            made.put(Opcode.STX | Opcode.MEM | Opcode.DOUBLE, 10, word % 2 == 0 ? 4 : 1, -word * Long.BYTES, 0);
        }
        int first = made.length;
        for (int round = 0; made.length < slots - 4; round++) {
            made.put(Opcode.JMP | Opcode.JGT, 4, 0, 1, round % 200);
            made.put(Opcode.ALU64 | Opcode.ADD | Opcode.SOURCE_REGISTER, 3, 4, 0, 0);
            made.put(Opcode.LDX | Opcode.MEM | Opcode.DOUBLE, 5, 10, -(1 + round % STACK_WORDS) * Long.BYTES, 0);
        }
        while (made.length < slots - 1) {
            made.set(0, 0);
        }
        return made.loop(first);
    }

    /** Sends the packet as often as it can, from this machine's card and an address that is not its owner's: every claim is looked at. */
    static long[] sends() {
        DearPrograms made = new DearPrograms(EDIT_SLOTS + 2 * SENDS + EXIT_SLOTS);
        made.put(Opcode.LDX | Opcode.MEM | Opcode.WORD, 2, 1, 0, 0).put(Opcode.STX | Opcode.MEM | Opcode.WORD, 1, 2, 6, 0);
        made.put(Opcode.LDX | Opcode.MEM | Opcode.HALF, 2, 1, 4, 0).put(Opcode.STX | Opcode.MEM | Opcode.HALF, 1, 2, 10, 0);
        for (int send = 0; send < SENDS; send++) {
            made.set(1, SHORTEST_SENT).put(Opcode.JMP | Opcode.CALL, 0, 0, 0, HandlerHelper.SEND);
        }
        return made.exit();
    }

    /** Copies the packet to its area as often as it can. */
    static long[] copies(int byteCount) {
        DearPrograms made = new DearPrograms(COPY_SLOTS);
        made.put(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, 6, 1, 0, 0);
        int first = made.length;
        made.put(Opcode.LOAD_IMMEDIATE_64, 1, Opcode.IMMEDIATE_MAP_VALUE, 0, 0).put(0, 0, 0, 0, 0);
        made.put(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, 2, 6, 0, 0).set(3, byteCount);
        made.put(Opcode.JMP | Opcode.CALL, 0, 0, 0, HandlerHelper.COPY);
        return made.loop(first);
    }

    /** One that does nothing. */
    static long[] shortest() {
        return new DearPrograms(EXIT_SLOTS).exit();
    }

    private long[] exit() {
        set(0, 0).put(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0);
        return text;
    }

}
