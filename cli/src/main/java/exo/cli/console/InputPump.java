package exo.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Moves exo's standard input to the guest's console, and at its end sends one end-of-transmission byte, which programs
 * take as end of input. It starts only when the guest is up: a serial port whose kernel has not switched on its queue
 * loses what came before. A daemon, as a read from a terminal cannot be broken off.
 */
public final class InputPump {
    private static final int CHUNK_BYTES = 4096;
    private static final byte END_OF_TRANSMISSION = 0x04;

    private final InputStream source;
    private final OutputStream guest;
    private boolean started;

    public InputPump(InputStream source, OutputStream guest) {
        this.source = source;
        this.guest = guest;
    }

    /** May be called again; the first call counts. */
    public void start() {
        if (!started) {
            started = true;
            Thread thread = new Thread(this::pump, "console-input");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void pump() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                guest.write(buffer, 0, count);
                guest.flush();
            }
            // The pipe stays open behind this byte: QEMU would report its end as a hang-up of the line.
            guest.write(END_OF_TRANSMISSION);
            guest.flush();
        } catch (IOException guestGone) {
            // The machine has ended; its result is told elsewhere.
        }
    }
}
