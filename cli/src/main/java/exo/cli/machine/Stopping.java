package exo.cli.machine;

/**
 * The end of a machine in order: first SIGTERM, on which QEMU closes its files and ends; killed when it has not after
 * the grace, or when the user asks again. The first reason given is the one that counts.
 */
final class Stopping {
    private static final long GRACE_MILLISECONDS = 3_000;

    private final Process process;
    private RunResult result;
    private long killAt = Long.MAX_VALUE;

    Stopping(Process process) {
        this.process = process;
    }

    /** @param reason becomes the run's result, unless there is one already */
    void stop(RunResult reason) {
        if (result == null) {
            result = reason;
            process.destroy();
            killAfterGrace();
        }
    }

    /** The guest has had its last word: QEMU should end by itself now. */
    void killAfterGrace() {
        if (killAt == Long.MAX_VALUE) {
            killAt = now() + GRACE_MILLISECONDS;
        }
    }

    void killNow() {
        process.destroyForcibly();
    }

    void killIfDue() {
        if (now() >= killAt) {
            killNow();
        }
    }

    /** Null when nothing from this side ended the machine. */
    RunResult result() {
        return result;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
