package exo.tests.proof.random;

import exo.abi.Call;
import exo.tests.kernel.Deed;
import java.util.ArrayList;
import java.util.List;

/**
 * From a long list of deeds that breaks a rule to a short one that breaks the same: ever smaller parts are left out as long as
 * the rest still does it (delta debugging; Zeller and Hildebrandt, 2002), until no single deed can be. What happens by chance
 * is first made to happen by intent: a frame is asked for by its number, and the processor handed over instead of waited for.
 */
final class Shrinking {
    /** When to be content with what there is; counted, so that it is the same on every machine. */
    private static final int PLAYED_MAXIMUM = 5000;

    private final Recording recording;
    private int played;
    private List<Told> smallest;
    private String broken;

    private Shrinking(Recording recording) {
        this.recording = recording;
    }

    /** The shortest recording that was found, or null: this one breaks nothing. */
    static Recording shortest(Recording recording) {
        Shrinking shrinking = new Shrinking(recording);
        return shrinking.begin(recording.deeds()) ? shrinking.shrunk() : null;
    }

    /** Finds the first deed at which a rule is broken; those behind it do not matter. */
    private boolean begin(List<Deed> deeds) {
        Playback whole = Playback.of(recording.with(deeds));
        if (whole.broken() == null) {
            return false;
        }
        broken = whole.broken();
        smallest = whole.told();
        return true;
    }

    private Recording shrunk() {
        int before;
        do {
            before = smallest.size();
            askByNumber();
            leaveOut();
            handOver();
            leaveOut();
            begin(deeds());
        } while (smallest.size() < before && goesOn());
        return recording.with(deeds());
    }

    private List<Deed> deeds() {
        return smallest.stream().map(Told::deed).toList();
    }

    private boolean goesOn() {
        return played < PLAYED_MAXIMUM;
    }

    /** Whether these still break the rule; then they are the smallest. */
    private boolean tried(List<Told> some) {
        played++;
        Playback here = new Playback.Player(recording.machineSeed(), recording.tags()).play(some, 1);
        if (!here.isLike(broken)) {
            return false;
        }
        smallest = here.told();
        return true;
    }

    /** Who asked for any frame or slice asks for the one it got, so that others can be left out before. */
    private void askByNumber() {
        tried(smallest.stream().map(one -> new Told(one.deed().named(one.result()), one.result(), one.now(), one.running()))
                .toList());
    }

    /** Where time went by until somebody else ran, the one before yields to it. */
    private void handOver() {
        long runs = 0;
        for (int i = 0; i < smallest.size() - 1 && goesOn(); i++) {
            Told one = smallest.get(i);
            if (one.deed().verb() == Deed.Verb.PASS && one.running() != 0 && one.running() != runs) {
                List<Told> some = new ArrayList<>(smallest);
                some.set(i, new Told(Deed.of(Deed.Verb.CALL, Call.YIELD, one.running()), 0, one.now(), one.running()));
                tried(some);
            }
            runs = i < smallest.size() ? smallest.get(i).running() : 0;
        }
    }

    private void leaveOut() {
        int part = Math.max(1, smallest.size() / 2);
        while (goesOn()) {
            boolean shorter = false;
            for (int start = 0; start < smallest.size() && goesOn(); ) {
                List<Told> some = new ArrayList<>(smallest);
                some.subList(start, Math.min(start + part, some.size())).clear();
                boolean less = !some.isEmpty() && tried(some);
                shorter |= less;
                start += less ? 0 : part;
            }
            if (part == 1 && !shorter) {
                return;
            }
            part = Math.max(1, part / 2);
        }
    }
}
