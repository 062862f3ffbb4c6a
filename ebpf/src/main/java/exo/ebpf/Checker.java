package exo.ebpf;

/**
 * Proves that every execution of a program, on any memory of the declared length, keeps to its regions and reads no register before it was
 * written; or refuses the program. It comes after {@link StructureCheck} and needs that check's {@link Marks}.
 *
 * <p>It evaluates the program on what may be known of values ({@link Values}) in place of values. Where ways meet the states are joined
 * ({@link Joins}), and what follows is evaluated again until nothing changes: so no way is followed by itself, and a verdict takes time in
 * proportion to the program's length and how deep its loops are nested. A function is evaluated once for all its calls.
 *
 * <p>Works in steps: {@link #begin}, then {@link #step} until it is not {@link #NOT_YET}. All that it keeps lies in the scratch memory. The
 * verdict is in the program's record ({@link Program#REFUSAL}, {@link Program#REFUSED_AT}), of an accepted program also
 * {@link Program#STACK_BYTES} and, at {@link Program#PROOFS}, what was proved of each instruction.
 *
 * <p>What it does not see: that two numbers that change in step in a loop stay in proportion (a pointer that walks beside a counter, so
 * count bytes or compare pointers), that a sum of two numbers was compared when each is used alone, and what was stored to memory or area when
 * it is loaded again, or to the stack but for the first sixteen words that a program stores whole ones to.
 *
 * <p>Of the stack: a byte counts as initialised once it was stored to, or its frame's address was given to a function or a helper. With
 * {@link Program#GUARDED} nothing is asked of the stack's bytes.
 */
public final class Checker {
    public static final int NOT_YET = 0;
    public static final int ACCEPTED = 1;
    public static final int REFUSED = 2;

    /** Region memory is at most this long. A program that is to be checked for more is refused. */
    public static final long MEMORY_BYTES_MOST = 1L << 30;

    // ---- phases
    /** The text is gone through for what concerns all of it. */
    private static final int SURVEY = 0;
    private static final int EVALUATION = 1;
    /** What called a function whose result has become another is to be evaluated again. */
    private static final int CALLERS = 2;
    private static final int DECIDED = 3;
    /** What the survey found is laid out; the first state is next. */
    private static final int LAID_OUT = 4;

    // ---- how much work there is in a step, and in all
    private static final int SURVEYED_IN_STEP = 32;
    /** Finding out which function a call is of takes up to 64 comparisons. */
    private static final int CALLS_IN_STEP = 12;
    private static final int EVALUATIONS_AT_LEAST = 16_384;
    private static final int EVALUATIONS_PER_INSTRUCTION = 16;

    // ---- how much scratch memory there is: for a small program's states, and a state for so many instructions
    private static final int SCRATCH_AT_LEAST = 20_480;
    private static final int SCRATCH_PER_INSTRUCTION = 118;

    private final Memory memory;
    private final States states;
    private final Survey survey;
    private final Places places;
    private final Evaluation evaluation;
    private final FunctionResults results;

    public Checker(Memory memory) {
        this.memory = memory;
        Values values = new Values(memory);
        states = new States(memory, values);
        Joins joins = new Joins(memory, values, states);
        survey = new Survey(memory, values, states);
        places = new Places(memory, states, joins);
        results = new FunctionResults(memory, values, states, joins);
        evaluation = new Evaluation(memory, values, states, places, results);
    }

    /**
     * Scratch memory that is enough for what compilers make of that many instructions. With less, down to that of one instruction, a program is
     * refused as {@link Refusal#TOO_COMPLEX} if it turns out to need more; with more, fewer are.
     */
    public static long scratchBytes(int instructions) {
        return SCRATCH_AT_LEAST + (long) instructions * SCRATCH_PER_INSTRUCTION;
    }

    /**
     * Begins with a program that {@link StructureCheck} accepted. Its record's HELPER_ARGUMENTS and PROOFS are to be filled.
     *
     * @param marks  the scratch memory of the structure check
     */
    public void begin(long program, long marks, long scratch, long scratchBytes) {
        memory.store64(program + Program.REFUSAL, Refusal.NONE);
        memory.store64(program + Program.REFUSED_AT, 0);
        memory.store64(scratch + CheckerScratch.MARKS, marks);
        memory.store64(scratch + CheckerScratch.BYTES, scratchBytes);
        memory.store64(scratch + CheckerScratch.PHASE, SURVEY);
        memory.store64(scratch + CheckerScratch.EVALUATIONS, 0);
        survey.begin(program, scratch);
        for (int function = 0; function < Limits.FUNCTIONS; function++) {
            results.clear(scratch, function);
        }
        long least = memory.load64(program + Program.MEMORY_BYTES_LEAST);
        long most = memory.load64(program + Program.MEMORY_BYTES_MOST);
        if (least < 0 || least > most || most > MEMORY_BYTES_MOST) {
            refuse(program, scratch, Refusal.NOT_PERMITTED, 0);
        }
    }

    /** Goes on, for at most about 20,000 machine instructions: NOT_YET, ACCEPTED or REFUSED. */
    public int step(long program, long scratch) {
        switch ((int) memory.load64(scratch + CheckerScratch.PHASE)) {
            case SURVEY:
                if (survey.go(program, scratch, SURVEYED_IN_STEP)) {
                    layOut(program, scratch);
                }
                break;
            case LAID_OUT:
                beginEvaluation(program, scratch);
                break;
            case EVALUATION:
                if (places.isJoining(scratch)) {
                    places.joinPart(scratch);
                } else {
                    evaluateOne(program, scratch);
                }
                break;
            case CALLERS:
                if (places.markCallers(program, scratch, results, CALLS_IN_STEP)) {
                    memory.store64(scratch + CheckerScratch.PHASE, EVALUATION);
                }
                break;
            default:
        }
        if (memory.load64(scratch + CheckerScratch.PHASE) != DECIDED) {
            return NOT_YET;
        }
        return memory.load64(program + Program.REFUSAL) == Refusal.NONE ? ACCEPTED : REFUSED;
    }

    private void layOut(long program, long scratch) {
        if (survey.layOut(scratch)) {
            memory.store64(scratch + CheckerScratch.PHASE, LAID_OUT);
        } else {
            refuse(program, scratch, Refusal.TOO_COMPLEX, 0);
        }
    }

    private void beginEvaluation(long program, long scratch) {
        memory.store64(scratch + CheckerScratch.PHASE, EVALUATION);
        evaluation.setFirstState(program, scratch);
        if (!places.reach(scratch, memory.load64(scratch + CheckerScratch.STATE), 0, 0)) {
            refuse(program, scratch, Refusal.TOO_COMPLEX, 0);
        }
    }

    /** One instruction, or one way of a jump. The states that it leads to are joined with those kept by the steps behind it. */
    private void evaluateOne(long program, long scratch) {
        int at = (int) memory.load64(scratch + CheckerScratch.CURRENT);
        if (at == CheckerScratch.NOWHERE) {
            at = places.takePending(scratch);
        }
        if (at == CheckerScratch.NOWHERE) {
            endRound(program, scratch);
            return;
        }
        memory.store64(scratch + CheckerScratch.CURRENT, at);
        long evaluations = memory.load64(scratch + CheckerScratch.EVALUATIONS) + (evaluation.isBranching(scratch) ? 0 : 1);
        memory.store64(scratch + CheckerScratch.EVALUATIONS, evaluations);
        long most = EVALUATIONS_AT_LEAST + memory.load64(program + Program.INSTRUCTIONS) * EVALUATIONS_PER_INSTRUCTION;
        int refusal = evaluations > most ? Refusal.TOO_COMPLEX : evaluation.evaluate(program, scratch, at);
        if (refusal != Refusal.NONE) {
            refuse(program, scratch, refusal, at);
        }
    }

    /** Nothing is left to evaluate, but what waits for results of functions. */
    private void endRound(long program, long scratch) {
        if (memory.load64(scratch + CheckerScratch.RETURNED) != 0) {
            memory.store64(scratch + CheckerScratch.RETURNED, 0);
            memory.store64(scratch + CheckerScratch.CURSOR, 0);
            memory.store64(scratch + CheckerScratch.PHASE, CALLERS);
            return;
        }
        long deepest = memory.load64(scratch + CheckerScratch.DEEPEST);
        memory.store64(program + Program.STACK_BYTES, (deepest + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        memory.store64(scratch + CheckerScratch.PHASE, DECIDED);
    }

    private void refuse(long program, long scratch, int refusal, int at) {
        memory.store64(program + Program.REFUSAL, refusal);
        memory.store64(program + Program.REFUSED_AT, at);
        memory.store64(scratch + CheckerScratch.PHASE, DECIDED);
    }
}
