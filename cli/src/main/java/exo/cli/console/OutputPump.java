package exo.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Moves the guest's console from QEMU's pipe to {@link ConsoleText}: one thread waits for bytes, another for their
 * absence, since only that shows an unfinished line. Bytes are never dropped: a reader of ours that stalls fills the
 * queue, then the pipe, and so holds up the guest.
 */
public final class OutputPump {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int CHUNKS_MAX = 64;
    private static final long IDLE_MILLISECONDS = 50;
    private static final byte[] END = {};

    private final InputStream source;
    private final ConsoleText text;
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>(CHUNKS_MAX);
    private final Thread writer = new Thread(this::write, "console-writer");
    private volatile boolean readerGone;

    public OutputPump(InputStream source, ConsoleText text) {
        this.source = source;
        this.text = text;
    }

    public void start() {
        Thread reader = new Thread(this::read, "console-reader");
        reader.setDaemon(true);
        reader.start();
        writer.setDaemon(true);
        writer.start();
    }

    /** Waits until all that the guest printed is shown, and the blocks among it. */
    public void finish(long milliseconds) throws InterruptedException, IOException {
        writer.join(milliseconds);
        if (!writer.isAlive() && !readerGone) {
            text.end();
        }
    }

    /** Whether nobody reads our output any more, as behind {@code | head}. */
    public boolean outputClosed() {
        return readerGone;
    }

    private void read() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                chunks.put(Arrays.copyOf(buffer, count));
            }
        } catch (IOException killed) {
            // QEMU was killed while writing: what it wrote before is in the queue.
        } catch (InterruptedException ended) {
            return;
        }
        putEnd();
    }

    private void putEnd() {
        try {
            chunks.put(END);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (true) {
                byte[] chunk = chunks.poll(IDLE_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (chunk == END) {
                    text.end();
                    return;
                }
                if (chunk == null) {
                    text.idle();
                } else {
                    text.accept(chunk, chunk.length);
                }
            }
        } catch (IOException | InterruptedException gone) {
            readerGone = true;
        }
    }
}
