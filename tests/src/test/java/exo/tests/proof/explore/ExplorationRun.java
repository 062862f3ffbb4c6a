package exo.tests.proof.explore;

/** An exploration from its beginning to its end, for who sees it through another class loader. */
public final class ExplorationRun {
    private ExplorationRun() {
    }

    /** What {@link Outcome} takes apart. */
    public static Object[] run(String name, int statesMaximum, int sampleEvery) {
        Configuration configuration = Configurations.named(name);
        long begun = System.nanoTime();
        Exploration exploration = new Exploration(configuration, statesMaximum, sampleEvery);
        exploration.run();
        long milliseconds = (System.nanoTime() - begun) / 1_000_000;
        boolean found = exploration.broken() != null;
        return new Object[] {configuration.about(), exploration.states(), exploration.transitions(),
            exploration.refusals(), exploration.depthReached(), exploration.alphabet(), exploration.fixpoint(),
            milliseconds, exploration.callsTried(), exploration.callsSucceeded(), exploration.scene.steps(),
            found ? new long[0][][] : exploration.samples(), exploration.broken(), exploration.brokenPath()};
    }
}
