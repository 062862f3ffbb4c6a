package exo.exos.network;

/** A program that breaks a rule of downloaded code. */
public final class RefusedProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int rule;
    private final int instruction;

    RefusedProgramException(int rule, int instruction) {
        super("the program breaks rule " + rule + " at instruction " + instruction);
        this.rule = rule;
        this.instruction = instruction;
    }

    /** By the numbers of {@code exo.ebpf.Refusal}, which {@code exo ebpf check} explains. */
    public int rule() {
        return rule;
    }

    /** Index of the instruction that it is about. */
    public int instruction() {
        return instruction;
    }
}
