package exo.ebpf;

/** The values that an opcode is made of (RFC 9669, sections 3 to 5; registered in section 9). */
public final class Opcode {
    // ---- classes: the low three bits
    public static final int CLASS_MASK = 0x07;
    public static final int LD = 0x00;
    public static final int LDX = 0x01;
    public static final int ST = 0x02;
    public static final int STX = 0x03;
    public static final int ALU = 0x04;
    public static final int JMP = 0x05;
    public static final int JMP32 = 0x06;
    public static final int ALU64 = 0x07;

    // ---- arithmetic and jumps: where the second operand comes from
    /** The immediate, or with this bit the source register. */
    public static final int SOURCE_REGISTER = 0x08;

    // ---- arithmetic: the high four bits
    public static final int CODE_MASK = 0xf0;
    public static final int ADD = 0x00;
    public static final int SUB = 0x10;
    public static final int MUL = 0x20;
    /** Signed with offset 1, as MOD. */
    public static final int DIV = 0x30;
    public static final int OR = 0x40;
    public static final int AND = 0x50;
    public static final int LSH = 0x60;
    public static final int RSH = 0x70;
    public static final int NEG = 0x80;
    public static final int MOD = 0x90;
    public static final int XOR = 0xa0;
    /** Sign-extending with offset 8, 16 or 32. */
    public static final int MOV = 0xb0;
    public static final int ARSH = 0xc0;
    /** Byte swaps: in class ALU to little-endian, or with SOURCE_REGISTER to big-endian; in class ALU64 always. */
    public static final int END = 0xd0;

    // ---- jumps: the high four bits
    /** In class JMP by the offset, in class JMP32 by the immediate. */
    public static final int JA = 0x00;
    public static final int JEQ = 0x10;
    public static final int JGT = 0x20;
    public static final int JGE = 0x30;
    public static final int JSET = 0x40;
    public static final int JNE = 0x50;
    public static final int JSGT = 0x60;
    public static final int JSGE = 0x70;
    public static final int CALL = 0x80;
    public static final int EXIT = 0x90;
    public static final int JLT = 0xa0;
    public static final int JLE = 0xb0;
    public static final int JSLT = 0xc0;
    public static final int JSLE = 0xd0;

    /** What a call's source field says it calls: a helper by number, or a function of the program, relative to the next instruction. */
    public static final int CALL_HELPER = 0;
    public static final int CALL_FUNCTION = 1;
    /** A helper by its type's number: not permitted. */
    public static final int CALL_BY_TYPE = 2;

    // ---- loads and stores: width and mode
    public static final int SIZE_MASK = 0x18;
    public static final int WORD = 0x00;
    public static final int HALF = 0x08;
    public static final int BYTE = 0x10;
    public static final int DOUBLE = 0x18;

    public static final int MODE_MASK = 0xe0;
    public static final int IMM = 0x00;
    /** Legacy packet access: not permitted. */
    public static final int ABS = 0x20;
    public static final int IND = 0x40;
    public static final int MEM = 0x60;
    /** A load that extends the sign. */
    public static final int MEMSX = 0x80;
    public static final int ATOMIC = 0xc0;

    /** In an atomic's immediate, beside ADD, OR, AND, XOR: the old value comes back in the source register. */
    public static final int FETCH = 0x01;
    public static final int EXCHANGE = 0xe0 | FETCH;
    public static final int COMPARE_EXCHANGE = 0xf0 | FETCH;

    // ---- the one instruction of two slots
    public static final int LOAD_IMMEDIATE_64 = LD | IMM | DOUBLE;
    /** Its source field: a plain number; or the address of a byte of the area, at the second slot's immediate, of map 0. */
    public static final int IMMEDIATE_NUMBER = 0;
    public static final int IMMEDIATE_MAP_VALUE = 6;
    /** The greatest source that the standard defines. Those between name maps and variables of a platform: not permitted. */
    public static final int IMMEDIATE_KINDS_LAST = 6;

    /** Call of the helper that a register names, in the destination field; only where a hook permits it. */
    public static final int CALL_REGISTER = JMP | CALL | SOURCE_REGISTER;

    private Opcode() {
    }
}
