package exo.tests.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A machine of QEMU's whose processor finds nothing to boot: this JVM takes its place, by loads and stores of physical addresses
 * over a socket (QEMU's qtest protocol). Its devices are those that guests have.
 */
final class Qtest implements AutoCloseable {
    private static final int PATIENCE_MILLISECONDS = 20_000;
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final SocketChannel channel;
    private final BufferedReader answers;

    Qtest(Path directory, List<String> arguments) throws IOException, InterruptedException {
        Path socket = directory.resolve("qtest");
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-qtest",
                "unix:" + socket + ",server=on,wait=off", "-qtest-log", "/dev/null", "-nodefaults", "-display", "none", "-m", "16M"));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("qemu.log").toFile()).start();
        SocketChannel connected = null;
        for (int waited = 0; connected == null && waited < PATIENCE_MILLISECONDS && process.isAlive(); waited++) {
            Thread.sleep(1);
            connected = connected(socket);
        }
        if (connected == null) {
            close();
            throw new AssertionError(command + ": " + Files.readString(directory.resolve("qemu.log")));
        }
        channel = connected;
        answers = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.US_ASCII));
    }

    /** Or null: QEMU does not listen yet. The socket is there a moment before that. */
    private static SocketChannel connected(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException notYet) {
            channel.close();
            return null;
        }
    }

    /** What one command is answered, behind the word OK. */
    private String told(String command) {
        try {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            String answer = answers.readLine();
            while (answer != null && answer.startsWith("IRQ")) {
                answer = answers.readLine();
            }
            if (answer == null || !answer.startsWith("OK")) {
                throw new AssertionError(command + ": " + answer);
            }
            return answer.substring(2).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(command, e);
        }
    }

    /** @param width  b, w, l or q: 8 to 64 bits */
    long load(char width, long address) {
        return Long.parseUnsignedLong(told("read" + width + " 0x" + Long.toHexString(address)).substring(2), 16);
    }

    void store(char width, long address, long value) {
        told("write" + width + " 0x" + Long.toHexString(address) + " 0x" + Long.toHexString(value));
    }

    void zero(long address, long byteCount) {
        told("memset 0x" + Long.toHexString(address) + " 0x" + Long.toHexString(byteCount) + " 0x0");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
