package exo.tests.proof.random;

import exo.tests.kernel.Deed;
import exo.tests.kernel.Deeds;
import java.util.ArrayList;
import java.util.List;

/**
 * Deeds that were done on a fresh machine, up to the one that broke a rule, if one did.
 *
 * @param broken  that rule, in words, or null
 */
record Playback(String broken, List<Told> told) {

    /** With every rule looked at after every deed. */
    static Playback of(Recording recording) {
        return of(recording, recording.deeds().size());
    }

    /** @param audited  how many of the last deeds are looked behind: the others may break what they like */
    static Playback of(Recording recording, int audited) {
        return new Player(recording.machineSeed(), recording.tags()).play(
                recording.deeds().stream().map(deed -> new Told(deed, Player.UNKNOWN, Player.UNKNOWN, 0)).toList(), audited);
    }

    /** Does deeds, one by one; those of others are done as they would have done them here. */
    static final class Player {
        /** No deed gives this. */
        static final long UNKNOWN = Long.MIN_VALUE + 1;

        private final Deeds machine;
        private final Retelling retelling = new Retelling();
        private final List<Told> told = new ArrayList<>();

        Player(long machineSeed, boolean tags) {
            machine = Deeds.onFreshMachine(machineSeed, tags);
            machine.audits(false);
        }

        Playback play(List<Told> before, int audited) {
            try {
                for (int i = 0; i < before.size(); i++) {
                    if (i == before.size() - audited) {
                        machine.audits(true);
                    }
                    perform(before.get(i));
                }
            } catch (RuntimeException | AssertionError failure) {
                return new Playback(inWords(failure), told);
            }
            return new Playback(null, told);
        }

        private void perform(Told before) {
            long now = machine.now();
            Deed deed = retelling.here(before, now);
            told.add(new Told(deed, UNKNOWN, now, 0));
            long result = machine.perform(deed);
            told.set(told.size() - 1, new Told(deed, result, now, machine.running()));
            retelling.note(before, result);
        }
    }

    List<Deed> deeds() {
        return told.stream().map(Told::deed).toList();
    }

    List<Long> results() {
        return told.stream().filter(one -> one.result() != Player.UNKNOWN).map(Told::result).toList();
    }

    /** A machine that was turned off has broken nothing. */
    static String inWords(Throwable failure) {
        if (Deeds.isOff(failure)) {
            return null;
        }
        return failure instanceof AssertionError ? failure.getMessage() : failure.toString();
    }

    /** Whether the same rule was broken: wherever, by whomever. */
    boolean isLike(String other) {
        return broken != null && other != null && withoutNumbers(broken).equals(withoutNumbers(other));
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("0x[0-9a-f]+|[0-9]+", "#");
    }
}
