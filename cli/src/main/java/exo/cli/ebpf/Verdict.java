package exo.cli.ebpf;

import exo.ebpf.Refusal;
import exo.ebpf.host.CheckedProgram;

/** What the engine's checks say of a program. @param refusal one of {@link Refusal}, or 0 */
record Verdict(int refusal, int refusedAt) {
    static Verdict of(CheckedProgram program) {
        return new Verdict(program.refusal(), program.refusedAt());
    }

    boolean isAccepted() {
        return refusal == Refusal.NONE;
    }

    /** The rule that the program breaks, as a sentence. */
    String reason() {
        return switch (refusal) {
            case Refusal.NONE -> "";
            case Refusal.EMPTY -> "it has no instructions";
            case Refusal.TOO_LONG -> "it has too many instructions";
            case Refusal.UNKNOWN_OPCODE -> "there is no such instruction";
            case Refusal.RESERVED_FIELD -> "a field that the instruction does not use is not zero, or has a value that is reserved";
            case Refusal.NO_SUCH_REGISTER -> "there is no such register: r0 to r10 are there";
            case Refusal.TRUNCATED_IMMEDIATE -> "the 64-bit immediate has no second slot, or an ill one";
            case Refusal.BAD_TARGET -> "it leads out of the program, into a 64-bit immediate or into another function";
            case Refusal.RUNS_PAST_END -> "the function's end can be run past: it ends neither with exit nor with goto";
            case Refusal.TOO_MANY_FUNCTIONS -> "it has too many functions";
            case Refusal.WRITES_FRAME_POINTER -> "r10 is read-only";
            case Refusal.HELPER_NOT_PERMITTED -> "the helper is not permitted here";
            case Refusal.NOT_PERMITTED -> "the instruction is not permitted here";
            case Refusal.UNINITIALISED_REGISTER -> "a register is read that was not written on every way here";
            case Refusal.UNINITIALISED_STACK -> "a part of the stack is read that was not written on every way here";
            case Refusal.UNPROVED_ACCESS -> "the access cannot be proved to stay in its region";
            case Refusal.WRITE_TO_READ_ONLY -> "it writes to what is read-only";
            case Refusal.TOO_DEEP -> "functions may be nested too deep, or call themselves";
            case Refusal.TOO_COMPLEX -> "it is too complex to be checked";
            default -> "rule " + refusal;
        };
    }
}
