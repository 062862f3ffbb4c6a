package exo.ebpf;

/**
 * Writes x86-64 instructions into {@link Memory} (Intel SDM, volume 2; volume 1, section 3.7 for addresses). Each method writes one
 * instruction at {@code at} and gives the address behind it; it may overwrite the {@link #SLACK_BYTES} behind that. Knows encodings
 * and nothing of programs.
 */
final class Assembler {
    /** What may be overwritten behind an instruction. */
    static final int SLACK_BYTES = 8;

    // ---- registers, by their numbers in encodings
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSP = 4;
    static final int RBP = 5;
    static final int RSI = 6;
    static final int RDI = 7;
    static final int R8 = 8;
    static final int R9 = 9;
    static final int R10 = 10;
    static final int R11 = 11;
    static final int R12 = 12;
    static final int R13 = 13;
    static final int R14 = 14;
    static final int R15 = 15;
    /** In the place of an address's index. */
    static final int NONE = -1;

    // ---- what an instruction's form says beside the opcode's last byte
    static final int TWO_BYTES = 0x100;
    static final int WIDE = 0x200;
    static final int OPERANDS_16 = 0x400;
    /** The register operands are of 8 bits, which must not be read as AH and the like. */
    static final int OPERANDS_8 = 0x800;
    static final int LOCK = 0x1000;

    // ---- forms: "register" is the operand that can only be one, "place" the other
    /** Place = place op register. */
    static final int ADD = 0x01;
    static final int OR = 0x09;
    static final int AND = 0x21;
    static final int SUB = 0x29;
    static final int XOR = 0x31;
    static final int CMP = 0x39;
    static final int TEST = 0x85;
    static final int STORE = 0x89;
    static final int STORE_8 = 0x88 | OPERANDS_8;
    static final int EXCHANGE = 0x87;
    static final int EXCHANGE_ADD = 0xc1 | TWO_BYTES;
    static final int COMPARE_EXCHANGE = 0xb1 | TWO_BYTES;
    static final int BIT_TEST = 0xa3 | TWO_BYTES;
    /** Register = op place. */
    static final int LOAD = 0x8b;
    static final int LOAD_ZERO_8 = 0xb6 | TWO_BYTES | OPERANDS_8;
    static final int LOAD_ZERO_16 = 0xb7 | TWO_BYTES;
    static final int LOAD_SIGN_8 = 0xbe | TWO_BYTES | OPERANDS_8;
    static final int LOAD_SIGN_16 = 0xbf | TWO_BYTES;
    static final int LOAD_SIGN_32 = 0x63 | WIDE;
    static final int ADDRESS = 0x8d | WIDE;
    static final int MULTIPLY = 0xaf | TWO_BYTES;
    static final int MULTIPLY_BY_8 = 0x6b;
    static final int MULTIPLY_BY_32 = 0x69;
    static final int ADD_TO_REGISTER = 0x03;
    static final int COMPARE_REGISTER = 0x3b;
    /** The "register" is one of the digits below. */
    static final int BY_IMMEDIATE_8 = 0x83;
    static final int BY_IMMEDIATE_32 = 0x81;
    static final int UNARY = 0xf7;
    static final int TEST_IMMEDIATE = 0xf7;
    static final int SHIFT_BY_IMMEDIATE = 0xc1;
    static final int SHIFT_BY_CL = 0xd3;
    static final int STORE_IMMEDIATE = 0xc7;
    static final int STORE_IMMEDIATE_8 = 0xc6;
    static final int POP_PLACE = 0x8f;
    static final int INDIRECT = 0xff;

    // ---- digits of BY_IMMEDIATE
    static final int DIGIT_ADD = 0;
    static final int DIGIT_OR = 1;
    static final int DIGIT_AND = 4;
    static final int DIGIT_SUB = 5;
    static final int DIGIT_XOR = 6;
    static final int DIGIT_CMP = 7;
    // ---- of UNARY
    static final int DIGIT_NEGATE = 3;
    static final int DIGIT_DIVIDE = 6;
    static final int DIGIT_DIVIDE_SIGNED = 7;
    // ---- of the shifts
    static final int DIGIT_ROTATE_RIGHT = 1;
    static final int DIGIT_SHIFT_LEFT = 4;
    static final int DIGIT_SHIFT_RIGHT = 5;
    static final int DIGIT_SHIFT_RIGHT_SIGNED = 7;
    // ---- of INDIRECT
    static final int DIGIT_CALL = 2;
    static final int DIGIT_PUSH = 6;

    // ---- conditions
    static final int NOT_CARRY = 0x3;
    static final int BELOW = 0x2;
    static final int NOT_BELOW = 0x3;
    static final int EQUAL = 0x4;
    static final int NOT_EQUAL = 0x5;
    static final int NOT_ABOVE = 0x6;
    static final int ABOVE = 0x7;
    static final int NEGATIVE = 0x8;
    static final int NOT_NEGATIVE = 0x9;
    static final int LESS = 0xc;
    static final int NOT_LESS = 0xd;
    static final int NOT_GREATER = 0xe;
    static final int GREATER = 0xf;

    // ---- the encoding's own numbers
    private static final int REX = 0x40;
    private static final int REX_WIDE = 8;
    private static final int PREFIX_16 = 0x66;
    private static final int PREFIX_LOCK = 0xf0;
    private static final int ESCAPE = 0x0f;
    private static final int LOW = 7;
    private static final int HIGH_SHIFT = 3;
    private static final int MODE_BARE = 0x00;
    private static final int MODE_8 = 0x40;
    private static final int MODE_32 = 0x80;
    private static final int MODE_REGISTER = 0xc0;
    private static final int SCALED_FOLLOWS = 4;
    private static final int NO_INDEX = 4 << HIGH_SHIFT;
    private static final int PUSH_REGISTER = 0x50;
    private static final int POP_REGISTER = 0x58;
    private static final int MOVE_IMMEDIATE = 0xb8;
    private static final int SWAP_BYTES = 0xc8;
    private static final int JUMP_8 = 0xeb;
    private static final int JUMP_32 = 0xe9;
    private static final int CALL_32 = 0xe8;
    private static final int RETURN = 0xc3;
    private static final int EXTEND_INTO_RDX = 0x99;
    private static final int CONDITION_8 = 0x70;
    private static final int CONDITION_32 = 0x80;

    /** Bytes of a jump or call with 32 bits of distance, of which the last 4 are the distance; of a conditional one, one more. */
    static final int FAR_BYTES = 5;
    static final int FIELD_BYTES = 4;
    private static final int NEAR_BYTES = 2;

    private final Memory memory;

    Assembler(Memory memory) {
        this.memory = memory;
    }

    // ---- operands

    /** Both operands are registers. */
    long registers(long at, int form, int register, int place) {
        return emit(head(at, form, register, 0, place), MODE_REGISTER | (register & LOW) << HIGH_SHIFT | place & LOW, 1);
    }

    /** The place is in memory, at {@code base + index + displacement}. The index is not RSP, and may be {@link #NONE}. */
    long place(long at, int form, int register, int base, int index, int displacement) {
        long next = head(at, form, register, index == NONE ? 0 : index, base);
        // Without a displacement the encoding of RBP and R13 means something else.
        boolean bare = displacement == 0 && (base & LOW) != RBP;
        boolean near = displacement == (byte) displacement;
        int mode = (bare ? MODE_BARE : near ? MODE_8 : MODE_32) | (register & LOW) << HIGH_SHIFT;
        if (index != NONE) {
            next = emit(next, mode | SCALED_FOLLOWS | ((index & LOW) << HIGH_SHIFT | base & LOW) << Byte.SIZE, 2);
        } else if ((base & LOW) == RSP) {
            next = emit(next, mode | SCALED_FOLLOWS | (NO_INDEX | RSP) << Byte.SIZE, 2);
        } else {
            next = emit(next, mode | base & LOW, 1);
        }
        return bare ? next : emit(next, displacement, near ? 1 : FIELD_BYTES);
    }

    private long head(long at, int form, int register, int index, int place) {
        long next = at;
        if ((form & OPERANDS_16) != 0) {
            next = emit(next, PREFIX_16, 1);
        }
        if ((form & LOCK) != 0) {
            next = emit(next, PREFIX_LOCK, 1);
        }
        int extended = (form & WIDE) != 0 ? REX_WIDE : 0;
        extended |= register >>> HIGH_SHIFT << 2 | index >>> HIGH_SHIFT << 1 | place >>> HIGH_SHIFT;
        if (extended != 0 || (form & OPERANDS_8) != 0) {
            next = emit(next, REX | extended, 1);
        }
        if ((form & TWO_BYTES) != 0) {
            next = emit(next, ESCAPE, 1);
        }
        return emit(next, form & 0xff, 1);
    }

    long immediate8(long at, int value) {
        return emit(at, value, 1);
    }

    long immediate16(long at, int value) {
        return emit(at, value, 2);
    }

    long immediate32(long at, int value) {
        return emit(at, value, FIELD_BYTES);
    }

    private long emit(long at, long value, int bytes) {
        memory.store64(at, value);
        return at + bytes;
    }

    // ---- whole instructions

    /** Copies 64 bits, or 32 and clears the others. */
    long move(long at, int wide, int to, int from) {
        return registers(at, STORE | wide, from, to);
    }

    long load(long at, int to, int base, int displacement) {
        return place(at, LOAD | WIDE, to, base, NONE, displacement);
    }

    long store(long at, int from, int base, int displacement) {
        return place(at, STORE | WIDE, from, base, NONE, displacement);
    }

    long clear(long at, int register) {
        return registers(at, XOR, register, register);
    }

    /** The value's sign is extended. */
    long byImmediate(long at, int wide, int digit, int register, int value) {
        if (value == (byte) value) {
            return immediate8(registers(at, BY_IMMEDIATE_8 | wide, digit, register), value);
        }
        return immediate32(registers(at, BY_IMMEDIATE_32 | wide, digit, register), value);
    }

    /** Loads the low 32 bits and clears the others, or with {@link #WIDE} extends the sign. */
    long moveImmediate(long at, int wide, int register, int value) {
        if (wide != 0 && value < 0) {
            return immediate32(registers(at, STORE_IMMEDIATE | WIDE, 0, register), value);
        }
        return immediate32(head(at, MOVE_IMMEDIATE | register & LOW, 0, 0, register), value);
    }

    long moveImmediate64(long at, int register, long value) {
        return emit(head(at, MOVE_IMMEDIATE | register & LOW | WIDE, 0, 0, register), value, Long.BYTES);
    }

    long swapBytes(long at, int wide, int register) {
        return head(at, SWAP_BYTES | register & LOW | TWO_BYTES | wide, 0, 0, register);
    }

    /** RDX becomes 64, or without {@link #WIDE} EDX 32 copies of the sign of RAX or EAX. */
    long extendIntoRdx(long at, int wide) {
        return head(at, EXTEND_INTO_RDX | wide, 0, 0, 0);
    }

    long push(long at, int register) {
        return head(at, PUSH_REGISTER | register & LOW, 0, 0, register);
    }

    long pop(long at, int register) {
        return head(at, POP_REGISTER | register & LOW, 0, 0, register);
    }

    long giveBack(long at) {
        return emit(at, RETURN, 1);
    }

    // ---- jumps

    /** To a place that is known, by the shorter of the two encodings. */
    long jump(long at, long target) {
        long distance = target - (at + NEAR_BYTES);
        if (distance == (byte) distance) {
            return emit(at, JUMP_8 | (distance & 0xff) << Byte.SIZE, NEAR_BYTES);
        }
        return emit(emit(at, JUMP_32, 1), target - (at + FAR_BYTES), FIELD_BYTES);
    }

    long jumpIf(long at, int condition, long target) {
        long distance = target - (at + NEAR_BYTES);
        if (distance == (byte) distance) {
            return emit(at, CONDITION_8 | condition | (distance & 0xff) << Byte.SIZE, NEAR_BYTES);
        }
        return emit(emit(at, ESCAPE | (CONDITION_32 | condition) << Byte.SIZE, 2), target - (at + FAR_BYTES + 1), FIELD_BYTES);
    }

    long call(long at, long target) {
        return emit(emit(at, CALL_32, 1), target - (at + FAR_BYTES), FIELD_BYTES);
    }

    /** To a place that {@link #landFar} tells: the field of 4 bytes before the address that this gives. */
    long jumpFar(long at) {
        return emit(emit(at, JUMP_32, 1), 0, FIELD_BYTES);
    }

    long jumpIfFar(long at, int condition) {
        return emit(emit(at, ESCAPE | (CONDITION_32 | condition) << Byte.SIZE, 2), 0, FIELD_BYTES);
    }

    long callFar(long at) {
        return emit(emit(at, CALL_32, 1), 0, FIELD_BYTES);
    }

    /** Makes the far jump or call that ends at {@code end} lead to {@code target}. Overwrites nothing else. */
    void landFar(long end, long target) {
        memory.store32(end - FIELD_BYTES, target - end);
    }

    /** To a place within 127 bytes that {@link #landNear} tells. */
    long jumpNear(long at) {
        return emit(at, JUMP_8, NEAR_BYTES);
    }

    long jumpIfNear(long at, int condition) {
        return emit(at, CONDITION_8 | condition, NEAR_BYTES);
    }

    /** Makes the near jump that ends at {@code end} lead to {@code target}. */
    void landNear(long end, long target) {
        memory.store8(end - 1, (int) (target - end));
    }
}
