package exo.tests.proof.random;

import exo.abi.Call;
import exo.abi.spec.Argument;
import exo.abi.spec.Specification;
import exo.tests.kernel.Deed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A deed that was done on one machine, as it has to be done on another where less has happened before: names are those that the
 * same environments, accounts, programs, rings, claims and filters have got here, and a deadline is as far ahead as it was.
 */
final class Retelling {
    private static final Map<Integer, List<Argument>> ARGUMENTS = arguments();
    /** Deadlines beyond are never, wherever. */
    private static final long FAR = 1L << 40;

    private final Map<Long, Long> environments = new HashMap<>();
    private final Map<Long, Long> accounts = new HashMap<>();
    private final Map<Long, Long> programs = new HashMap<>();
    private final Map<Long, Long> rings = new HashMap<>();
    private final Map<Long, Long> claims = new HashMap<>();
    private final Map<Long, Long> filters = new HashMap<>();

    private static Map<Integer, List<Argument>> arguments() {
        Map<Integer, List<Argument>> byCall = new HashMap<>();
        Specification.current().calls().forEach(call -> byCall.put(call.number(), call.arguments()));
        return byCall;
    }

    /** @param now  the cycle counter here */
    Deed here(Told before, long now) {
        Deed deed = before.deed();
        List<Argument> arguments = deed.verb() == Deed.Verb.CALL ? ARGUMENTS.get((int) deed.words()[0]) : null;
        if (arguments == null) {
            return deed;
        }
        long[] words = deed.words().clone();
        for (int i = 1; i < words.length && i <= arguments.size(); i++) {
            words[i] = switch (arguments.get(i - 1).kind()) {
                case ENVIRONMENT -> environments.getOrDefault(words[i], words[i]);
                case ACCOUNT -> accounts.getOrDefault(words[i], words[i]);
                case PROGRAM -> programs.getOrDefault(words[i], words[i]);
                case RING -> rings.getOrDefault(words[i], words[i]);
                case ITEM -> numbered(arguments.get(i - 1).name(), words[i]);
                case CYCLES -> before.now() >= 0 && words[i] > 0 && words[i] < FAR
                        ? Math.max(1, words[i] - before.now() + now) : words[i];
                default -> words[i];
            };
        }
        return new Deed(deed.verb(), words);
    }

    /** Claims and filters are told by numbers, which have no kind of their own. */
    private long numbered(String argument, long number) {
        return switch (argument) {
            case "claim" -> claims.getOrDefault(number, number);
            case "filter" -> filters.getOrDefault(number, number);
            default -> number;
        };
    }

    /** What the deed gave here. */
    void note(Told before, long result) {
        if (before.deed().verb() == Deed.Verb.CALL && before.result() >= 0 && result >= 0) {
            switch ((int) before.deed().words()[0]) {
                case Call.ENV_CREATE -> environments.put(before.result(), result);
                case Call.ACCOUNT_CREATE -> accounts.put(before.result(), result);
                case Call.PROGRAM_BEGIN -> programs.put(before.result(), result);
                case Call.RING_BEGIN -> rings.put(before.result(), result);
                case Call.CLAIM_SPLIT -> claims.put(before.result(), result);
                case Call.FILTER_BIND -> filters.put(before.result(), result);
                default -> { }
            }
        }
    }
}
