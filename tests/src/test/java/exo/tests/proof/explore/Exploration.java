package exo.tests.proof.explore;

import exo.tests.kernel.Replay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Explores one configuration breadth first, to a fixpoint. Where a state is in memory it is on the end of a path of steps in the
 * journal; the next one to go on from is reached by undoing as far as its path is another, and taking the rest. States of one
 * level are gone through in the order they were met in, so that this is a step or two.
 */
final class Exploration {
    private static final int DEPTH_MAXIMUM = 4000;

    final Configuration configuration;
    final Scene scene = new Scene();
    private final ExploredKernel kernel = scene.kernel;
    private final Journal journal = kernel.journal;
    private final Deed[] deeds;
    private final Visited visited = new Visited();
    private final StateHash hash;
    private final StateRules states;
    private final StepRules steps;
    private final DeclaredResults declared = new DeclaredResults();
    private final long[] arguments = new long[5];
    /** Of the path in memory: its states, and how long the journal was before each was left. */
    private int[] path = new int[DEPTH_MAXIMUM];
    private int[] ends = new int[DEPTH_MAXIMUM];
    private int depth;
    private int[] way = new int[DEPTH_MAXIMUM];

    private final int statesMaximum;
    private final int sampleEvery;
    private final List<Integer> sample = new ArrayList<>();
    private final boolean[] succeeded = new boolean[256];
    private long transitions;
    private long refusals;
    private int depthReached;
    private boolean fixpoint;
    private String broken;
    private long[][] brokenPath = {};

    /**
     * @param statesMaximum  a bound that a run with a fault planted may have; without it to the end
     * @param sampleEvery  every such state is kept, to be reached again on the simulated machine
     */
    Exploration(Configuration configuration, int statesMaximum, int sampleEvery) {
        this.configuration = configuration;
        this.statesMaximum = statesMaximum;
        this.sampleEvery = sampleEvery;
        deeds = configuration.prepare().apply(scene).deeds();
        scene.close();
        Played played = new Played(kernel.books, scene.frames(), scene.positions());
        CapabilityWords capabilities = new CapabilityWords(kernel);
        hash = new StateHash(kernel, scene.frames(), capabilities);
        states = new StateRules(kernel, played);
        steps = new StepRules(kernel, played, capabilities);
    }

    void run() {
        int state = 0;
        int deed = -1;
        try {
            states.check();
            visited.add(hash.of(), -1, -1);
            int endOfLevel = 1;
            for (state = 0; state < visited.count() && visited.count() < statesMaximum; state++) {
                if (state == endOfLevel) {
                    depthReached++;
                    endOfLevel = visited.count();
                }
                goTo(state);
                steps.before();
                int current = kernel.current();
                for (deed = 0; deed < deeds.length; deed++) {
                    if (deeds[deed].possible(kernel, current)) {
                        tryDeed(state, deed);
                    }
                }
            }
            fixpoint = state == visited.count();
        } catch (RuntimeException failure) {
            broken = failure instanceof BrokenRule ? failure.getMessage() : "the kernel threw " + failure + " at "
                    + Arrays.toString(Arrays.copyOf(failure.getStackTrace(), 4));
            brokenPath = pathTo(state, deed);
        }
    }

    private void tryDeed(int state, int which) {
        Deed deed = deeds[which];
        deed.resolve(kernel, arguments);
        int before = journal.length();
        long result;
        try {
            result = kernel.take(deed.kind(), deed.number(), arguments);
        } catch (Off off) {
            transitions++;
            succeeded[(int) deed.number()] |= deed.isCall();
            journal.undo(before);
            return;
        }
        if (result == ExploredKernel.NO_STEP) {
            journal.undo(before);
            return;
        }
        transitions++;
        if (deed.isCall()) {
            declared.require((int) deed.number(), result);
            if (result < 0) {
                refusals++;
                refused(before);
                return;
            }
            succeeded[(int) deed.number()] = true;
            steps.answered((int) deed.number(), arguments, result);
        }
        if (journal.length() != before) {
            arrive(state, which, deed);
            journal.undo(before);
        }
    }

    private void refused(int before) {
        int changed = journal.length() == before ? -1 : journal.changedSince(before);
        BrokenRule.require(changed < 0, "a refused call has changed the word at", (long) changed << 3);
        journal.undo(before);
    }

    private void arrive(int state, int which, Deed deed) {
        steps.after(deed, arguments);
        if (visited.add(hash.of(), state, which)) {
            states.check();
            if (visited.count() % sampleEvery == 0) {
                sample.add(visited.count() - 1);
            }
        }
    }

    // ---- going from state to state ------------------------------------------------------------------------------------

    private void goTo(int state) {
        int length = 0;
        int at = state;
        while (at != 0) {
            if (length == way.length) {
                way = Arrays.copyOf(way, 2 * length);
                path = Arrays.copyOf(path, 2 * length);
                ends = Arrays.copyOf(ends, 2 * length);
            }
            way[length++] = at;
            at = visited.parent(at);
        }
        int common = 0;
        while (common < depth && common < length && path[common] == way[length - 1 - common]) {
            common++;
        }
        if (common < depth) {
            journal.undo(ends[common]);
        }
        for (depth = common; depth < length; depth++) {
            path[depth] = way[length - 1 - depth];
            ends[depth] = journal.length();
            Deed deed = deeds[visited.deed(path[depth])];
            deed.resolve(kernel, arguments);
            kernel.take(deed.kind(), deed.number(), arguments);
        }
    }

    /** The shortest path to a state, and one deed further, as steps that can be done again. */
    private long[][] pathTo(int state, int lastDeed) {
        List<Integer> chosen = new ArrayList<>();
        for (int at = state; at > 0; at = visited.parent(at)) {
            chosen.add(0, visited.deed(at));
        }
        if (lastDeed >= 0) {
            chosen.add(lastDeed);
        }
        journal.undo(0);
        depth = 0;
        List<long[]> taken = new ArrayList<>();
        for (int which : chosen) {
            taken.add(step(deeds[which]));
        }
        journal.undo(0);
        return taken.toArray(new long[0][]);
    }

    private long[] step(Deed deed) {
        long[] step = new long[Replay.WORDS_OF_STEP];
        deed.resolve(kernel, arguments);
        step[0] = deed.kind();
        step[Replay.NUMBER] = deed.number();
        System.arraycopy(arguments, 0, step, Replay.ARGUMENTS, arguments.length);
        try {
            step[Replay.RESULT] = kernel.take(deed.kind(), deed.number(), arguments);
        } catch (RuntimeException failure) {
            step[Replay.RESULT] = Replay.OFF;
        }
        return step;
    }

    // ---- what came of it ----------------------------------------------------------------------------------------------

    /** One path to every sampled state, each with the digest of the books that it leads to in a last row. */
    long[][][] samples() {
        long[][][] samples = new long[sample.size()][][];
        for (int i = 0; i < samples.length; i++) {
            long[][] taken = pathTo(sample.get(i), -1);
            goTo(sample.get(i));
            samples[i] = Arrays.copyOf(taken, taken.length + 1);
            samples[i][taken.length] = new long[] {kernel.books.digest()};
        }
        return samples;
    }

    int states() {
        return visited.count();
    }

    long transitions() {
        return transitions;
    }

    long refusals() {
        return refusals;
    }

    int depthReached() {
        return depthReached;
    }

    boolean fixpoint() {
        return fixpoint;
    }

    int alphabet() {
        return deeds.length;
    }

    /** Null: nothing. */
    String broken() {
        return broken;
    }

    long[][] brokenPath() {
        return brokenPath;
    }

    /** Numbers of the calls that are in the alphabet, and of those that have succeeded somewhere. */
    List<Integer> callsTried() {
        return Arrays.stream(deeds).filter(Deed::isCall).map(deed -> (int) deed.number()).distinct().sorted().toList();
    }

    List<Integer> callsSucceeded() {
        return callsTried().stream().filter(number -> succeeded[number]).toList();
    }
}
