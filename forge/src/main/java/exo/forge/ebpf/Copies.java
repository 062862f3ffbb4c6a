package exo.forge.ebpf;

import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import exo.forge.ebpf.Value.Variable;
import java.util.HashMap;
import java.util.Map;

/** Within a block, reads what was copied in the place of the copy, so that the copy may fall away. */
final class Copies {
    private final Map<Integer, Value> sources = new HashMap<>();

    private Copies() {
    }

    static void propagate(Routine routine) {
        Copies copies = new Copies();
        for (Step step : routine.steps) {
            if (step.kind == Kind.HERE) {
                copies.sources.clear();
            }
            copies.read(step);
            copies.written(step);
        }
    }

    private void read(Step step) {
        step.a = source(step.a, step.kind != Kind.BRANCH && step.kind != Kind.LOAD && step.kind != Kind.STORE);
        step.b = source(step.b, true);
        step.arguments = step.arguments.isEmpty() ? step.arguments
                : step.arguments.stream().map(argument -> source(argument, true)).toList();
    }

    private Value source(Value value, boolean mayBeNumber) {
        Value source = value == null || value.variable() == Step.NONE ? null : sources.get(value.variable());
        return source == null || source instanceof Number && !mayBeNumber ? value : source;
    }

    private void written(Step step) {
        if (step.result == Step.NONE) {
            return;
        }
        Variable result = new Variable(step.result);
        sources.remove(step.result);
        sources.values().removeIf(result::equals);
        // A copy that is known to be more than what it was copied from stays apart.
        boolean plain = step.kind == Kind.MOVE && step.least == Long.MIN_VALUE && step.most == Long.MAX_VALUE;
        if (plain && step.a.variable() != step.result) {
            sources.put(step.result, step.a);
        }
    }
}
