package exo.ebpf.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clang writes for C, read, linked and run; and objects that are damaged. The C stands beside the objects. */
final class ElfObjectTest {
    private static final long BUDGET = 10_000_000;

    static byte[] object(String name) throws IOException {
        try (InputStream stream = ElfObjectTest.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        }
    }

    private static HostProgram.Result run(ElfObject object, byte[] memory) {
        HostProgram program = new HostProgram(object.instructions(), new HostProgram.Terms(0, memory.length, object.area(), 0,
                Program.AREA_WRITABLE));
        assertEquals(Refusal.NONE, program.checkStructure(), () -> "at " + program.refusedAt());
        HostProgram.Result result = program.interpret(memory, BUDGET, (run, number, r1, r2, r3, r4, r5) -> 0);
        assertEquals(Run.DONE, result.outcome(), () -> "at " + result.endedAt());
        return result;
    }

    private static byte[] memory(long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(words).forEach(buffer::putLong);
        return buffer.array();
    }

    private static void assertCounters(byte[] bytes) throws UnreadableException {
        ElfObject object = ElfObject.read(bytes, null);
        assertEquals("program", object.name());
        byte[] memory = {1, 2, 3, (byte) 200};
        HostProgram.Result result = run(object, memory);
        // Twice the sum, the entry of the table at its remainder by 3, the second count raised by one, the third by its pointer.
        assertEquals(2 * 206 + 9 + 3 + 3, result.value());
        ByteMemory area = new ByteMemory(0, result.area());
        assertEquals(206, area.load64(object.variables().get("zeroed") + 8));
        assertEquals(5, area.load64(object.variables().get("ring") + 8 + 3 * 8));
        assertEquals(9, area.load32(object.variables().get("table") + 8));
    }

    private static void assertArithmetic(byte[] bytes) throws UnreadableException {
        ElfObject object = ElfObject.read(bytes, null);
        // The greatest common divisor of 12 and 18, 1,000 times; 25 primes below 97, of which 24; then as the sign says.
        long first = 12L << 40 | 80;
        long second = 18L << 40 | 97;
        assertEquals(6 * 1000 + 24 + (97 ^ 0x5a5a5a5aL), run(object, memory(first, second)).value());
        long negative = -8;
        long divisor = gcd(negative >>> 40, second >>> 40);
        assertEquals(divisor * 1000 + 24 + 1, run(object, memory(negative, second)).value());
        assertEquals(0, run(object, memory(1)).value());
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static void assertClassify(byte[] bytes) throws UnreadableException {
        ElfObject udp = ElfObject.read(bytes, "udp");
        byte[] frame = new byte[60];
        frame[12] = 8;
        frame[14] = 0x45;
        frame[23] = 17;
        frame[37] = 7;
        assertEquals(1, run(udp, frame).value());
        for (int at : new int[] {12, 14, 23, 37}) {
            byte[] other = frame.clone();
            other[at]++;
            assertEquals(0, run(udp, other).value());
        }
        assertEquals(0, run(udp, Arrays.copyOf(frame, 41)).value());
        // The example of RFC 1071, section 3: the sum is ddf2.
        byte[] words = {0, 1, (byte) 0xf2, 3, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7};
        assertEquals(~0xddf2 & 0xffff, run(ElfObject.read(bytes, "internet_checksum"), words).value());
    }

    @Test
    void programsFromObjectsComputeWhatTheirCSays() throws IOException, UnreadableException {
        assertCounters(object("counters.o"));
        assertArithmetic(object("arithmetic.o"));
        assertClassify(object("classify.o"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-O2 -g -mcpu=v3", "-O2 -mcpu=v1", "-O1 -mcpu=v2", "-O3 -g -mcpu=v3", "-Os -mcpu=v3"})
    void asDoThoseThatClangWritesHere(String options, @TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(clangIsInstalled(), "clang is not installed");
        assertCounters(compiled("counters", options, directory));
        assertArithmetic(compiled("arithmetic", options, directory));
        assertClassify(compiled("classify", options, directory));
    }

    private static boolean clangIsInstalled() {
        return Arrays.stream(System.getenv("PATH").split(":")).anyMatch(place -> Files.isExecutable(Path.of(place, "clang")));
    }

    private static byte[] compiled(String name, String options, Path directory) throws Exception {
        Path source = Files.write(directory.resolve(name + ".c"), object(name + ".c"));
        Path object = directory.resolve(name + ".o");
        String command = "clang -target bpf " + options + " -c " + source + " -o " + object;
        Process clang = new ProcessBuilder(command.split(" ")).inheritIO().start();
        assertTrue(clang.waitFor(60, TimeUnit.SECONDS) && clang.exitValue() == 0, command);
        return Files.readAllBytes(object);
    }

    @Test
    void instructionsKnowTheirFunctionsAndLines() throws IOException, UnreadableException {
        ElfObject object = ElfObject.read(object("counters.o"), "program");
        assertEquals(object.instructions().length, object.places().size());
        assertEquals("program", object.places().get(0).function());
        assertTrue(object.places().get(0).line().file().endsWith("counters.c"), object.places().get(0).line().file());
        assertTrue(object.places().stream().anyMatch(place -> place.function().equals("sum")
                && place.line().toString().endsWith("counters.c:19: total += bytes[at];")));
    }

    @Test
    void whatIsNotClearIsAsked() throws IOException {
        byte[] two = object("classify.o");
        assertEquals("has several programs in the object: echo_request, internet_checksum; say which with --section", message(two));
        assertEquals("has no program or section tcp; it has echo_request, internet_checksum",
                assertThrows(UnreadableException.class, () -> ElfObject.read(two, "tcp")).getMessage());
    }

    @Test
    void whatIsNoObjectForBpfIsSaid() throws IOException {
        assertEquals("is no ELF file", message(new byte[0]));
        byte[] other = object("counters.o");
        other[18] = 62;
        assertTrue(message(other).startsWith("is an ELF file for another machine (number 62)"), message(other));
        byte[] linked = object("counters.o");
        linked[16] = 2;
        assertTrue(message(linked).startsWith("is no relocatable object"), message(linked));
    }

    private static String message(byte[] bytes) {
        return assertThrows(UnreadableException.class, () -> ElfObject.read(bytes, null)).getMessage();
    }

    @Test
    void aDamagedObjectIsReadOrRefusedInOneLine() throws IOException {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("ElfObjectTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] sound = object("counters.o");
        int refused = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            byte[] damaged = Arrays.copyOf(sound, random.nextInt(4) == 0 ? random.nextInt(sound.length) : sound.length);
            for (int change = random.nextInt(8); change >= 0 && damaged.length > 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                ElfObject.read(damaged, null);
            } catch (UnreadableException expected) {
                assertEquals(1, expected.getMessage().lines().count());
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused: " + refused);
    }
}
