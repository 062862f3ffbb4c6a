package exo.ebpf.trial;

import exo.ebpf.Instruction;
import exo.ebpf.Opcode;

/** One random instruction of the standard at a time, with the fields that it uses; where jumps and local calls lead is not said yet. */
final class RandomInstruction {
    private static final int MEMORY_POINTER = 6;
    private static final int AREA_POINTER = 7;
    private static final int FRAME_POINTER = 10;
    private static final int REGISTERS = 11;
    private static final int SIGNED = 1;
    private static final int[] SIZES = {Opcode.BYTE, Opcode.HALF, Opcode.WORD, Opcode.DOUBLE};
    private static final int[] ATOMICS = {Opcode.ADD, Opcode.OR, Opcode.AND, Opcode.XOR, Opcode.ADD | Opcode.FETCH, Opcode.OR | Opcode.FETCH,
        Opcode.AND | Opcode.FETCH, Opcode.XOR | Opcode.FETCH, Opcode.EXCHANGE, Opcode.COMPARE_EXCHANGE};
    private static final int[] OPERATIONS = {Opcode.ADD, Opcode.SUB, Opcode.MUL, Opcode.DIV, Opcode.OR, Opcode.AND, Opcode.LSH, Opcode.RSH,
        Opcode.NEG, Opcode.MOD, Opcode.XOR, Opcode.MOV, Opcode.ARSH, Opcode.END};
    private static final int[] CONDITIONS = {Opcode.JEQ, Opcode.JGT, Opcode.JGE, Opcode.JSET, Opcode.JNE, Opcode.JSGT, Opcode.JSGE, Opcode.JLT,
        Opcode.JLE, Opcode.JSLT, Opcode.JSLE};
    private static final int[] HELPERS = {5, 6, 63};

    private final Choice choice;
    private int memoryBytes;
    private int areaBytes;

    RandomInstruction(Choice choice) {
        this.choice = choice;
    }

    void regions(int memoryLength, int areaLength) {
        memoryBytes = memoryLength;
        areaBytes = areaLength;
    }

    long next() {
        int kind = choice.below(100);
        if (kind < 45) {
            return arithmetic();
        }
        if (kind < 70) {
            return access();
        }
        if (kind < 78) {
            return atomic();
        }
        if (kind < 90) {
            return jump();
        }
        return kind < 94 ? call() : loadImmediate();
    }

    /** The pointers are spared mostly, so that there is something to access. */
    private int written() {
        int register = choice.below(FRAME_POINTER);
        boolean pointer = register == MEMORY_POINTER || register == AREA_POINTER;
        return pointer && choice.percent(90) ? choice.below(MEMORY_POINTER) : register;
    }

    private int read() {
        return choice.below(REGISTERS);
    }

    private long loadImmediate() {
        int kind = areaBytes > 0 && choice.percent(30) ? Opcode.IMMEDIATE_MAP_VALUE : Opcode.IMMEDIATE_NUMBER;
        return Instruction.of(Opcode.LOAD_IMMEDIATE_64, written(), kind, 0, kind == Opcode.IMMEDIATE_NUMBER ? choice.number() : 0);
    }

    // ---- arithmetic

    private long arithmetic() {
        int width = choice.percent(50) ? Opcode.ALU64 : Opcode.ALU;
        int operation = OPERATIONS[choice.below(OPERATIONS.length)];
        if (operation == Opcode.NEG) {
            return Instruction.of(width | operation, written(), 0, 0, 0);
        }
        if (operation == Opcode.END) {
            int order = width == Opcode.ALU && choice.percent(50) ? Opcode.SOURCE_REGISTER : 0;
            return Instruction.of(width | operation | order, written(), 0, 0, Short.SIZE << choice.below(3));
        }
        boolean register = choice.percent(50);
        int offset = 0;
        if (operation == Opcode.DIV || operation == Opcode.MOD) {
            offset = choice.below(2) * SIGNED;
        } else if (operation == Opcode.MOV && register && choice.percent(60)) {
            offset = Byte.SIZE << choice.below(width == Opcode.ALU64 ? 3 : 2);
        }
        return register ? Instruction.of(width | operation | Opcode.SOURCE_REGISTER, written(), read(), offset, 0)
                : Instruction.of(width | operation, written(), 0, offset, choice.number());
    }

    // ---- accesses

    private long access() {
        int size = SIZES[choice.below(SIZES.length)];
        int base = base();
        int offset = offset(base, size);
        switch (choice.below(4)) {
            case 0:
                return Instruction.of(Opcode.LDX | Opcode.MEM | size, written(), base, offset, 0);
            case 1:
                int extended = size == Opcode.DOUBLE ? Opcode.MEM : Opcode.MEMSX;
                return Instruction.of(Opcode.LDX | extended | size, written(), base, offset, 0);
            case 2:
                return Instruction.of(Opcode.ST | Opcode.MEM | size, base, 0, offset, choice.number());
            default:
                return Instruction.of(Opcode.STX | Opcode.MEM | size, base, read(), offset, 0);
        }
    }

    private long atomic() {
        int size = choice.percent(50) ? Opcode.WORD : Opcode.DOUBLE;
        int operation = ATOMICS[choice.below(ATOMICS.length)];
        int base = base();
        return Instruction.of(Opcode.STX | Opcode.ATOMIC | size, base, written(), offset(base, size), operation);
    }

    private int base() {
        int kind = choice.below(20);
        if (kind < 8) {
            return FRAME_POINTER;
        }
        if (kind < 14) {
            return memoryBytes > 0 || kind == 13 ? MEMORY_POINTER : FRAME_POINTER;
        }
        return kind < 19 ? areaBytes > 0 ? AREA_POINTER : FRAME_POINTER : read();
    }

    /** Mostly within the region. */
    private int offset(int base, int size) {
        if (choice.percent(3)) {
            return choice.number();
        }
        int bytes = size == Opcode.BYTE ? 1 : size == Opcode.HALF ? 2 : size == Opcode.WORD ? 4 : 8;
        switch (base) {
            case FRAME_POINTER:
                return -bytes - choice.below(choice.percent(80) ? 64 : 520 - bytes);
            case MEMORY_POINTER:
                return choice.below(memoryBytes < bytes ? 1 : memoryBytes - bytes + 1);
            case AREA_POINTER:
                return choice.below(areaBytes < bytes ? 1 : areaBytes - bytes + 1);
            default:
                return choice.below(16) - 8;
        }
    }

    // ---- jumps and calls

    private long jump() {
        int width = choice.percent(50) ? Opcode.JMP : Opcode.JMP32;
        if (choice.percent(10)) {
            return Instruction.of(width | Opcode.JA, 0, 0, 0, 0);
        }
        int condition = CONDITIONS[choice.below(CONDITIONS.length)];
        return choice.percent(50) ? Instruction.of(width | condition | Opcode.SOURCE_REGISTER, read(), read(), 0, 0)
                : Instruction.of(width | condition, read(), 0, 0, choice.number());
    }

    private long call() {
        int kind = choice.below(10);
        if (kind < 5) {
            return Instruction.of(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_FUNCTION, 0, 0);
        }
        return kind < 9 ? Instruction.of(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_HELPER, 0, HELPERS[choice.below(HELPERS.length)])
                : Instruction.of(Opcode.CALL_REGISTER, read(), 0, 0, 0);
    }
}
