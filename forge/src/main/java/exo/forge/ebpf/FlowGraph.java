package exo.forge.ebpf;

import exo.forge.ebpf.Step.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A routine's steps as blocks, which are entered at their beginning alone, and which block can follow which. */
final class FlowGraph {
    private final List<Step> steps;
    /** Where each block begins, and behind the last where that ends. */
    private final List<Integer> starts = new ArrayList<>();
    private final Map<Target, Integer> targets = new IdentityHashMap<>();

    FlowGraph(List<Step> steps) {
        this.steps = steps;
        boolean begins = true;
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            if (begins || step.kind == Kind.HERE) {
                starts.add(at);
            }
            if (step.kind == Kind.HERE) {
                targets.put(step.target, starts.size() - 1);
            }
            begins = step.ends() || step.kind == Kind.BRANCH;
        }
        starts.add(steps.size());
    }

    int blocks() {
        return starts.size() - 1;
    }

    int start(int block) {
        return starts.get(block);
    }

    int end(int block) {
        return starts.get(block + 1);
    }

    int block(Target target) {
        return targets.get(target);
    }

    private Step last(int block) {
        return steps.get(end(block) - 1);
    }

    /** The block that a jump at the block's end leads to, or NONE. */
    int jumpSuccessor(int block) {
        Step last = last(block);
        return last.kind == Kind.BRANCH || last.kind == Kind.JUMP ? block(last.target) : Step.NONE;
    }

    /** The block that follows without a jump, or NONE. */
    int nextSuccessor(int block) {
        return last(block).ends() || block == blocks() - 1 ? Step.NONE : block + 1;
    }

    BitSet reachable() {
        BitSet reached = new BitSet();
        List<Integer> waiting = new ArrayList<>(List.of(0));
        while (!waiting.isEmpty()) {
            int block = waiting.remove(waiting.size() - 1);
            if (!reached.get(block)) {
                reached.set(block);
                for (int successor : new int[] {jumpSuccessor(block), nextSuccessor(block)}) {
                    if (successor != Step.NONE) {
                        waiting.add(successor);
                    }
                }
            }
        }
        return reached;
    }
}
