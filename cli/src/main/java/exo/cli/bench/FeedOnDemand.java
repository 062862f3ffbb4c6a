package exo.cli.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a TCP packet to the machine for each line {@code feed PORT} that a program on it prints, and passes the console on. So the packets
 * come when they are waited for, one at a time, and the figures do not depend on the host.
 */
public final class FeedOnDemand extends OutputStream {
    private static final Pattern WISH = Pattern.compile("\\[[^]]+\\] feed ([0-9]{1,5})");

    private final OutputStream console;
    private final RawLink link;
    private final byte[] mac;
    private final byte[] address;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    public FeedOnDemand(OutputStream console, RawLink link, byte[] mac, byte[] address) {
        this.console = console;
        this.link = link;
        this.mac = mac.clone();
        this.address = address.clone();
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        console.write(bytes, offset, count);
        for (int index = offset; index < offset + count; index++) {
            if (bytes[index] == '\n') {
                Matcher wish = WISH.matcher(line.toString(StandardCharsets.UTF_8));
                line.reset();
                if (wish.matches()) {
                    link.send(TestFrame.tcp(mac, address, Integer.parseInt(wish.group(1))));
                }
            } else if (bytes[index] != '\r') {
                line.write(bytes[index]);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        console.flush();
    }
}
