package exo.forge.ebpf;

import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Within a block, what was computed already is copied and not computed again. Loads are: what they read may have changed. */
final class CommonSteps {
    private record Computed(Kind kind, int code, boolean narrow, int offset, Value a, Value b) {
        boolean reads(Variable variable) {
            return variable.equals(a) || variable.equals(b);
        }
    }

    private final Map<Computed, Variable> known = new HashMap<>();

    private CommonSteps() {
    }

    static void share(Routine routine) {
        CommonSteps common = new CommonSteps();
        List<Step> steps = routine.steps;
        for (int at = 0; at < steps.size(); at++) {
            steps.set(at, common.shared(steps.get(at)));
        }
    }

    private Step shared(Step step) {
        if (step.kind == Kind.HERE) {
            known.clear();
        }
        if (step.result == Step.NONE) {
            return step;
        }
        boolean computes = step.isPure() && step.kind != Kind.LOAD && step.kind != Kind.MOVE;
        Computed computed = new Computed(step.kind, step.code, step.narrow, step.offset, step.a, step.b);
        Variable before = computes ? known.get(computed) : null;
        Variable result = new Variable(step.result);
        known.entrySet().removeIf(entry -> entry.getValue().equals(result) || entry.getKey().reads(result));
        if (before != null && !before.equals(result)) {
            Step move = Step.move(step.result, before);
            move.place = step.place;
            return move;
        }
        if (computes && !computed.reads(result)) {
            known.put(computed, result);
        }
        return step;
    }
}
