package exo.cli.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The console of a measuring program, kept line by line, within bounds whatever it prints: the measurements, and the
 * last lines of all, which say what happened if there are none.
 */
public final class BenchConsole extends OutputStream {
    private static final int MEASUREMENTS_MAX = 1_000;
    private static final int LAST_LINES_MAX = 20;
    private static final int LINE_BYTES_MAX = 4_096;

    private final OutputStream echo;
    private final String word;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> measurements = new ArrayList<>();
    private final Deque<String> lastLines = new ArrayDeque<>();

    /**
     * @param echo where all of it goes as well
     * @param word how a measurement begins, behind the program's label
     */
    public BenchConsole(OutputStream echo, String word) {
        this.echo = echo;
        this.word = word;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        echo.write(bytes, offset, count);
        for (int index = offset; index < offset + count; index++) {
            if (bytes[index] == '\n') {
                endLine();
            } else if (line.size() < LINE_BYTES_MAX) {
                line.write(bytes[index]);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        echo.flush();
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.contains("] " + word) && measurements.size() < MEASUREMENTS_MAX) {
            measurements.add(text);
        }
        lastLines.add(text);
        if (lastLines.size() > LAST_LINES_MAX) {
            lastLines.remove();
        }
    }

    /** Lines that may be measurements, labels included. */
    public List<String> measurements() {
        return List.copyOf(measurements);
    }

    public List<String> lastLines() {
        return List.copyOf(lastLines);
    }
}
