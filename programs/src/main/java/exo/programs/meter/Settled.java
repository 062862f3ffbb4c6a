package exo.programs.meter;

import exo.exos.Cycles;

/**
 * A measurement that is prepared when the kernel is done with what it does by and by, as compiling the code of a class: else a round would have the
 * interrupt for a step of that in it, which is a path of its own.
 */
final class Settled extends Measurement {
    private static final long WINDOW_CYCLES = 5_000_000;
    private static final int WINDOWS_MAXIMUM = 400;
    /** More than the end of a slice takes, and less than a step of the compiler. */
    private static final long GAP_CYCLES = 2_000;

    private final Measurement measured;

    Settled(Measurement measured) {
        this.measured = measured;
    }

    @Override
    String what() {
        return measured.what();
    }

    @Override
    void prepare() {
        for (int window = 0; Timed.gap(Cycles.now() + WINDOW_CYCLES) > GAP_CYCLES; window++) {
            if (window == WINDOWS_MAXIMUM) {
                throw new IllegalStateException("the kernel does not come to rest before: " + what());
            }
        }
        measured.prepare();
    }

    @Override
    long cycles() {
        return measured.cycles();
    }

    @Override
    void cleanUp() {
        measured.cleanUp();
    }

    @Override
    long operations() {
        return measured.operations();
    }

    @Override
    long entriesBesides() {
        return measured.entriesBesides();
    }

    @Override
    void finish() {
        measured.finish();
    }

    @Override
    int roundsMaximum() {
        return measured.roundsMaximum();
    }
}
