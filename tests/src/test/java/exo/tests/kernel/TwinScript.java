package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All steps of one machine's life, from the first program's start on, as the simulated machine took them. */
public final class TwinScript {
    /** Long, so that no slice ends that is not made to: on the other machine every step takes time. */
    public static final String BOOT_LINE = "aegis.slice-us=100000";
    /** What the machine goes off with at last. */
    public static final int STATUS = 42;
    private static final String LINE = "arrivals";

    private final List<Step> steps;
    private final byte[] archive;

    private TwinScript(List<Step> steps, byte[] archive) {
        this.steps = steps;
        this.archive = archive;
    }

    static TwinScript of(TwinRecorder recorder, byte[] elf) {
        recorder.end(STATUS, Reason.EXIT);
        assertTrue(recorder.steps().size() <= TwinLayout.STEPS_MAXIMUM, "too many steps for one machine");
        return new TwinScript(recorder.steps(), TwinLayout.archive(elf, recorder.steps()));
    }

    /** One that only tells of the machine. */
    public static byte[] empty(byte[] elf) {
        return TwinLayout.archive(elf,
                List.of(new Step(Step.END, RawBooks.ROOT, 0, new long[] {STATUS}, 0, new Step.Arrival(0, 0, 0, 0, 0), "")));
    }

    public byte[] archive() {
        return archive;
    }

    /** What the other machine is to tell, word for word: {@link #compare} accepts it, and little else. */
    List<String> told() {
        return steps.stream().map(step -> LINE + " " + step.arrival().told()).toList();
    }

    // ---- what became of calls ----------------------------------------------------------------------------------------

    /** By step, the last of its taker before it; none: it was the first. */
    private Map<Integer, Step> before() {
        Map<Integer, Step> before = new HashMap<>();
        Map<Integer, Step> last = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (last.containsKey(step.environment()) && step.arrival().entry() == 0) {
                before.put(i, last.get(step.environment()));
            }
            last.put(step.environment(), step);
        }
        return before;
    }

    /** Each call with each status that is known to have come of it; with an empty one, if it did what it is for. */
    Set<String> outcomes() {
        Set<String> outcomes = new TreeSet<>();
        before().forEach((i, call) -> {
            if (call.kind() == Step.CALL) {
                long result = steps.get(i).arrival().rax();
                outcomes.add(call.number() + " " + (result < 0 ? DeclaredStatuses.nameOf(result) : ""));
            }
        });
        return outcomes;
    }

    /** Numbers of the calls that were made. */
    Set<Integer> calls() {
        Set<Integer> calls = new TreeSet<>();
        steps.stream().filter(step -> step.kind() == Step.CALL).forEach(step -> calls.add((int) step.number()));
        return calls;
    }

    /** Claims that the other machine came to every step as this one did. */
    public void compare(List<String> lines) {
        List<Step.Arrival> told = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(LINE + " ")) {
                for (String word : line.substring(LINE.length() + 1).split(" ")) {
                    told.add(Step.Arrival.parsed(word));
                }
            }
        }
        Map<Integer, Step> before = before();
        List<String> different = new ArrayList<>();
        for (int i = 0; i < Math.min(told.size(), steps.size()); i++) {
            Step.Arrival here = steps.get(i).arrival();
            boolean same = here.equals(told.get(i));
            boolean rightly = before.containsKey(i) && RightlyDifferent.resultOf(before.get(i))
                    && here.rax() >= 0 && told.get(i).rax() >= 0 && told.get(i).entry() == 0
                    && told.get(i).others() == here.others();
            if (!same && !rightly) {
                different.add(i + ": " + before.get(i) + "\n    then " + steps.get(i) + "\n    here " + here + "\n    there "
                        + told.get(i));
            }
        }
        String stopped = told.size() == steps.size() ? "" : "there it ended after " + told.size() + " of " + steps.size()
                + " steps, before " + steps.get(Math.min(told.size(), steps.size() - 1));
        assertEquals("", stopped + String.join("\n", different.subList(0, Math.min(8, different.size()))));
    }
}
