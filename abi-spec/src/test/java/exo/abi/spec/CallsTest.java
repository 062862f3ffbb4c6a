package exo.abi.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must hold of the table of calls for its outputs to mean anything. */
class CallsTest {
    private final Specification specification = Specification.current();

    @Test
    void numbersAreUniqueAndOfTheirFamily() {
        Set<Integer> numbers = new HashSet<>();
        for (Call call : specification.calls()) {
            assertTrue(numbers.add(call.number()), "the number of " + call.name() + " is taken");
            assertTrue(call.number() >= call.family().first() && call.number() <= call.family().last(),
                    call.name() + " lies outside the range of " + call.family().title());
        }
    }

    @Test
    void familiesDoNotOverlap() {
        int end = -1;
        for (Family family : specification.families()) {
            assertTrue(family.first() > end && family.last() >= family.first(), family.title());
            end = family.last();
        }
    }

    @Test
    void namesAreUniqueInEverySpelling() {
        assertUnique(specification.calls().stream().map(Call::name).toList());
        assertUnique(specification.calls().stream().map(Call::javaName).toList());
    }

    @Test
    void everyCallFitsTheRegisters() {
        for (Call call : specification.calls()) {
            assertTrue(call.arguments().size() <= Call.ARGUMENTS_MAXIMUM, call.name());
            assertUnique(call.arguments().stream().map(Argument::name).toList());
        }
    }

    @Test
    void everyCallNamesOnlyDeclaredStatuses() {
        for (Call call : specification.calls()) {
            for (Failure failure : call.failures()) {
                assertTrue(specification.statuses().contains(failure.status()),
                        call.name() + " names " + failure.status().name());
            }
            assertUnique(call.failures().stream().map(failure -> failure.status().name()).toList());
        }
    }

    @Test
    void aCallWithoutATermInThePapersIsRefused() {
        CallBuilder incomplete = CallBuilder.call(Calls.PROCESSOR, 0x0f, "ponder").means("Ponders.").rights("anyone").result("0");
        assertThrows(IllegalStateException.class, incomplete::row);
        assertEquals("ours", incomplete.paper("ours").row().paper());
    }

    @Test
    void everyProtocolIsOfAFamily() {
        assertTrue(specification.families().stream().map(Family::title).toList().containsAll(Protocols.BY_FAMILY.keySet()));
    }

    @Test
    void everyStatusHasAUse() {
        Set<String> used = specification.calls().stream().flatMap(call -> call.failures().stream())
                .map(failure -> failure.status().name()).collect(Collectors.toSet());
        used.add("NO_SUCH_CALL");
        assertEquals(specification.statuses().stream().map(Status::name).collect(Collectors.toSet()), used);
    }

    @Test
    void statusNumbersRunFromOne() {
        for (int index = 0; index < specification.statuses().size(); index++) {
            assertEquals(index + 1, specification.statuses().get(index).number());
        }
    }

    @Test
    void aCallOnARelativeOrFrameSaysWhatAWrongNameGives() {
        for (Call call : specification.calls()) {
            boolean unread = call.name().equals("power_off");
            for (Argument argument : call.arguments()) {
                String wanted = argument.kind() == Kind.ENVIRONMENT && !unread ? "NO_SUCH_ENVIRONMENT"
                        : argument.kind() == Kind.FRAME ? "NO_SUCH_FRAME" : null;
                assertTrue(wanted == null || call.failures().stream().anyMatch(f -> f.status().name().equals(wanted)),
                        call.name() + " does not give " + wanted);
            }
        }
    }

    static void assertUnique(List<String> names) {
        assertEquals(names.size(), new HashSet<>(names).size(), "a name stands twice among " + names);
    }
}
