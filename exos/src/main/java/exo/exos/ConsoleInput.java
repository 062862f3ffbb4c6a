package exo.exos;

import exo.abi.Event;
import exo.abi.Status;
import exo.exos.kernel.KernelCalls;
import java.io.InputStream;

/**
 * {@code System.in}: the console's input, for the environment that owns it. Waits, without using the processor, until there
 * is any. The byte 4 (end of transmission) ends it, for good: that is what a terminal's Ctrl-D and {@code exo run} send.
 */
public final class ConsoleInput extends InputStream {
    private static final int END_OF_TRANSMISSION = 4;
    private static final ConsoleInput STREAM = new ConsoleInput();

    private final byte[] buffer = new byte[512];
    private int next;
    private int end;
    private boolean ended;

    private ConsoleInput() {
    }

    public static InputStream stream() {
        return STREAM;
    }

    @Override
    public int read() {
        return fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = 0;
        while (taken < count && next < end && buffer[next] != END_OF_TRANSMISSION) {
            bytes[offset + taken++] = buffer[next++];
        }
        return taken;
    }

    @Override
    public int available() {
        int count = 0;
        while (!ended && next + count < end && buffer[next + count] != END_OF_TRANSMISSION) {
            count++;
        }
        return count;
    }

    /** Makes sure that there is a byte to give; false at the end. */
    private boolean fill() {
        while (!ended && next == end) {
            long result = KernelCalls.consoleRead(Native.addressOf(buffer), buffer.length);
            if (result == Status.WOULD_BLOCK) {
                Native.flush();
                KernelCalls.waitFor(Event.CONSOLE_INPUT, 0);
            } else if (result < 0) {
                ended = true;
            } else {
                next = 0;
                end = (int) result;
            }
        }
        ended |= !ended && buffer[next] == END_OF_TRANSMISSION;
        return !ended;
    }
}
