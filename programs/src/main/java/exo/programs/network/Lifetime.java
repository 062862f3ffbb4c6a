package exo.programs.network;

import exo.abi.EnvironmentName;
import exo.abi.Info;
import exo.exos.Books;
import exo.exos.Cycles;
import exo.exos.kernel.KernelCalls;

/**
 * When a program of the network ends, by its arguments: {@code quiet=MILLISECONDS}, after so long without a packet; {@code while=LABEL},
 * not before the environment of that name has ended, nor any other that is so named; without either, never. Keeps true: nobody waits for packets longer than it takes to
 * notice.
 */
final class Lifetime {
    private static final String QUIET = "quiet=";
    private static final String WHILE = "while=";
    private static final long MILLISECONDS_IN_SECOND = 1000;
    /** How often is looked. */
    private static final long LOOK_MILLISECONDS = 50;

    private final long cyclesInMillisecond = KernelCalls.machineInfo(Info.CYCLES_PER_SECOND) / MILLISECONDS_IN_SECOND;
    private final long quietCycles;
    private final String[] arguments;
    private final boolean ends;
    private long activity;
    private long lastActive = Cycles.now();

    Lifetime(String[] arguments) {
        this.arguments = arguments;
        String quiet = value(arguments, QUIET);
        quietCycles = quiet == null ? 0 : Long.parseLong(quiet) * cyclesInMillisecond;
        ends = quiet != null || value(arguments, WHILE) != null;
    }

    /** What stands behind the first argument that begins like this, or null. */
    static String value(String[] arguments, String beginning) {
        for (String argument : arguments) {
            if (argument.startsWith(beginning)) {
                return argument.substring(beginning.length());
            }
        }
        return null;
    }

    /** @param count  of packets so far: what changes when there are some */
    boolean isOver(long count) {
        if (count != activity) {
            activity = count;
            lastActive = Cycles.now();
        }
        return ends && Cycles.now() - lastActive >= quietCycles && !hasCompanion();
    }

    private boolean hasCompanion() {
        for (String argument : arguments) {
            if (argument.startsWith(WHILE) && Books.find(argument.substring(WHILE.length())) != EnvironmentName.NONE) {
                return true;
            }
        }
        return false;
    }

    /** When to look again, as a deadline of a wait; 0: never. */
    long nextLook() {
        return ends ? Cycles.now() + LOOK_MILLISECONDS * cyclesInMillisecond : 0;
    }
}
