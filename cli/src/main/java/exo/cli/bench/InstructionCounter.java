package exo.cli.bench;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts the guest's instructions from outside while it runs: a plugin of QEMU's adds each to a word in a file, which is mapped here. So
 * what a guest does between two moments of the host's is counted whole, interrupts and idling included, and the guest is not asked.
 */
public final class InstructionCounter {
    private static final String SOURCE = "count.c";
    private static final int COUNT_BYTES = 4096;
    private static final long COMPILER_SECONDS = 60;

    private final Path plugin;
    private final Path file;
    private final MappedByteBuffer count;

    private InstructionCounter(Path plugin, Path file, MappedByteBuffer count) {
        this.plugin = plugin;
        this.file = file;
        this.count = count;
    }

    /** A counter that stands at 0, with its plugin compiled; all its files are in a directory, which is there. */
    public static InstructionCounter in(Path directory) throws IOException, Failure, InterruptedException {
        Path source = directory.resolve(SOURCE);
        try (InputStream text = InstructionCounter.class.getResourceAsStream(SOURCE)) {
            Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Path plugin = directory.resolve("count.so");
        Process compiler = new ProcessBuilder("gcc", "-O2", "-shared", "-fPIC", "-o", plugin.toString(), source.toString())
                .inheritIO().start();
        if (!compiler.waitFor(COMPILER_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            throw new Failure(ExitStatus.EXO_FAILED, "gcc does not compile the plugin that counts instructions: " + source);
        }
        Path file = directory.resolve("count");
        Files.write(file, new byte[COUNT_BYTES]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer count = channel.map(FileChannel.MapMode.READ_WRITE, 0, COUNT_BYTES);
            count.order(ByteOrder.LITTLE_ENDIAN);
            return new InstructionCounter(plugin, file, count);
        }
    }

    /** What QEMU is to be started with. */
    public List<String> arguments() {
        return List.of("-plugin", plugin + ",count=" + file);
    }

    /** Instructions that the guest has executed up to now. */
    public long count() {
        return count.getLong(0);
    }
}
