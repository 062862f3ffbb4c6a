package exo.tests.downloaded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import exo.ebpf.Program;
import exo.ebpf.Run;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.ElfObject;
import exo.ebpf.host.HostProgram;
import exo.ebpf.host.UnreadableException;
import exo.forge.ebpf.JavaTranslator;
import exo.forge.ebpf.SourceLines;
import exo.forge.ebpf.UntranslatableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The samples in Java and in C: the checker takes both, and both do the same to every packet. */
final class JavaAndCTest {
    private static final Path ROOT = root();
    private static final int PACKETS = 2_000;
    private static final int BYTES_LEAST = 14;
    private static final int BYTES_MOST = 1518;
    private static final int INPUT_BYTES = 32;
    private static final long BUDGET = 10_000;
    private static final int SEND = 1;
    private static final long HELPERS = 0b1_1110;
    private static final long HELPER_ARGUMENTS = 0x0_0310;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    /** What a run asked the kernel to send. */
    private long sent;

    private CheckedProgram inC(String name, boolean handler) throws IOException, InterruptedException, UnreadableException {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "clang"))),
                "clang is not installed");
        Path object = directory.resolve(name + ".o");
        Process process = new ProcessBuilder("clang", "-target", "bpf", "-O2", "-g", "-I", ROOT.resolve("abi/include/ebpf").toString(),
                "-c", ROOT.resolve("programs/src/main/ebpf").resolve(name + ".c").toString(), "-o", object.toString()).inheritIO().start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "clang does not end");
        } finally {
            process.destroyForcibly();
        }
        ElfObject program = ElfObject.read(Files.readAllBytes(object), null);
        return accepted(program.instructions(), program.area(), handler, name + ".c");
    }

    private static CheckedProgram inJava(String name, boolean handler) throws IOException, UntranslatableException {
        Path file = ROOT.resolve("programs/target/classes/exo/programs/network/code").resolve(name + ".class");
        ElfObject program = JavaTranslator.translate(Files.readAllBytes(file), new SourceLines(List.of())).object();
        return accepted(program.instructions(), program.area(), handler, name + ".java");
    }

    private static CheckedProgram accepted(long[] instructions, byte[] area, boolean handler, String name) {
        HostProgram.Terms terms = new HostProgram.Terms(handler ? BYTES_LEAST : INPUT_BYTES, handler ? BYTES_MOST : INPUT_BYTES, area,
                handler ? HELPERS : 0, handler ? Program.MEMORY_WRITABLE | Program.AREA_WRITABLE : 0);
        CheckedProgram checked = new CheckedProgram(instructions, terms, HELPER_ARGUMENTS);
        assertTrue(checked.isAccepted(), () -> name + ": rule " + checked.refusal() + " at " + checked.refusedAt());
        return checked;
    }

    private HostProgram.Result run(CheckedProgram program, byte[] packet) {
        sent = 0;
        HostProgram.Result result = program.host().interpret(packet, BUDGET, (run, number, r1, r2, r3, r4, r5) -> {
            assertEquals(SEND, number);
            sent = r1;
            return 0;
        });
        assertEquals(Run.DONE, result.outcome());
        return result;
    }

    /** How many of the packets were sent back. */
    private int compare(CheckedProgram one, CheckedProgram other, List<byte[]> packets) {
        int echoed = 0;
        for (byte[] packet : packets) {
            HostProgram.Result first = run(one, packet);
            long firstSent = sent;
            HostProgram.Result second = run(other, packet);
            assertEquals(first.value(), second.value());
            assertEquals(firstSent, sent);
            assertArrayEquals(first.memory(), second.memory());
            assertArrayEquals(first.area(), second.area());
            echoed += sent == packet.length ? 1 : 0;
        }
        return echoed;
    }

    /** Packets that are echoed but for what one byte changes, and such of nothing but noise. */
    private static List<byte[]> packets(SplittableRandom random, byte... protocolAndBehind) {
        List<byte[]> packets = new ArrayList<>();
        for (int number = 0; number < PACKETS; number++) {
            byte[] packet = new byte[BYTES_LEAST + random.nextInt(100)];
            random.nextBytes(packet);
            if (number % 8 != 0 && packet.length > 42) {
                packet[0] &= (byte) ~1;
                packet[12] = 8;
                packet[13] = 0;
                packet[14] = 0x45;
                packet[20] &= 0x40;
                packet[21] = 0;
                packet[23] = protocolAndBehind[0];
                System.arraycopy(protocolAndBehind, 1, packet, 34, protocolAndBehind.length - 1);
                if (random.nextBoolean()) {
                    packet[random.nextInt(42)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            packets.add(packet);
        }
        return packets;
    }

    private static SplittableRandom random(TestReporter reporter) {
        long seed = System.nanoTime();
        reporter.publishEntry("seed", String.valueOf(seed));
        return new SplittableRandom(seed);
    }

    @Test
    void udpEchoesAlike(TestReporter reporter) throws IOException, InterruptedException, UnreadableException, UntranslatableException {
        int echoed = compare(inC("udp_echo", true), inJava("UdpEcho", true), packets(random(reporter), (byte) 17));
        assertTrue(echoed > PACKETS / 4, "only " + echoed + " were echoed");
    }

    @Test
    void pingEchoesAlike(TestReporter reporter) throws IOException, InterruptedException, UnreadableException, UntranslatableException {
        int echoed = compare(inC("icmp_echo", true), inJava("PingEcho", true), packets(random(reporter), (byte) 1, (byte) 8, (byte) 0));
        assertTrue(echoed > PACKETS / 4, "only " + echoed + " were echoed");
    }

    @Test
    void thePredicateHoldsAlike(TestReporter reporter) throws IOException, InterruptedException, UnreadableException,
            UntranslatableException {
        SplittableRandom random = random(reporter);
        CheckedProgram inC = inC("predicate", false);
        CheckedProgram inJava = inJava("QueueIsWorthIt", false);
        int held = 0;
        for (int number = 0; number < PACKETS; number++) {
            byte[] area = new byte[INPUT_BYTES];
            for (int word = 0; word < area.length; word += Long.BYTES) {
                area[word] = (byte) random.nextInt(4);
                area[word + Long.BYTES - 1] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : 0);
            }
            byte[] input = new byte[INPUT_BYTES];
            input[0] = (byte) random.nextInt(4);
            HostProgram.Result first = run(withArea(inC, area), input);
            assertEquals(first.value(), run(withArea(inJava, area), input).value());
            held += (int) first.value();
        }
        assertTrue(held > PACKETS / 8 && held < PACKETS * 7 / 8, "it held " + held + " times");
    }

    private static CheckedProgram withArea(CheckedProgram program, byte[] area) {
        return accepted(program.instructions(), area, false, "the predicate");
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("systems/showcase.toml"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("these tests run inside exo's own tree");
            }
        }
        return directory;
    }
}
