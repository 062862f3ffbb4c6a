package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.abi.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What is played on two machines, and compared step by step, leaves nothing of the ABI out: told by what became of the calls
 * that the steps have, and by no list.
 */
class TwinCoverageTest {
    /** Those that do not return: what comes of them is that others run, or nobody. */
    private static final Set<Integer> RETURN_NEVER = Set.of(Call.EXIT, Call.POWER_OFF);

    private final List<TwinScript> scripts = TwinScripts.imagined();

    private Set<String> outcomes() {
        Set<String> outcomes = new TreeSet<>();
        scripts.forEach(script -> outcomes.addAll(script.outcomes()));
        return outcomes;
    }

    @Test
    void everyCallDoesWhatItIsForInSomeStep() {
        Set<Integer> missing = new TreeSet<>(DeclaredStatuses.calls());
        Set<String> outcomes = outcomes();
        missing.removeIf(call -> outcomes.contains(call + " "));
        missing.removeAll(CodeStatusCases.OF_DEVICE);
        assertEquals(RETURN_NEVER, missing);
    }

    /** There is a case for every status that is declared: {@link EveryStatusTest} sees to that. */
    @Test
    void everyStatusOfEveryCallThatQemuCanBeForcedToIsForcedInSomeStep() {
        Set<String> missing = new TreeSet<>();
        StatusCases.all().forEach(one -> missing.add(one.call() + " " + one.statusName()));
        missing.removeAll(outcomes());
        assertEquals(RightlyDifferent.cannotBeForced(), missing);
    }

    /** The end of each script powers the machine off. */
    @Test
    void everyCallIsMade() {
        Set<Integer> calls = new TreeSet<>();
        scripts.forEach(script -> calls.addAll(script.calls()));
        assertEquals(DeclaredStatuses.calls(), calls);
    }

    @Test
    void whatIsOtherwiseOnTheOtherMachineIsFound() {
        TwinScript script = scripts.get(0);
        List<String> told = script.told();
        script.compare(told);
        for (int step : new int[] {1, told.size() / 2, told.size() - 1}) {
            List<String> other = new ArrayList<>(told);
            other.set(step, "arrivals 1234/56789");
            assertThrows(AssertionError.class, () -> script.compare(other));
        }
        assertThrows(AssertionError.class, () -> script.compare(told.subList(0, told.size() - 1)));
        assertThrows(AssertionError.class, () -> script.compare(List.of()));
    }
}
