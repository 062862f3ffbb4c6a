package exo.ebpf.host;

import exo.ebpf.Limits;
import exo.ebpf.Refusal;

/** The names of the rules that programs are refused by, and what each demands, as one reads it: "rule F3 (accesses stay in their region)". */
public final class Rules {
    private static final int FIRST_OF_EXECUTION = Refusal.UNINITIALISED_REGISTER;
    private static final int FIRST_OF_CODE = Refusal.NO_ROOM_FOR_CODE;

    private Rules() {
    }

    /** S1 and so on for the shape of the text, F1 and so on for its execution, M1 for machine code. */
    public static String name(int refusal) {
        if (refusal < FIRST_OF_EXECUTION) {
            return "S" + refusal;
        }
        return refusal < FIRST_OF_CODE ? "F" + (refusal - FIRST_OF_EXECUTION + 1) : "M" + (refusal - FIRST_OF_CODE + 1);
    }

    /** What the rule demands. */
    public static String demand(int refusal) {
        return switch (refusal) {
            case Refusal.EMPTY -> "a program has an instruction";
            case Refusal.TOO_LONG -> "a program has at most " + Limits.INSTRUCTIONS + " instructions";
            case Refusal.UNKNOWN_OPCODE -> "instructions are those of RFC 9669";
            case Refusal.RESERVED_FIELD -> "fields that are not used are 0, and others have defined values";
            case Refusal.NO_SUCH_REGISTER -> "registers are r0 to r10";
            case Refusal.TRUNCATED_IMMEDIATE -> "a 64-bit immediate has a second slot, with nothing else in it";
            case Refusal.BAD_TARGET -> "jumps lead to instructions of their function, calls to instructions";
            case Refusal.RUNS_PAST_END -> "a function ends with exit or goto";
            case Refusal.TOO_MANY_FUNCTIONS -> "a program has at most " + Limits.FUNCTIONS + " functions";
            case Refusal.WRITES_FRAME_POINTER -> "r10 is not written";
            case Refusal.HELPER_NOT_PERMITTED -> "helpers that are called are permitted";
            case Refusal.NOT_PERMITTED -> "instructions are permitted where the program is to run";
            case Refusal.UNINITIALISED_REGISTER -> "registers are written before they are read";
            case Refusal.UNINITIALISED_STACK -> "the stack is written before it is read";
            case Refusal.UNPROVED_ACCESS -> "accesses stay in their region";
            case Refusal.WRITE_TO_READ_ONLY -> "what is read-only is not written";
            case Refusal.TOO_DEEP -> "functions nest at most " + Limits.FRAMES + " deep, and none calls itself";
            case Refusal.TOO_COMPLEX -> "a program can be checked in bounded time and memory";
            case Refusal.NO_ROOM_FOR_CODE -> "machine code fits where it goes";
            default -> "rule " + refusal;
        };
    }
}
