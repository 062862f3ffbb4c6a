package exo.machine.simulated;

/**
 * The cycle counter and the one-shot timer. Time stands still but for {@link #advance}, so an interrupt comes exactly where
 * the test wants it. Cycles are unsigned, as the TSC is.
 */
public final class SimulatedTimer {
    public static final long CYCLES_PER_SECOND = 1_000_000_000L;

    private long now;
    private long deadline;
    private boolean armed;

    record Snapshot(long now, long deadline, boolean armed) {
    }

    SimulatedTimer() {
    }

    public long now() {
        return now;
    }

    public void advance(long cycles) {
        if (cycles < 0) {
            throw new IllegalArgumentException("time does not go back");
        }
        now += cycles;
    }

    /** Lets time pass until the armed deadline, if it is ahead; says whether there is one. */
    public boolean advanceToDeadline() {
        if (armed && !due()) {
            now = deadline;
        }
        return armed;
    }

    public boolean armed() {
        return armed;
    }

    /** The cycle it is armed for; of no meaning unless armed. */
    public long deadline() {
        return deadline;
    }

    /** Whether the interrupt is pending. */
    public boolean due() {
        return armed && Long.compareUnsigned(now, deadline) >= 0;
    }

    /** Delivers the pending interrupt, once. */
    boolean take() {
        if (!due()) {
            return false;
        }
        armed = false;
        return true;
    }

    void arm(long atCycles) {
        deadline = atCycles;
        armed = true;
    }

    void disarm() {
        armed = false;
    }

    long contentHash() {
        return SeededSequence.mix(now, armed ? deadline : -1);
    }

    Snapshot snapshot() {
        return new Snapshot(now, deadline, armed);
    }

    void restore(Snapshot saved) {
        now = saved.now;
        deadline = saved.deadline;
        armed = saved.armed;
    }
}
