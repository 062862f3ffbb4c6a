package exo.forge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** One run of a tool of the host, to its end; what it printed is the error when it fails. */
final class Command {
    private static final int LINES_SHOWN = 30;

    private Command() {
    }

    static String run(Path directory, List<String> words) throws ForgeException {
        try {
            Process process = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new ForgeException(words.get(0) + " failed:\n" + firstLines(output), 1);
            }
            return output;
        } catch (IOException e) {
            throw new ForgeException("cannot run " + words.get(0) + ": " + e.getMessage(), 3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ForgeException("interrupted while " + words.get(0) + " ran", 130);
        }
    }

    private static String firstLines(String output) {
        List<String> lines = output.lines().toList();
        return String.join("\n", lines.subList(0, Math.min(LINES_SHOWN, lines.size())));
    }
}
