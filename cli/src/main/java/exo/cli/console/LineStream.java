package exo.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A console that is taken line by line, each without its end; a last line without one is dropped. */
public final class LineStream extends OutputStream {
    private static final int LINE_BYTES_MAX = 4_096;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    public LineStream(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int octet) {
        if (octet == '\n') {
            lines.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else if (line.size() < LINE_BYTES_MAX) {
            line.write(octet);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        for (int index = offset; index < offset + count; index++) {
            write(bytes[index]);
        }
    }
}
