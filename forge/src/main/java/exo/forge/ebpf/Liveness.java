package exo.forge.ebpf;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which variables are read later, at the end of each block. */
final class Liveness {
    private final List<Step> steps;
    private final FlowGraph graph;
    private final BitSet[] ends;

    Liveness(List<Step> steps, FlowGraph graph) {
        this.steps = steps;
        this.graph = graph;
        ends = new BitSet[graph.blocks()];
        BitSet[] starts = new BitSet[graph.blocks()];
        for (int block = 0; block < graph.blocks(); block++) {
            ends[block] = new BitSet();
            starts[block] = new BitSet();
        }
        for (boolean changed = true; changed;) {
            changed = false;
            for (int block = graph.blocks() - 1; block >= 0; block--) {
                join(block, graph.jumpSuccessor(block), starts);
                join(block, graph.nextSuccessor(block), starts);
                BitSet start = (BitSet) ends[block].clone();
                for (int at = graph.end(block) - 1; at >= graph.start(block); at--) {
                    step(steps.get(at), start);
                }
                changed |= !start.equals(starts[block]);
                starts[block] = start;
            }
        }
    }

    private void join(int block, int successor, BitSet[] starts) {
        if (successor != Step.NONE) {
            ends[block].or(starts[successor]);
        }
    }

    /** From what is live behind the step to what is before it. */
    static void step(Step step, BitSet live) {
        if (step.result != Step.NONE) {
            live.clear(step.result);
        }
        for (int used : step.uses()) {
            live.set(used);
        }
    }

    BitSet end(int block) {
        return (BitSet) ends[block].clone();
    }

    /** Takes steps away that compute what nobody reads. True: there were some. */
    static boolean removeDead(Routine routine) {
        FlowGraph graph = new FlowGraph(routine.steps);
        Liveness liveness = new Liveness(routine.steps, graph);
        BitSet dead = new BitSet();
        for (int block = 0; block < graph.blocks(); block++) {
            BitSet live = liveness.end(block);
            for (int at = graph.end(block) - 1; at >= graph.start(block); at--) {
                Step step = liveness.steps.get(at);
                boolean copy = step.kind == Step.Kind.MOVE && step.a.variable() == step.result;
                if (step.isPure() && !live.get(step.result) || copy) {
                    dead.set(at);
                } else {
                    step(step, live);
                }
            }
        }
        List<Step> kept = new ArrayList<>();
        for (int at = 0; at < routine.steps.size(); at++) {
            if (!dead.get(at)) {
                kept.add(routine.steps.get(at));
            }
        }
        routine.steps = kept;
        return !dead.isEmpty();
    }
}
