package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Takes away what the ranges of numbers, or what is asked of them, show to be superfluous: extensions, masks, comparisons, ways. */
final class Simplification {
    private static final int ROUNDS_MAXIMUM = 4;

    private Simplification() {
    }

    static void simplify(Routine routine) {
        Layout.tidy(routine);
        boolean changed = true;
        for (int round = 0; changed && round < ROUNDS_MAXIMUM; round++) {
            changed = byRanges(routine);
            Layout.tidy(routine);
            CommonSteps.share(routine);
            Copies.propagate(routine);
            Threading.thread(routine);
            changed |= Liveness.removeDead(routine);
        }
        DemandedBits.simplify(routine);
        Copies.propagate(routine);
        Addresses.fold(routine);
        while (Liveness.removeDead(routine)) {
            // What is dead may have been all that read something else.
        }
        Layout.tidy(routine);
    }

    private static boolean byRanges(Routine routine) {
        FlowGraph graph = new FlowGraph(routine.steps);
        RangeAnalysis ranges = new RangeAnalysis(routine, graph);
        boolean changed = false;
        List<Step> kept = new ArrayList<>();
        BitSet reachable = graph.reachable();
        for (int block = 0; block < graph.blocks(); block++) {
            Range[] state = reachable.get(block) ? ranges.entry(block) : null;
            for (int at = graph.start(block); state != null && at < graph.end(block); at++) {
                Step before = routine.steps.get(at);
                Step after = rewritten(before, state);
                if (after != null) {
                    kept.add(after);
                }
                changed |= after != before;
                RangeAnalysis.apply(before, state);
            }
            changed |= state == null;
        }
        routine.steps = kept;
        return changed;
    }

    /** The step, or one that does the same with less, or null if that is nothing. */
    private static Step rewritten(Step step, Range[] state) {
        if (step.kind == Kind.BRANCH) {
            return branch(step, state);
        }
        if (step.kind == Kind.LOAD || step.kind == Kind.AREA || step.result == Step.NONE || step.isCall()) {
            readConstants(step, state);
            return step;
        }
        Range result = RangeAnalysis.result(step, state);
        boolean already = step.kind == Kind.MOVE && step.a instanceof Number;
        if (result.isConstant() && !already) {
            return moved(step, Value.of(result.least()));
        }
        if (step.kind == Kind.EXTEND && RangeAnalysis.of(step.a, state).isWithin(Range.signed(step.code))) {
            return moved(step, step.a);
        }
        if (step.kind == Kind.ARITHMETIC) {
            return arithmetic(step, state);
        }
        return step;
    }

    private static Step moved(Step step, Value value) {
        Step move = Step.move(step.result, value);
        move.place = step.place;
        return move;
    }

    private static Step branch(Step step, Range[] state) {
        if (RangeAnalysis.assumed(step, step.code, state) == null) {
            return null;
        }
        if (RangeAnalysis.assumed(step, RangeAnalysis.inverse(step.code), state) == null) {
            Step jump = Step.jump(step.target);
            jump.place = step.place;
            return jump;
        }
        readConstants(step, state);
        if (step.a instanceof Number) {
            Value first = step.a;
            step.a = step.b;
            step.b = first;
            step.code = RangeAnalysis.mirrored(step.code);
        }
        return step;
    }

    /** Addresses stay variables. */
    private static void readConstants(Step step, Range[] state) {
        boolean accesses = step.kind == Kind.LOAD || step.kind == Kind.STORE;
        step.a = step.a == null || accesses ? step.a : constant(step.a, state);
        step.b = step.b == null ? null : constant(step.b, state);
        step.arguments = step.arguments.isEmpty() ? step.arguments
                : step.arguments.stream().map(argument -> constant(argument, state)).toList();
    }

    private static Value constant(Value value, Range[] state) {
        Range range = RangeAnalysis.of(value, state);
        return range.isConstant() && value.variable() != Step.NONE ? Value.of(range.least()) : value;
    }

    private static Step arithmetic(Step step, Range[] state) {
        readConstants(step, state);
        if (step.a instanceof Number && step.isCommutative()) {
            Value first = step.a;
            step.a = step.b;
            step.b = first;
        }
        if (!(step.b instanceof Number constant)) {
            return step;
        }
        long number = constant.number();
        boolean mask = step.code == Opcode.AND && number >= 0 && (number & number + 1) == 0;
        boolean idle = step.code == Opcode.MUL ? number == 1 : step.code == Opcode.AND ? number == -1 : number == 0
                && step.code != Opcode.DIV && step.code != Opcode.MOD && !step.narrow;
        if (idle || mask && RangeAnalysis.of(step.a, state).isWithin(new Range(0, number))) {
            return moved(step, step.a);
        }
        if (step.code == Opcode.MUL && number > 0 && (number & number - 1) == 0) {
            step.code = Opcode.LSH;
            step.b = Value.of(Long.numberOfTrailingZeros(number));
        }
        return step;
    }
}
