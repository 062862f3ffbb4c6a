package exo.cli.machine;

import java.io.InputStream;
import java.time.Duration;

/**
 * How exo watches over a run.
 *
 * @param timeout after which the machine is stopped, or null
 * @param bootchart whether to show the boot's stages once a program runs
 * @param watchdog whether to say so when no program runs for long; not while a person holds the machine in gdb
 * @param input what the guest's console gets, or null
 */
public record RunOptions(Duration timeout, boolean bootchart, boolean watchdog, InputStream input) {
    /** @param takesInput whether exo's standard input is the guest's */
    public RunOptions(Duration timeout, boolean bootchart, boolean watchdog, boolean takesInput) {
        this(timeout, bootchart, watchdog, takesInput ? System.in : null);
    }
}
