package exo.cli.machine;

import exo.cli.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended, for the exit status, for people and as JSON.
 *
 * @param reason one word: exit, fault, ended, overrun, kernel-panic, refused, lost, timeout, interrupted, or error when nothing
 *     was run
 * @param environment whose end it was, or null
 * @param detail a sentence, or empty
 * @param log the file with all the console said, or null
 */
public record RunResult(int status, String reason, String environment, String detail, Path log, List<Stage> stages) {
    /** QEMU's debug-exit device ends QEMU with twice the guest's value and one. */
    private static final int DEBUG_EXIT_FACTOR = 2;

    /** What the guest and QEMU's own exit status say together. */
    static RunResult of(ControlLog control, int qemuStatus) {
        if (control.panic().isPresent()) {
            return new RunResult(ExitStatus.EXO_FAILED, "kernel-panic", null, control.panic().get(), null,
                    control.stages());
        }
        if (control.refusal().isPresent()) {
            return new RunResult(ExitStatus.EXO_FAILED, "refused", null, control.refusal().get(), null,
                    control.stages());
        }
        if (control.exit().isPresent()) {
            ControlLog.Exit exit = control.exit().get();
            return new RunResult(exit.status(), exit.reason(), exit.environment(), "", null, control.stages());
        }
        // QEMU also ends with 1 when it could not start: only a guest that was seen alive is believed.
        boolean guestWasAlive = !control.stages().isEmpty();
        if (guestWasAlive && qemuStatus % DEBUG_EXIT_FACTOR == 1) {
            return new RunResult((qemuStatus - 1) / DEBUG_EXIT_FACTOR, "exit", null,
                    "status by the debug-exit device", null, control.stages());
        }
        String detail = "the machine ended without a word; QEMU's status " + qemuStatus + ", last stage "
                + control.lastStage();
        return new RunResult(ExitStatus.EXO_FAILED, "lost", null, detail, null, control.stages());
    }

    /** An end that came from this side. */
    static RunResult stopped(int status, String reason, String detail, ControlLog control) {
        return new RunResult(status, reason, null, detail, null, control.stages());
    }

    public static RunResult error(int status, String detail) {
        return new RunResult(status, "error", null, detail, null, List.of());
    }

    RunResult withDetail(String more) {
        return new RunResult(status, reason, environment, detail + more, log, stages);
    }

    public RunResult withLog(Path file) {
        return new RunResult(status, reason, environment, detail, file, stages);
    }

    /** What an error message says of it; empty when the system ended by itself, whatever its status. */
    public Optional<String> problem() {
        return switch (reason) {
            case "kernel-panic" -> Optional.of("the kernel panicked: " + detail);
            case "refused" -> Optional.of("the kernel refused to run: " + detail);
            case "lost" -> Optional.of(detail);
            case "timeout" -> Optional.of("timeout: " + detail);
            default -> Optional.empty();
        };
    }

    /** "exit 139 (fault, env 'web')". */
    public String sentence() {
        String who = environment == null ? "" : ", env '" + environment + "'";
        String plain = "exit " + status;
        return status == ExitStatus.OK ? plain : plain + " (" + reason + who + ")";
    }

    public String json() {
        return "{\"status\":" + status + ",\"reason\":" + quoted(reason) + ",\"env\":" + quoted(environment)
                + ",\"detail\":" + quoted(detail) + ",\"log\":" + quoted(log == null ? null : log.toString())
                + ",\"core\":null}";
    }

    /** A JSON string, or null. */
    public static String quoted(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' ? "\\u%04x".formatted((int) c) : c);
            }
        }
        return quoted.append('"').toString();
    }
}
