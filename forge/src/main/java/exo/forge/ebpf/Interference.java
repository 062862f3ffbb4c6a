package exo.forge.ebpf;

import exo.forge.ebpf.Step.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which of a routine's variables cannot share a register, which registers each cannot have, and which it would best have. */
final class Interference {
    /** r0 to r5, which a call overwrites. */
    static final int OVERWRITTEN = 0x3f;
    private static final int LOOP_WEIGHT = 8;
    private static final int LOOPS_COUNTED = 4;

    final BitSet present = new BitSet();
    final int[] forbidden;
    /** Registers, as bits. */
    final int[] hints;
    final double[] costs;
    final List<List<Integer>> partners = new ArrayList<>();
    private final BitSet[] edges;

    Interference(Routine routine) {
        forbidden = new int[routine.variables()];
        hints = new int[routine.variables()];
        costs = new double[routine.variables()];
        edges = new BitSet[routine.variables()];
        for (int variable = 0; variable < edges.length; variable++) {
            edges[variable] = new BitSet();
            partners.add(new ArrayList<>());
        }
        FlowGraph graph = new FlowGraph(routine.steps);
        Liveness liveness = new Liveness(routine.steps, graph);
        BitSet live = new BitSet();
        for (int block = graph.blocks() - 1; block >= 0; block--) {
            live = liveness.end(block);
            for (int at = graph.end(block) - 1; at >= graph.start(block); at--) {
                conflicts(routine.steps.get(at), live);
                Liveness.step(routine.steps.get(at), live);
            }
        }
        parameters(routine, live);
        weigh(routine.steps, graph);
        routine.steps.forEach(this::wish);
    }

    BitSet edges(int variable) {
        return edges[variable];
    }

    private void connect(int one, int other) {
        if (one != other) {
            edges[one].set(other);
            edges[other].set(one);
        }
    }

    private void conflicts(Step step, BitSet live) {
        for (int used : step.uses()) {
            present.set(used);
        }
        if (step.result != Step.NONE) {
            present.set(step.result);
            int copied = step.kind == Kind.MOVE ? step.a.variable() : Step.NONE;
            live.stream().filter(other -> other != copied).forEach(other -> connect(step.result, other));
            boolean apart = step.kind == Kind.ARITHMETIC && !step.isCommutative() && step.b.variable() != Step.NONE;
            if (apart) {
                connect(step.result, step.b.variable());
            }
        }
        if (step.isCall()) {
            live.stream().filter(variable -> variable != step.result).forEach(variable -> forbidden[variable] |= OVERWRITTEN);
        }
    }

    private void parameters(Routine routine, BitSet live) {
        for (int number = 0; number < routine.parameters.size(); number++) {
            int parameter = routine.parameters.get(number).variable();
            if (live.get(parameter)) {
                hints[parameter] |= 1 << number + 1;
                live.stream().forEach(other -> connect(parameter, other));
            }
        }
    }

    /** What is used in loops is dearer to have in memory. */
    private void weigh(List<Step> steps, FlowGraph graph) {
        int[] depths = new int[graph.blocks()];
        for (int block = 0; block < graph.blocks(); block++) {
            int back = graph.jumpSuccessor(block);
            for (int inside = back == Step.NONE ? block + 1 : back; inside <= block; inside++) {
                depths[inside] = Math.min(LOOPS_COUNTED, depths[inside] + 1);
            }
        }
        for (int block = 0; block < graph.blocks(); block++) {
            double weight = Math.pow(LOOP_WEIGHT, depths[block]);
            for (Step step : steps.subList(graph.start(block), graph.end(block))) {
                for (int used : step.uses()) {
                    costs[used] += weight;
                }
                if (step.result != Step.NONE) {
                    costs[step.result] += weight;
                }
            }
        }
    }

    private void wish(Step step) {
        if (step.isCall()) {
            hints[step.result] |= 1;
            for (int number = 0; number < step.arguments.size(); number++) {
                int argument = step.arguments.get(number).variable();
                if (argument != Step.NONE) {
                    hints[argument] |= 1 << number + 1;
                }
            }
        } else if (step.kind == Kind.RETURN && step.a.variable() != Step.NONE) {
            hints[step.a.variable()] |= 1;
        } else if (step.result != Step.NONE && step.kind != Kind.LOAD) {
            partner(step.result, step.a);
            if (step.kind == Kind.ARITHMETIC && step.isCommutative()) {
                partner(step.result, step.b);
            }
        }
    }

    private void partner(int one, Value other) {
        if (other != null && other.variable() != Step.NONE) {
            partners.get(one).add(other.variable());
            partners.get(other.variable()).add(one);
        }
    }
}
