package exo.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The console to the user and, the same bytes, to the run's log. A full disk costs the log, never the console. */
final class TeeStream extends OutputStream {
    private final OutputStream first;
    private OutputStream log;

    TeeStream(OutputStream first, Path log) throws IOException {
        this.first = first;
        this.log = new FileOutputStream(log.toFile());
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        first.write(bytes, offset, count);
        try {
            log.write(bytes, offset, count);
        } catch (IOException full) {
            log.close();
            log = OutputStream.nullOutputStream();
        }
    }

    @Override
    public void flush() throws IOException {
        first.flush();
    }

    /** Closes the log; the user's stream stays open. */
    @Override
    public void close() throws IOException {
        log.close();
    }
}
