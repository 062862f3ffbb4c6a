package exo.ebpf;

/** The routines that a program's code begins with, in the order in which they need each other; those that it does not use are not made. */
final class Routines {
    private static final int FIRST_END = 0;
    private static final int FIRST_GUARD = FIRST_END + Compilation.OUTCOMES;
    private static final int EPILOGUE = FIRST_GUARD + Compilation.GUARD_KINDS;
    private static final int FUNCTION_EXIT = EPILOGUE + 1;
    private static final int HELPER_CALL = FUNCTION_EXIT + 1;
    private static final int REGISTER_CALL = HELPER_CALL + 1;
    static final int COUNT = REGISTER_CALL + 1;

    private final Memory memory;
    private final FrameCode frames;
    private final GuardCode guards;

    Routines(Memory memory, FrameCode frames, GuardCode guards) {
        this.memory = memory;
        this.frames = frames;
        this.guards = guards;
    }

    /** Makes routine {@code number}, of {@link #COUNT}, if the program uses it, and notes where it is. */
    long make(long at, long program, long state, int number) {
        long uses = memory.load64(state + Compilation.USES);
        if (number < FIRST_GUARD) {
            memory.store64(state + Compilation.ENDS + (long) (number - FIRST_END) * Long.BYTES, at);
            return canEnd(uses, number - FIRST_END) ? frames.end(at, uses, number - FIRST_END) : at;
        }
        if (number < EPILOGUE) {
            int kind = number - FIRST_GUARD;
            return Compilation.has(uses, Compilation.guardBit(kind)) ? guards.routine(at, program, state, uses, kind) : at;
        }
        switch (number) {
            case EPILOGUE:
                memory.store64(state + Compilation.EPILOGUE, at);
                return frames.epilogue(at, uses);
            case FUNCTION_EXIT:
                memory.store64(state + Compilation.FUNCTION_EXIT, at);
                return Compilation.has(uses, Compilation.FUNCTION_CALLS) ? frames.functionExit(at, uses) : at;
            case HELPER_CALL:
                memory.store64(state + Compilation.HELPER_CALL, at);
                return Compilation.has(uses, Compilation.HELPERS) ? frames.helperCall(at, state, uses) : at;
            default:
                memory.store64(state + Compilation.REGISTER_CALL, at);
                return Compilation.has(uses, Compilation.REGISTER_CALLS) ? frames.registerCall(at, program, state, uses) : at;
        }
    }

    private static boolean canEnd(long uses, int outcome) {
        switch (outcome) {
            case Run.BAD_ACCESS:
                return Compilation.has(uses, Compilation.GUARDED);
            case Run.BUDGET_SPENT:
                return Compilation.has(uses, Compilation.BUDGET);
            case Run.TOO_DEEP:
                return Compilation.has(uses, Compilation.FUNCTION_CALLS);
            case Run.NO_SUCH_HELPER:
                return Compilation.has(uses, Compilation.REGISTER_CALLS);
            default:
                return false;
        }
    }
}
