package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.ElfObject;
import exo.ebpf.host.Explanation;
import exo.ebpf.host.HostProgram;
import exo.ebpf.host.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What clang makes of ordinary packet handlers in C is accepted as it is, with every access proved; and does, on packets at random, what is known
 * of it. The sources lie beside the objects, with how they were compiled.
 */
final class HandlersTest {
    private static final String[] HANDLERS = {"arp", "bytes", "bytes32", "checksum", "checksum_pointer", "counters", "cursor", "find", "functions",
        "icmp_echo", "ipv4_options", "ipv6_headers", "predicate", "predicate_loop", "rest", "spills", "structs", "tcp_flags", "udp_echo", "vlan"};
    private static final long[][] LENGTHS = {{0, 1514}, {0, 65_536}, {64, 64}, {60, 1514}};
    private static final int PACKETS = 200;
    private static final int STEPS_MOST = 3_000;
    /** What decides in the headers: types, versions, protocols, flags. */
    private static final int[] LIKELY = {0x08, 0x00, 0x81, 0x86, 0xdd, 0x45, 0x46, 0x4f, 6, 17, 1, 0, 44, 43, 60, 7, 80, 0x12, 0x50, 148};

    private static ElfObject read(String name) throws IOException, UnreadableException {
        try (InputStream file = HandlersTest.class.getResourceAsStream("handlers/" + name + ".o")) {
            return ElfObject.read(file.readAllBytes(), null);
        }
    }

    private static HostProgram.Terms terms(ElfObject object, long[] lengths) {
        return new HostProgram.Terms(lengths[0], lengths[1], object.area(), 0, Program.MEMORY_WRITABLE | Program.AREA_WRITABLE);
    }

    @TestFactory
    Stream<DynamicTest> everyAccessIsProved() {
        return Stream.of(HANDLERS).map(name -> DynamicTest.dynamicTest(name, () -> {
            ElfObject object = read(name);
            for (long[] lengths : LENGTHS) {
                CheckedProgram program = new CheckedProgram(object.instructions(), terms(object, lengths));
                assertEquals("", program.isAccepted() ? "" : String.join("\n", Explanation.of(program, object.places())));
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsKnownOfThemHolds() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("HandlersTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.of(HANDLERS).map(name -> DynamicTest.dynamicTest(name, () -> {
            ElfObject object = read(name);
            HostProgram.Terms terms = terms(object, LENGTHS[0]);
            CheckedProgram program = new CheckedProgram(object.instructions(), terms);
            for (int packet = 0; packet < PACKETS; packet++) {
                byte[] memory = new byte[random.nextInt(random.nextBoolean() ? 80 : 1514)];
                for (int at = 0; at < memory.length; at++) {
                    memory[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : LIKELY[random.nextInt(LIKELY.length)]);
                }
                putHeaders(memory, random);
                assertNull(new ShadowRun(program, terms, memory, random).run(STEPS_MOST), "seed " + seed);
            }
        }));
    }

    /** Mostly a packet of IPv4 or IPv6. */
    private static void putHeaders(byte[] memory, SplittableRandom random) {
        boolean six = random.nextInt(3) == 0;
        if (memory.length > 24 && random.nextInt(5) != 0) {
            memory[12] = (byte) (six ? 0x86 : 0x08);
            memory[13] = (byte) (six ? 0xdd : 0x00);
            memory[14] = (byte) (0x45 + random.nextInt(3));
            memory[20] = 0;
            memory[21] = 0;
        }
    }
}
