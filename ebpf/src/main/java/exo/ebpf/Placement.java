package exo.ebpf;

/** Where the place of a load, store or atomic is, as far as it is known before the program runs. */
final class Placement {
    /** Not known: checked as it runs. */
    static final int GUARDED = 0;
    /** At a constant distance from r10, in the frame or a caller's. */
    static final int FRAME = 1;
    static final int MEMORY = 2;
    static final int AREA = 3;
    /** In the stack, by an address that was computed. */
    static final int STACK = 4;

    private final Memory memory;

    Placement(Memory memory) {
        this.memory = memory;
    }

    /** The register that the address is in. */
    static int base(long word) {
        return isLoad(word) ? Instruction.source(word) : Instruction.destination(word);
    }

    static boolean isLoad(long word) {
        return (Instruction.opcode(word) & Opcode.CLASS_MASK) == Opcode.LDX;
    }

    static int size(long word) {
        return Instruction.opcode(word) & Opcode.SIZE_MASK;
    }

    static int bytes(long word) {
        return 1 << Compilation.log(size(word));
    }

    /** What is never executed is guarded, too. */
    private static int proved(int proof) {
        switch (proof) {
            case Proofs.STACK:
                return STACK;
            case Proofs.MEMORY:
                return MEMORY;
            case Proofs.AREA:
                return AREA;
            default:
                return GUARDED;
        }
    }

    /** Of the instruction at {@code index}, which is an access. */
    int of(long program, long word, int index) {
        boolean fromFramePointer = base(word) == Compilation.FRAME_POINTER;
        int offset = Instruction.offset(word);
        if (fromFramePointer && offset >= -Limits.STACK_BYTES && offset + bytes(word) <= 0) {
            return FRAME;
        }
        boolean checked = memory.load64(program + Program.PROOFS) != 0;
        int proved = checked ? proved(Proofs.at(memory, program, index)) : GUARDED;
        return fromFramePointer && proved == STACK ? FRAME : proved;
    }
}
