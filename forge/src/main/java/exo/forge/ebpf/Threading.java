package exo.forge.ebpf;

import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a way leads to a comparison whose outcome is known on that way, as with {@code return a && b} in a condition, it goes on where the
 * comparison leads at once.
 */
final class Threading {
    private static final int STEPS_FOLLOWED = 12;

    private final List<Step> steps;
    private final Map<Target, Integer> places = new HashMap<>();
    /** Targets that have to be made, by the step that they come before. */
    private final Map<Integer, Target> made = new TreeMap<>();
    /** By the jump's place, what comes instead. */
    private final Map<Integer, List<Step>> replaced = new HashMap<>();

    private Threading(Routine routine) {
        steps = withExplicitJumps(routine.steps);
        for (int at = 0; at < steps.size(); at++) {
            if (steps.get(at).kind == Kind.HERE) {
                places.put(steps.get(at).target, at);
            }
        }
    }

    static void thread(Routine routine) {
        Threading threading = new Threading(routine);
        for (int at = 0; at < threading.steps.size(); at++) {
            if (threading.steps.get(at).kind == Kind.JUMP) {
                threading.follow(at);
            }
        }
        routine.steps = threading.result();
        Layout.tidy(routine);
    }

    private static List<Step> withExplicitJumps(List<Step> steps) {
        List<Step> explicit = new ArrayList<>();
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            if (step.kind == Kind.HERE && at > 0 && steps.get(at - 1).kind == Kind.MOVE) {
                explicit.add(placed(Step.jump(step.target), steps.get(at - 1)));
            }
            explicit.add(step);
        }
        return explicit;
    }

    private static Step placed(Step step, Step like) {
        step.place = like.place;
        return step;
    }

    private void follow(int jump) {
        Map<Integer, Long> known = known(jump);
        List<Step> copies = new ArrayList<>();
        boolean decided = false;
        int at = places.get(steps.get(jump).target);
        for (int followed = 0; followed < STEPS_FOLLOWED && !known.isEmpty(); followed++) {
            Step step = steps.get(at);
            if (step.kind == Kind.BRANCH && outcome(step, known) != null) {
                decided = true;
                at = outcome(step, known) ? places.get(step.target) : at + 1;
            } else if (step.kind == Kind.JUMP) {
                at = places.get(step.target);
            } else if (step.kind == Kind.HERE) {
                at++;
            } else if (step.kind == Kind.MOVE) {
                copies.add(copy(step, known));
                at++;
            } else {
                break;
            }
        }
        if (decided) {
            copies.add(placed(Step.jump(target(at)), steps.get(jump)));
            replaced.put(jump, copies);
        }
    }

    /** What the moves just before the jump say. */
    private Map<Integer, Long> known(int jump) {
        Map<Integer, Long> known = new HashMap<>();
        int first = jump;
        while (first > 0 && steps.get(first - 1).kind == Kind.MOVE) {
            first--;
        }
        for (Step move : steps.subList(first, jump)) {
            copy(move, known);
        }
        return known;
    }

    private static Step copy(Step move, Map<Integer, Long> known) {
        Long number = number(move.a, known);
        Step copy = Step.move(move.result, number == null ? move.a : Value.of(number));
        copy.least = move.least;
        copy.most = move.most;
        if (number == null) {
            known.remove(move.result);
        } else {
            known.put(move.result, number);
        }
        return placed(copy, move);
    }

    private static Long number(Value value, Map<Integer, Long> known) {
        return value instanceof Number constant ? (Long) constant.number() : known.get(value.variable());
    }

    /** Whether it jumps; null: that is not known. */
    private static Boolean outcome(Step branch, Map<Integer, Long> known) {
        Long a = number(branch.a, known);
        Long b = number(branch.b, known);
        if (a == null || b == null) {
            return null;
        }
        boolean can = Range.of(a).assume(branch.code, Range.of(b)) != null;
        boolean canNot = Range.of(a).assume(RangeAnalysis.inverse(branch.code), Range.of(b)) != null;
        return can == canNot ? null : (Boolean) can;
    }

    private Target target(int at) {
        return steps.get(at).kind == Kind.HERE ? steps.get(at).target : made.computeIfAbsent(at, place -> new Target());
    }

    private List<Step> result() {
        List<Step> result = new ArrayList<>();
        for (int at = 0; at < steps.size(); at++) {
            if (made.containsKey(at)) {
                result.add(Step.here(made.get(at)));
            }
            result.addAll(replaced.getOrDefault(at, List.of(steps.get(at))));
        }
        return result;
    }
}
