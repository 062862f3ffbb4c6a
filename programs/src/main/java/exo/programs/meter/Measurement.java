package exo.programs.meter;

/** One thing to be measured, in rounds: made ready, timed, and undone, so that the next round finds the same. */
abstract class Measurement {
    /** What it is, in words. */
    abstract String what();

    /** What comes before, not timed. */
    void prepare() {
    }

    /** Cycles that the operation took, without what it takes to measure. */
    abstract long cycles();

    /** What comes after, not timed. */
    void cleanUp() {
    }

    /** How often a round does the operation whose kernel entries, switches and flushes are told. */
    long operations() {
        return 1;
    }

    /** Kernel entries of a round that are no part of the operation. */
    long entriesBesides() {
        return 0;
    }

    /** When there are no more rounds for now: what would disturb others is undone. */
    void finish() {
    }

    /** How many rounds are bearable. */
    int roundsMaximum() {
        return Figures.ROUNDS;
    }
}
