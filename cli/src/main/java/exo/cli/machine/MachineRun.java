package exo.cli.machine;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Messages;
import exo.cli.console.ConsoleText;
import exo.cli.console.InputPump;
import exo.cli.console.OutputPump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of one machine. A single loop watches, at every turn, what may end or annotate the run: the control channel,
 * the clock, signals, a reader that has gone; threads beside it only move bytes. The loop ends with QEMU, whatever
 * ended QEMU.
 */
public final class MachineRun {
    private static final long TURN_MILLISECONDS = 10;
    private static final long WATCHDOG_SECONDS = 10;
    private static final long DRAIN_MILLISECONDS = 10_000;
    private static final int SIGNAL_BROKEN_PIPE = 13;

    private final RunOptions options;
    private final Companion companion;
    private final Messages messages;
    private final ConsoleText console;
    private final ControlLog control = new ControlLog();
    private final ControlFile controlFile;
    private final Signals signals = Signals.caught();
    private final long startNanoseconds = System.nanoTime();
    private boolean watchdogDone;
    private boolean bootchartDone;
    private int signalsSeen;

    public MachineRun(RunOptions options, Companion companion, Messages messages, ConsoleText console, Path control) {
        this.options = options;
        this.companion = companion;
        this.messages = messages;
        this.console = console;
        this.controlFile = new ControlFile(control, this.control);
    }

    public RunResult run(List<String> command) throws Failure, IOException, InterruptedException {
        QemuProcess qemu = QemuProcess.start(command, messages::notice);
        Process process = qemu.process();
        Stopping stopping = new Stopping(process);
        try {
            OutputPump output = new OutputPump(process.getInputStream(), console);
            InputPump input = new InputPump(options.input(), process.getOutputStream());
            output.start();
            companion.start();
            while (!process.waitFor(TURN_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                turn(stopping, input, output);
            }
            controlFile.poll();
            showBootchart(true);
            output.finish(DRAIN_MILLISECONDS);
            return result(stopping, qemu);
        } finally {
            stopping.killNow();
        }
    }

    private void turn(Stopping stopping, InputPump input, OutputPump output) throws IOException {
        controlFile.poll();
        if (control.userReached() && options.input() != null) {
            input.start();
        }
        if (control.ended()) {
            stopping.killAfterGrace();
        }
        stopIfAsked(stopping);
        if (output.outputClosed()) {
            stopping.stop(RunResult.stopped(ExitStatus.SIGNAL_BASE + SIGNAL_BROKEN_PIPE, "interrupted",
                    "nobody reads the output any more", control));
        }
        showBootchart(false);
        watch();
        stopping.killIfDue();
    }

    private void stopIfAsked(Stopping stopping) {
        if (options.timeout() != null && secondsSinceStart() >= options.timeout().toMillis() / 1000.0) {
            stopping.stop(RunResult.stopped(ExitStatus.TIMEOUT, "timeout",
                    "still running after " + inWords(options.timeout().toMillis()) + ", stopped", control));
        }
        if (companion.ended()) {
            stopping.stop(RunResult.stopped(ExitStatus.OK, "ended", "", control));
        }
        int signalsNow = companion.takesInterrupts() ? 0 : signals.count();
        if (signalsNow > signalsSeen) {
            if (signalsSeen > 0 || stopping.result() != null) {
                stopping.killNow();
            }
            stopping.stop(RunResult.stopped(ExitStatus.SIGNAL_BASE + signals.first(), "interrupted", "", control));
            signalsSeen = signalsNow;
        }
    }

    /** Once, as soon as the chart is complete; at the end of the run as far as it came. */
    private void showBootchart(boolean runEnded) {
        if (options.bootchart() && !bootchartDone && (runEnded || control.userReached())) {
            bootchartDone = true;
            console.block(Bootchart.of(control.stages()));
        }
    }

    private void watch() {
        if (options.watchdog() && !watchdogDone && secondsSinceStart() >= WATCHDOG_SECONDS) {
            watchdogDone = true;
            if (!control.userReached()) {
                messages.notice("no user instruction after " + WATCHDOG_SECONDS + " s; last stage "
                        + control.lastStage());
            }
        }
    }

    private RunResult result(Stopping stopping, QemuProcess qemu) throws InterruptedException {
        if (stopping.result() != null) {
            return stopping.result();
        }
        RunResult result = RunResult.of(control, qemu.process().exitValue());
        boolean saidWhy = result.reason().equals("lost") && !qemu.lastWord().isEmpty();
        return saidWhy ? result.withDetail(" (" + qemu.lastWord() + ")") : result;
    }

    private double secondsSinceStart() {
        return (System.nanoTime() - startNanoseconds) / 1e9;
    }

    private static String inWords(long milliseconds) {
        return milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
    }
}
