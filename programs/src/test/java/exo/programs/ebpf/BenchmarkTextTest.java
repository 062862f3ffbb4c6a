package exo.programs.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import exo.ebpf.host.ElfObject;
import exo.ebpf.host.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's benchmark programs are what clang makes of their source. Other clangs than the one that it was may make something else. */
final class BenchmarkTextTest {
    private static final Path SOURCE = Path.of("src/main/c/ebpf/benchmarks.c");
    private static final String CLANG = "clang version 14.";
    private static final Map<String, String> TEXTS = new TreeMap<>(Map.of("checksum", BenchmarkText.CHECKSUM, "udp_header",
            BenchmarkText.UDP_HEADER, "hash", BenchmarkText.HASH, "byte_swap", BenchmarkText.BYTE_SWAP, "map_counter",
            BenchmarkText.MAP_COUNTER, "sort", BenchmarkText.SORT, "search", BenchmarkText.SEARCH, "divisor", BenchmarkText.DIVISOR));

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        int status = process.waitFor();
        String text = Files.readString(output);
        assertEquals(0, status, text);
        return text;
    }

    private static boolean isClangThere(Path directory) throws InterruptedException {
        try {
            return run(directory, "clang", "--version").contains(CLANG);
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void theTextIsWhatClangMakesOfTheSource(@TempDir Path directory) throws IOException, InterruptedException, UnreadableException {
        assumeTrue(isClangThere(directory), CLANG + " is not installed");
        Path object = directory.resolve("benchmarks.o");
        run(directory, "clang", "-target", "bpf", "-mcpu=v3", "-O2", "-fno-unroll-loops", "-c", SOURCE.toString(), "-o", object.toString());
        byte[] bytes = Files.readAllBytes(object);
        for (Map.Entry<String, String> text : TEXTS.entrySet()) {
            assertEquals(hexadecimal(ElfObject.read(bytes, "bench_" + text.getKey()).instructions()), text.getValue(), text.getKey());
        }
    }

    private static String hexadecimal(long[] words) {
        StringBuilder text = new StringBuilder();
        for (long word : words) {
            text.append(String.format("%016x", Long.reverseBytes(word)));
        }
        return text.toString();
    }
}
