package exo.tests.kernel;

import exo.abi.spec.Call;
import exo.abi.spec.Failure;
import exo.abi.spec.Specification;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which call may give which status, as the specification has it: the other half of "only listed statuses come back". */
final class DeclaredStatuses {
    private static final Map<Integer, Set<String>> BY_CALL = byCall();
    private static final Map<Integer, String> NAMES = names();
    private static final Map<Integer, String> CALL_NAMES = callNames();

    private DeclaredStatuses() {
    }

    private static Map<Integer, Set<String>> byCall() {
        Map<Integer, Set<String>> declared = new TreeMap<>();
        for (Call call : Specification.current().calls()) {
            Set<String> statuses = new TreeSet<>();
            for (Failure failure : call.failures()) {
                statuses.add(failure.status().name());
            }
            declared.put(call.number(), statuses);
        }
        return declared;
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>();
        Specification.current().statuses().forEach(status -> names.put(status.number(), status.name()));
        return names;
    }

    private static Map<Integer, String> callNames() {
        Map<Integer, String> names = new TreeMap<>();
        Specification.current().calls().forEach(call -> names.put(call.number(), call.name()));
        return names;
    }

    static Set<Integer> calls() {
        return BY_CALL.keySet();
    }

    static Set<String> of(int call) {
        return BY_CALL.get(call);
    }

    /** The name of the status that a negative result stands for. */
    static String nameOf(long result) {
        String name = NAMES.get((int) -result);
        if (name == null) {
            throw new AssertionError("result " + result + " is no status");
        }
        return name;
    }

    /** The name of a call, by its number. */
    static String nameOfCall(int number) {
        return CALL_NAMES.getOrDefault(number, "no call");
    }

    /** Throws unless the result is a value, or a status that the call declares. */
    static void require(int call, long result) {
        if (result >= 0) {
            return;
        }
        Set<String> declared = BY_CALL.getOrDefault(call, Set.of("NO_SUCH_CALL"));
        if (!declared.contains(nameOf(result)) && !KnownDeviations.permits(call, nameOf(result))) {
            throw new AssertionError("call 0x" + Integer.toHexString(call) + " gave " + nameOf(result)
                    + ", which it does not declare");
        }
    }
}
