package exo.tests.system;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Presses the button that cannot be masked, at random instants, from the first sight of ring 3 on for as long as the machine runs:
 * QEMU's inject-nmi. It is told over a socket of QEMU's monitor, of which a word to QEMU is to say where it is. (Before a kernel
 * has set up its interrupt table, the first such interrupt is the end of any machine.)
 */
final class NmiInjector implements Runnable {
    private static final int PATIENCE_MILLISECONDS = 20_000;
    private static final int PAUSE_MICROSECONDS_MAXIMUM = 4000;
    private static final int BYTES_OF_AN_ANSWER = 8192;
    private static final String REGISTERS = "{\"execute\": \"human-monitor-command\", "
            + "\"arguments\": {\"command-line\": \"info registers\"}}";

    private final Path socket;
    private final Random random = new Random(7);
    private volatile int injected;

    NmiInjector(Path directory) {
        this.socket = directory.resolve("qmp");
    }

    /** What QEMU is to be told. */
    List<String> arguments() {
        return List.of("--qemu-arg=-qmp", "--qemu-arg=unix:" + socket + ",server=on,wait=off");
    }

    int injected() {
        return injected;
    }

    @Override
    public void run() {
        try {
            for (int waited = 0; !Files.exists(socket) && waited < PATIENCE_MILLISECONDS; waited++) {
                Thread.sleep(1);
            }
            inject();
        } catch (IOException machineIsOff) {
            // That is how it ends: what counts was counted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void inject() throws IOException, InterruptedException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            answer(channel, "{\"execute\": \"qmp_capabilities\"}");
            while (!answer(channel, REGISTERS).contains("CPL=3")) {
                Thread.sleep(1);
            }
            while (!answer(channel, "{\"execute\": \"inject-nmi\"}").isEmpty()) {
                injected++;
                Thread.sleep(0, random.nextInt(1_000_000));
                Thread.sleep(random.nextInt(PAUSE_MICROSECONDS_MAXIMUM) / 1000);
            }
        }
    }

    /** A command, and some of what is said upon it; nothing when the machine is off. */
    private static String answer(SocketChannel channel, String command) throws IOException {
        channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(BYTES_OF_AN_ANSWER);
        return channel.read(answer) <= 0 ? "" : new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
}
