package exo.ebpf;

/** The machine code of atomic operations (RFC 9669, section 5.3), at an address whose parts are given. */
final class AtomicCode {
    private static final int ADDRESS = Compilation.TEMPORARY;
    private static final int CHANGED = Compilation.OTHER_TEMPORARY;

    private final Assembler code;
    private final OperandCode operands;

    AtomicCode(Assembler code, OperandCode operands) {
        this.code = code;
        this.operands = operands;
    }

    long instruction(long at, long uses, long word, int base, int index, int displacement) {
        int wide = Placement.size(word) == Opcode.DOUBLE ? Assembler.WIDE : 0;
        int source = Instruction.source(word);
        long next = operands.prepare(at, uses, source, CHANGED);
        int register = OperandCode.registerOf(source, CHANGED);
        switch (Instruction.immediate(word)) {
            case Opcode.EXCHANGE:
                return code.place(next, Assembler.EXCHANGE | wide, register, base, index, displacement);
            case Opcode.COMPARE_EXCHANGE:
                next = code.place(next, Assembler.COMPARE_EXCHANGE | Assembler.LOCK | wide, register, base, index, displacement);
                // Where it was equal the machine leaves RAX alone.
                return wide != 0 ? next : code.move(next, 0, Assembler.RAX, Assembler.RAX);
            case Opcode.ADD | Opcode.FETCH:
                return code.place(next, Assembler.EXCHANGE_ADD | Assembler.LOCK | wide, register, base, index, displacement);
            case Opcode.OR | Opcode.FETCH:
            case Opcode.AND | Opcode.FETCH:
            case Opcode.XOR | Opcode.FETCH:
                next = code.place(next, Assembler.ADDRESS, ADDRESS, base, index, displacement);
                return fetching(next, wide, form(Instruction.immediate(word)), register);
            default:
                return code.place(next, form(Instruction.immediate(word)) | Assembler.LOCK | wide, register, base, index, displacement);
        }
    }

    private static int form(int operation) {
        switch (operation & ~Opcode.FETCH) {
            case Opcode.ADD:
                return Assembler.ADD;
            case Opcode.OR:
                return Assembler.OR;
            case Opcode.AND:
                return Assembler.AND;
            default:
                return Assembler.XOR;
        }
    }

    /** Tries until nobody came between. The old value is in RAX, for which r0 makes room. */
    private long fetching(long at, int wide, int form, int source) {
        boolean inRax = source == Assembler.RAX;
        int operand = inRax ? Assembler.RCX : source;
        int kept = inRax ? Assembler.RCX : Assembler.RAX;
        long next = code.push(at, kept);
        next = inRax ? code.move(next, Assembler.WIDE, Assembler.RCX, Assembler.RAX) : next;
        next = code.place(next, Assembler.LOAD | wide, Assembler.RAX, ADDRESS, Assembler.NONE, 0);
        long again = next;
        next = code.move(next, wide, CHANGED, Assembler.RAX);
        next = code.registers(next, form | wide, operand, CHANGED);
        next = code.place(next, Assembler.COMPARE_EXCHANGE | Assembler.LOCK | wide, CHANGED, ADDRESS, Assembler.NONE, 0);
        next = code.jumpIf(next, Assembler.NOT_EQUAL, again);
        next = inRax ? next : code.move(next, wide, source, Assembler.RAX);
        return code.pop(next, kept);
    }
}
