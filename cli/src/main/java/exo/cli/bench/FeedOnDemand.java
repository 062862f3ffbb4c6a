package exo.cli.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends the machine what programs on it ask for by lines, and passes the console on: a TCP packet for {@code feed PORT}, which comes when it is
 * waited for; and for {@code burst PORT COUNT BYTES} so many UDP packets, one after the other as fast as the host can, of so many bytes of zeroes
 * behind their headers.
 */
public final class FeedOnDemand extends OutputStream {
    private static final Pattern WISH = Pattern.compile("\\[[^]]+\\] feed ([0-9]{1,5})");
    private static final Pattern BURST = Pattern.compile("\\[[^]]+\\] burst ([0-9]{1,5}) ([0-9]{1,3}) ([0-9]{1,4})");

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
                grant(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (bytes[index] != '\r') {
                line.write(bytes[index]);
            }
        }
    }

    private void grant(String text) throws IOException {
        Matcher wish = WISH.matcher(text);
        if (wish.matches()) {
            link.send(TestFrame.tcp(mac, address, Integer.parseInt(wish.group(1))));
        }
        Matcher burst = BURST.matcher(text);
        if (burst.matches()) {
            byte[] frame = TestFrame.udp(mac, address, Integer.parseInt(burst.group(1)), new byte[Integer.parseInt(burst.group(3))]);
            for (int count = Integer.parseInt(burst.group(2)); count > 0; count--) {
                link.send(frame);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        console.flush();
    }
}
