package exo.ebpf;

/** What an instruction uses that the code of the whole program must provide for: the bits of {@link Compilation#USES}. */
final class Usage {
    private static final long ARGUMENTS = 0x3eL;
    private static final long RESULT = 1;

    private final Memory memory;
    private final Placement placement;

    Usage(Memory memory) {
        this.memory = memory;
        this.placement = new Placement(memory);
    }

    /** Of the program as a whole. */
    long ofProgram(long program) {
        long flags = memory.load64(program + Program.FLAGS);
        boolean proved = (flags & Program.GUARDED) == 0 && memory.load64(program + Program.PROOFS) != 0;
        return proved ? RESULT : RESULT | Compilation.CLEARED;
    }

    long of(long program, long word, int index) {
        switch (Instruction.opcode(word) & Opcode.CLASS_MASK) {
            case Opcode.LD:
                return registers(word, false);
            case Opcode.LDX:
            case Opcode.ST:
            case Opcode.STX:
                return access(program, word, index);
            case Opcode.JMP:
            case Opcode.JMP32:
                return jump(word, index);
            default:
                return registers(word, (Instruction.opcode(word) & Opcode.SOURCE_REGISTER) != 0);
        }
    }

    private static long registers(long word, boolean bySource) {
        boolean number = bySource && Instruction.source(word) == Compilation.FRAME_POINTER
                || Instruction.destination(word) == Compilation.FRAME_POINTER;
        return 1L << Instruction.destination(word) | (bySource ? 1L << Instruction.source(word) : 0)
                | (number ? Compilation.STACK_ADDRESSES : 0);
    }

    private long access(long program, long word, int index) {
        int instructionClass = Instruction.opcode(word) & Opcode.CLASS_MASK;
        boolean stored = instructionClass == Opcode.STX;
        long uses = 1L << Instruction.destination(word) | (instructionClass == Opcode.ST ? 0 : 1L << Instruction.source(word));
        if (stored && Instruction.source(word) == Compilation.FRAME_POINTER) {
            uses |= Compilation.STACK_ADDRESSES;
        }
        if (stored && (Instruction.opcode(word) & Opcode.MODE_MASK) == Opcode.ATOMIC) {
            uses |= RESULT;
        }
        switch (placement.of(program, word, index)) {
            case Placement.FRAME:
                return uses;
            case Placement.MEMORY:
                return uses | Compilation.MEMORY;
            case Placement.AREA:
                return uses | Compilation.AREA;
            case Placement.STACK:
                return uses | Compilation.STACK_ADDRESSES;
            default:
                boolean address = Placement.base(word) == Compilation.FRAME_POINTER;
                return uses | (address ? Compilation.STACK_ADDRESSES : 0)
                        | Compilation.guardBit(Compilation.guard(Placement.size(word), instructionClass != Opcode.LDX));
        }
    }

    private static long jump(long word, int index) {
        int opcode = Instruction.opcode(word);
        if (Jumps.isJump(word)) {
            long uses = Jumps.target(word, index) <= index ? Compilation.BUDGET : 0;
            return Jumps.isConditional(word) ? uses | registers(word, (opcode & Opcode.SOURCE_REGISTER) != 0) : uses;
        }
        if (opcode == (Opcode.JMP | Opcode.EXIT)) {
            return RESULT;
        }
        if (Jumps.isLocalCall(word)) {
            return Compilation.BUDGET | Compilation.FUNCTION_CALLS;
        }
        long helper = RESULT | ARGUMENTS | Compilation.BUDGET | Compilation.HELPERS | Compilation.CLEARED;
        return opcode == Opcode.CALL_REGISTER ? helper | Compilation.REGISTER_CALLS | registers(word, false) : helper;
    }
}
