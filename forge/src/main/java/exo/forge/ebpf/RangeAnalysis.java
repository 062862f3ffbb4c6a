package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The ranges of a routine's variables at the beginning of each block, whatever way leads there. Bounds that grow in a loop jump to the next
 * number that the routine names, so that the search ends.
 */
final class RangeAnalysis {
    private static final int VISITS_EXACT = 2;
    private static final int VISITS_BOUNDED = 40;

    private final List<Step> steps;
    private final FlowGraph graph;
    /** By block; null: no way leads there. */
    private final Range[][] entries;
    private final int[] visits;
    private final TreeSet<Long> stops = new TreeSet<>(List.of(Long.MIN_VALUE, (long) Integer.MIN_VALUE, -1L, 0L, 1L, 0xffL, 0xffffL,
            (long) Integer.MAX_VALUE, Long.MAX_VALUE));

    RangeAnalysis(Routine routine, FlowGraph graph) {
        this.steps = routine.steps;
        this.graph = graph;
        entries = new Range[graph.blocks()][];
        visits = new int[graph.blocks()];
        for (Step step : steps) {
            if (step.kind == Kind.BRANCH && step.b instanceof Number constant && constant.number() != Long.MIN_VALUE) {
                stops.addAll(List.of(constant.number(), constant.number() - 1));
            }
        }
        Range[] first = new Range[routine.variables()];
        Arrays.fill(first, Range.ALL);
        entries[0] = first;
        boolean[] changed = new boolean[graph.blocks()];
        changed[0] = true;
        for (boolean again = true; again;) {
            again = false;
            for (int block = 0; block < graph.blocks(); block++) {
                if (changed[block]) {
                    changed[block] = false;
                    visit(block, changed);
                    again = true;
                }
            }
        }
    }

    /** What is known at the beginning of a block, to be changed at will; null: no way leads there. */
    Range[] entry(int block) {
        return entries[block] == null ? null : entries[block].clone();
    }

    private void visit(int block, boolean[] changed) {
        Range[] state = entry(block);
        for (int at = graph.start(block); at < graph.end(block); at++) {
            apply(steps.get(at), state);
        }
        Step last = steps.get(graph.end(block) - 1);
        int next = graph.nextSuccessor(block);
        int jump = graph.jumpSuccessor(block);
        if (jump != Step.NONE) {
            Range[] taken = last.kind == Kind.BRANCH ? assumed(last, last.code, state) : state;
            pass(taken, jump, changed);
        }
        if (next != Step.NONE) {
            pass(last.kind == Kind.BRANCH ? assumed(last, inverse(last.code), state) : state, next, changed);
        }
    }

    private void pass(Range[] state, int block, boolean[] changed) {
        if (state == null) {
            return;
        }
        if (entries[block] == null) {
            entries[block] = state.clone();
            changed[block] = true;
            return;
        }
        visits[block]++;
        for (int variable = 0; variable < state.length; variable++) {
            Range before = entries[block][variable];
            if (!state[variable].isWithin(before)) {
                Range joined = before.join(state[variable]);
                entries[block][variable] = visits[block] <= VISITS_EXACT ? joined : widened(before, joined, visits[block]);
                changed[block] = true;
            }
        }
    }

    private Range widened(Range before, Range joined, int visited) {
        boolean bounded = visited <= VISITS_BOUNDED;
        long least = joined.least() == before.least() ? before.least() : bounded ? stops.floor(joined.least()) : Long.MIN_VALUE;
        long most = joined.most() == before.most() ? before.most() : bounded ? stops.ceiling(joined.most()) : Long.MAX_VALUE;
        return new Range(least, most);
    }

    // ---- what steps do to ranges

    static Range of(Value value, Range[] state) {
        return value instanceof Number constant ? Range.of(constant.number()) : state[value.variable()];
    }

    static void apply(Step step, Range[] state) {
        if (step.result != Step.NONE) {
            state[step.result] = result(step, state);
        }
    }

    static Range result(Step step, Range[] state) {
        switch (step.kind) {
            case MOVE:
                Range known = of(step.a, state).meet(new Range(step.least, step.most));
                return known == null ? of(step.a, state) : known;
            case NEGATE:
                return of(step.a, state).negated();
            case EXTEND:
                return extended(of(step.a, state), step.code);
            case SWAP:
                return Range.unsigned(step.code);
            case ARITHMETIC:
                Range a = of(step.a, state);
                return Range.arithmetic(step.code, step.narrow ? truncated(a) : a, of(step.b, state));
            default:
                return new Range(step.least, step.most);
        }
    }

    private static Range extended(Range range, int bits) {
        if (range.isConstant()) {
            int unused = Long.SIZE - bits;
            return Range.of(range.least() << unused >> unused);
        }
        return range.isWithin(Range.signed(bits)) ? range : Range.signed(bits);
    }

    private static Range truncated(Range range) {
        Range word = Range.unsigned(Integer.SIZE);
        return range.isConstant() ? Range.of(range.least() & word.most()) : range.isWithin(word) ? range : word;
    }

    /** What is known if the condition holds at the branch; null: it cannot. */
    static Range[] assumed(Step branch, int condition, Range[] state) {
        Range a = of(branch.a, state).assume(condition, of(branch.b, state));
        Range b = of(branch.b, state).assume(mirrored(condition), of(branch.a, state));
        if (a == null || b == null) {
            return null;
        }
        Range[] assumed = state.clone();
        narrow(assumed, branch.b, b);
        narrow(assumed, branch.a, a);
        return assumed;
    }

    private static void narrow(Range[] state, Value value, Range range) {
        if (value.variable() != Step.NONE) {
            state[value.variable()] = range;
        }
    }

    static int inverse(int condition) {
        switch (condition) {
            case Opcode.JEQ:
                return Opcode.JNE;
            case Opcode.JNE:
                return Opcode.JEQ;
            case Opcode.JGT:
                return Opcode.JLE;
            case Opcode.JLE:
                return Opcode.JGT;
            case Opcode.JGE:
                return Opcode.JLT;
            case Opcode.JLT:
                return Opcode.JGE;
            case Opcode.JSGT:
                return Opcode.JSLE;
            case Opcode.JSLE:
                return Opcode.JSGT;
            case Opcode.JSGE:
                return Opcode.JSLT;
            default:
                return Opcode.JSGE;
        }
    }

    static int mirrored(int condition) {
        switch (condition) {
            case Opcode.JGT:
                return Opcode.JLT;
            case Opcode.JLT:
                return Opcode.JGT;
            case Opcode.JGE:
                return Opcode.JLE;
            case Opcode.JLE:
                return Opcode.JGE;
            case Opcode.JSGT:
                return Opcode.JSLT;
            case Opcode.JSLT:
                return Opcode.JSGT;
            case Opcode.JSGE:
                return Opcode.JSLE;
            case Opcode.JSLE:
                return Opcode.JSGE;
            default:
                return condition;
        }
    }
}
