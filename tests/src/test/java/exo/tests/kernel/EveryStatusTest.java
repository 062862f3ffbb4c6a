package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.Status;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every status that the specification declares for a call comes back from some use of it, and no other does: the second half
 * is checked at each call of a {@link BootedKernel}, in this test and in all.
 */
class EveryStatusTest {
    static List<StatusCase> cases() {
        return Stream.concat(StatusCases.all().stream(), NetworkStatusCases.all().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theCaseGivesItsStatus(StatusCase one) {
        assertEquals(one.statusName(), DeclaredStatuses.nameOf(one.deed().applyAsLong(new StatusCase.Scene())));
    }

    @Test
    void thereIsACaseForEveryStatusDeclared() {
        Set<String> declared = new TreeSet<>();
        for (int call : DeclaredStatuses.calls()) {
            DeclaredStatuses.of(call).forEach(status -> declared.add(call + " " + status));
        }
        Set<String> forced = new TreeSet<>();
        cases().forEach(one -> forced.add(one.call() + " " + one.statusName()));
        assertEquals(declared, forced);
    }

    @Test
    void callsThatDeclareNoneNeverFail() {
        BootedKernel kernel = new BootedKernel();
        for (long word : new long[] {0, 1, -1, Long.MIN_VALUE, Limits.USER_END}) {
            for (int call : DeclaredStatuses.calls()) {
                if (DeclaredStatuses.of(call).isEmpty()) {
                    assertTrue(kernel.call(call, word, word, word, word, word) >= 0);
                }
            }
        }
    }

    @Test
    void theCheckItselfFindsAStatusThatIsNotDeclared() {
        assertThrows(AssertionError.class, () -> DeclaredStatuses.require(Call.NULL, Status.BAD_ARGUMENT));
        assertThrows(AssertionError.class, () -> DeclaredStatuses.require(Call.ENV_REAP, Status.NO_TABLE));
        assertThrows(AssertionError.class, () -> DeclaredStatuses.require(Call.ENV_REAP, -99));
    }

    @Test
    void deviationsAreStillDeviations() {
        for (int call : DeclaredStatuses.calls()) {
            for (String status : DeclaredStatuses.of(call)) {
                assertFalse(KnownDeviations.permits(call, status), "declared by now: " + status);
            }
        }
    }
}
