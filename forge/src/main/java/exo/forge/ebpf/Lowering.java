package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import exo.forge.ebpf.Value.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings steps to what one instruction can do: numbers that do not fit go through a variable, as does an operand that the
 * result overwrites.
 */
final class Lowering {
    /** What a move of 32 bits does. */
    static final long LOW_HALF = 0xffff_ffffL;

    private final Routine routine;
    private final List<Step> lowered = new ArrayList<>();

    private Lowering(Routine routine) {
        this.routine = routine;
    }

    static void lower(Routine routine) {
        Lowering lowering = new Lowering(routine);
        routine.steps.forEach(lowering::lower);
        routine.steps = lowering.lowered;
    }

    private void lower(Step step) {
        boolean known = step.a instanceof Number && (step.b == null || step.b instanceof Number);
        if (known && (step.kind == Kind.ARITHMETIC || step.kind == Kind.NEGATE || step.kind == Kind.EXTEND)) {
            Step move = Step.move(step.result, Value.of(RangeAnalysis.result(step, new Range[0]).least()));
            move.place = step.place;
            lowered.add(move);
            return;
        }
        if (step.kind == Kind.ARITHMETIC) {
            arithmetic(step);
        } else if (step.kind == Kind.BRANCH) {
            step.a = step.a instanceof Number ? apart(step, step.a) : step.a;
            step.b = fitting(step, step.b);
        } else if (step.kind == Kind.STORE && step.code == Opcode.DOUBLE) {
            step.b = fitting(step, step.b);
        } else if (step.kind == Kind.SWAP) {
            step.a = step.a instanceof Number ? apart(step, step.a) : step.a;
        }
        lowered.add(step);
    }

    private void arithmetic(Step step) {
        if (step.isCommutative() && step.a instanceof Number) {
            Value first = step.a;
            step.a = step.b;
            step.b = first;
        }
        boolean isMove = step.code == Opcode.AND && step.b.equals(Value.of(LOW_HALF));
        step.b = isMove ? step.b : fitting(step, step.b);
        if (!step.isCommutative() && step.b.variable() == step.result) {
            step.b = apart(step, step.b);
        }
    }

    private Value fitting(Step step, Value value) {
        return value instanceof Variable || value.isImmediate() ? value : apart(step, value);
    }

    private Variable apart(Step step, Value value) {
        Variable variable = new Variable(routine.newVariable());
        Step move = Step.move(variable.index(), value);
        move.place = step.place;
        lowered.add(move);
        return variable;
    }
}
