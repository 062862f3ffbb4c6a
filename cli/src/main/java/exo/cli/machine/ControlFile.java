package exo.cli.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Follows the file that QEMU writes the control channel to, and hands its complete lines to a {@link ControlLog}. */
final class ControlFile {
    private static final int CHUNK_BYTES = 4096;
    /** A guest gone wild may fill its port with noise: a line is never longer than this. */
    private static final int LINE_LENGTH_MAX = 1024;

    private final Path file;
    private final ControlLog log;
    private final StringBuilder line = new StringBuilder();
    private long position;

    ControlFile(Path file, ControlLog log) {
        this.file = file;
        this.log = log;
    }

    void poll() throws IOException {
        if (!Files.exists(file) || Files.size(file) == position) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
            while (channel.read(buffer, position) > 0) {
                position += buffer.position();
                take(StandardCharsets.UTF_8.decode(buffer.flip()));
                buffer.clear();
            }
        }
    }

    private void take(CharSequence text) {
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c == '\n') {
                log.accept(line.toString());
                line.setLength(0);
            } else if (line.length() < LINE_LENGTH_MAX) {
                line.append(c);
            }
        }
    }
}
