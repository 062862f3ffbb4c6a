package exo.cli.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel has said on the control channel, line by line: {@code stage NAME CYCLES}, {@code exit STATUS REASON
 * ENV}, {@code panic TEXT}, {@code refused TEXT} (a machine or archive that the kernel will not run on).
 * Lines that are none of these are left alone, so that a newer kernel may say more.
 */
public final class ControlLog {
    private static final int STATUS_MAX = 255;

    private final List<Stage> stages = new ArrayList<>();
    private Exit exit;
    private String panic;
    private String refusal;

    /** The system's end as the kernel told it; the environment may be null. */
    public record Exit(int status, String reason, String environment) {
    }

    public void accept(String line) {
        String[] words = line.strip().split(" +");
        if (words[0].equals("panic") && panic == null) {
            panic = line.strip().substring("panic".length()).strip();
        } else if (words[0].equals("refused") && refusal == null) {
            refusal = line.strip().substring("refused".length()).strip();
        } else if (words[0].equals("stage") && words.length == 3) {
            number(words[2]).ifPresent(cycles -> stages.add(new Stage(words[1], cycles)));
        } else if (words[0].equals("exit") && words.length == 4 && exit == null) {
            number(words[1]).filter(status -> status <= STATUS_MAX).ifPresent(status -> exit =
                    new Exit(status.intValue(), words[2], words[3].equals("-") ? null : words[3]));
        }
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number >= 0);
        } catch (NumberFormatException garbled) {
            return Optional.empty();
        }
    }

    public List<Stage> stages() {
        return List.copyOf(stages);
    }

    public boolean userReached() {
        return stages.stream().anyMatch(stage -> stage.name().equals(Stage.USER));
    }

    public String lastStage() {
        return stages.isEmpty() ? "none" : stages.get(stages.size() - 1).name();
    }

    public Optional<Exit> exit() {
        return Optional.ofNullable(exit);
    }

    public Optional<String> panic() {
        return Optional.ofNullable(panic);
    }

    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Whether the kernel has had its last word. */
    public boolean ended() {
        return exit != null || panic != null || refusal != null;
    }
}
