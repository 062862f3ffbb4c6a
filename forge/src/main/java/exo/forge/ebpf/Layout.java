package exo.forge.ebpf;

import exo.forge.ebpf.Step.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order of a routine's blocks, without what no way leads to and without jumps to what follows anyway. */
final class Layout {
    private static final int HOPS_MAXIMUM = 64;

    private Layout() {
    }

    static void tidy(Routine routine) {
        shortenJumps(routine.steps);
        for (boolean changed = true; changed;) {
            changed = removeUnreached(routine);
            changed |= turnBranches(routine.steps);
            changed |= removeJumpsToNext(routine);
        }
    }

    /** A jump to a jump goes on where that leads. */
    private static void shortenJumps(List<Step> steps) {
        Map<Target, Target> onwards = new IdentityHashMap<>();
        for (int at = 0; at < steps.size(); at++) {
            int next = at;
            while (steps.get(at).kind == Kind.HERE && next < steps.size() && steps.get(next).kind == Kind.HERE) {
                next++;
            }
            if (next > at && next < steps.size() && steps.get(next).kind == Kind.JUMP) {
                onwards.put(steps.get(at).target, steps.get(next).target);
            }
        }
        for (Step step : steps) {
            if (step.kind == Kind.JUMP || step.kind == Kind.BRANCH) {
                for (int hops = 0; hops < HOPS_MAXIMUM && onwards.containsKey(step.target); hops++) {
                    step.target = onwards.get(step.target);
                }
            }
        }
    }

    private static boolean removeUnreached(Routine routine) {
        FlowGraph graph = new FlowGraph(routine.steps);
        BitSet reachable = graph.reachable();
        if (reachable.cardinality() == graph.blocks()) {
            return false;
        }
        List<Step> kept = new ArrayList<>();
        for (int block = 0; block < graph.blocks(); block++) {
            if (reachable.get(block)) {
                kept.addAll(routine.steps.subList(graph.start(block), graph.end(block)));
            }
        }
        routine.steps = kept;
        return true;
    }

    /** A branch over a jump becomes the opposite branch to where that leads. */
    private static boolean turnBranches(List<Step> steps) {
        boolean changed = false;
        for (int at = 0; at + 1 < steps.size(); at++) {
            Step branch = steps.get(at);
            Step jump = steps.get(at + 1);
            if (branch.kind == Kind.BRANCH && jump.kind == Kind.JUMP && follows(steps, at + 1, branch.target)) {
                Target over = branch.target;
                branch.code = RangeAnalysis.inverse(branch.code);
                branch.target = jump.target;
                jump.target = over;
                changed = true;
            }
        }
        return changed;
    }

    private static boolean removeJumpsToNext(Routine routine) {
        List<Step> steps = routine.steps;
        List<Step> kept = new ArrayList<>();
        Set<Target> used = new HashSet<>();
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            boolean jumps = step.kind == Kind.JUMP || step.kind == Kind.BRANCH;
            if (!jumps || !follows(steps, at, step.target)) {
                kept.add(step);
                if (jumps) {
                    used.add(step.target);
                }
            }
        }
        kept.removeIf(step -> step.kind == Kind.HERE && !used.contains(step.target));
        routine.steps = kept;
        return kept.size() != steps.size();
    }

    private static boolean follows(List<Step> steps, int at, Target target) {
        for (int next = at + 1; next < steps.size() && steps.get(next).kind == Kind.HERE; next++) {
            if (steps.get(next).target == target) {
                return true;
            }
        }
        return false;
    }
}
