package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import exo.forge.ebpf.Value.Variable;
import java.util.HashMap;
import java.util.Map;

/** Within a block, loads and stores at a variable and a number's distance use the instruction's offset, so that the sum may fall away. */
final class Addresses {
    private record Sum(Variable base, long distance) {
    }

    private final Map<Integer, Sum> sums = new HashMap<>();

    private Addresses() {
    }

    static void fold(Routine routine) {
        Addresses addresses = new Addresses();
        for (Step step : routine.steps) {
            if (step.kind == Kind.HERE) {
                addresses.sums.clear();
            } else if (step.kind == Kind.LOAD || step.kind == Kind.STORE) {
                addresses.access(step);
            }
            addresses.written(step);
        }
    }

    private void access(Step step) {
        Sum sum = sums.get(step.a.variable());
        if (sum != null && sum.distance() + step.offset == (short) (sum.distance() + step.offset)) {
            step.offset += (int) sum.distance();
            step.a = sum.base();
        }
    }

    private void written(Step step) {
        if (step.result == Step.NONE) {
            return;
        }
        Sum sum = sum(step);
        sums.remove(step.result);
        sums.values().removeIf(other -> other.base().index() == step.result);
        if (sum != null && sum.base().index() != step.result) {
            sums.put(step.result, sum);
        }
    }

    private Sum sum(Step step) {
        boolean adds = step.kind == Kind.ARITHMETIC && step.code == Opcode.ADD && step.a instanceof Variable && step.b.isImmediate();
        if (!adds) {
            return null;
        }
        Sum before = sums.getOrDefault(step.a.variable(), new Sum((Variable) step.a, 0));
        long distance = before.distance() + ((Number) step.b).number();
        return distance == (int) distance ? new Sum(before.base(), distance) : null;
    }
}
