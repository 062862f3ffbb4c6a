package exo.ebpf.host;

import exo.ebpf.Checker;
import exo.ebpf.Interpreter;
import exo.ebpf.Program;
import exo.ebpf.Proofs;
import exo.ebpf.Refusal;

/** A program on the host that both checks have gone over: accepted, or refused with all that an {@link Explanation} needs. */
public final class CheckedProgram {
    /** How many arguments each helper takes that takes any: not known on the host, where programs for any place are checked. */
    private static final long NO_ARGUMENTS = 0;

    private final long[] instructions;
    private final HostProgram host;
    private final long checkerScratch;
    private final long steps;

    /** Checks the program. */
    public CheckedProgram(long[] instructions, HostProgram.Terms terms) {
        this(instructions, terms, NO_ARGUMENTS);
    }

    /** @param helperArguments of helpers 0 to 15, as {@link Program#HELPER_ARGUMENTS} has them */
    public CheckedProgram(long[] instructions, HostProgram.Terms terms, long helperArguments) {
        this.instructions = instructions.clone();
        long scratchBytes = Checker.scratchBytes(instructions.length);
        long proofsAt = aligned(Interpreter.SCRATCH_BYTES);
        long scratchAt = proofsAt + aligned(instructions.length);
        host = new HostProgram(instructions, terms, (int) (scratchAt + scratchBytes));
        checkerScratch = host.work() + scratchAt;
        host.memory().store64(host.record() + Program.PROOFS, host.work() + proofsAt);
        host.memory().store64(host.record() + Program.HELPER_ARGUMENTS, helperArguments);
        steps = host.checkStructure() == Refusal.NONE ? check(scratchBytes) : 0;
    }

    private static long aligned(long bytes) {
        return (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    private long check(long scratchBytes) {
        Checker checker = new Checker(host.memory());
        checker.begin(host.record(), host.scratch(), checkerScratch, scratchBytes);
        long count = 1;
        while (checker.step(host.record(), checkerScratch) == Checker.NOT_YET) {
            count++;
        }
        return count;
    }

    public long[] instructions() {
        return instructions.clone();
    }

    /** The program, ready to be interpreted if it is accepted. */
    public HostProgram host() {
        return host;
    }

    public boolean isAccepted() {
        return refusal() == Refusal.NONE;
    }

    /** A {@link Refusal}, or 0. */
    public int refusal() {
        return host.refusal();
    }

    public int refusedAt() {
        return host.refusedAt();
    }

    /** What is proved of an instruction's access: a value of {@link Proofs}. */
    public int proof(int instruction) {
        return Proofs.at(host.memory(), host.record(), instruction);
    }

    /** Bytes of stack that a frame needs. */
    public int stackBytes() {
        return (int) host.memory().load64(host.record() + Program.STACK_BYTES);
    }

    /** Steps that the checker took. */
    public long steps() {
        return steps;
    }

    /** Scratch memory of the checker, with what it found out. */
    public long checkerScratch() {
        return checkerScratch;
    }
}
