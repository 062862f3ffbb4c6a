package exo.machine.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Memory as an oracle, and its snapshots and hashes. */
final class SimulatedMemoryTest {
    private static final long BYTES = 1 << 16;

    private final SimulatedMemory memory = new SimulatedMemory(BYTES);

    SimulatedMemoryTest() {
        memory.install(0, 0x8000);
        memory.install(0x9000, 0x7000);
    }

    @Test
    void isLittleEndianAtEveryWidth() {
        memory.store64(0x100, 0x8877_6655_4433_2211L);
        assertEquals(0x11, memory.load8(0x100));
        assertEquals(0x88, memory.load8(0x107));
        assertEquals(0x8877_6655L, memory.load32(0x104));
        memory.store32(0x100, -1L);
        memory.store8(0x107, 0x1ff);
        assertEquals(0xff77_6655_ffff_ffffL, memory.load64(0x100));
    }

    @Test
    void namesTheAddressOfEveryBreach() {
        breach(0x8000, () -> memory.load64(0x8000));
        breach(BYTES, () -> memory.store8(BYTES, 1));
        breach(-8, () -> memory.load64(-8));
        breach(Long.MIN_VALUE, () -> memory.load8(Long.MIN_VALUE));
        breach(0x104, () -> memory.load64(0x104));
        breach(0x102, () -> memory.store32(0x102, 1));
        breach(0x8000, () -> memory.zero(0x7000, 0x2000));
        breach(0x104, () -> memory.zero(0x104, 8));
        breach(0x7000, () -> memory.zero(0x7000, -8));
        breach(0x8000, () -> memory.copy(0, 0x7ff8, 16));
        breach(0x108, () -> memory.copy(0x108, 0x100, 16));
        breach(0x1000, () -> memory.copy(0x1000, 0, Long.MAX_VALUE));
    }

    @Test
    void poisonIsNoticedByAllWays() {
        memory.poison(0x2008, 8);
        assertEquals(0, memory.load64(0x2000));
        breach(0x2008, () -> memory.load64(0x2008));
        breach(0x200f, () -> memory.store8(0x200f, 1));
        breach(0x2000, () -> memory.zero(0x2000, 4096));
        breach(0x2000, () -> memory.copy(0x2000, 0x100, 16));
        memory.zero(0x2010, 8);
        memory.unpoison(0x2008, 8);
        assertEquals(0, memory.load64(0x2008));
    }

    @Test
    void partOfAFrameIsNotInstalled() {
        SimulatedMemory cut = new SimulatedMemory(BYTES);
        cut.install(0x1800, 0x2000);
        assertThrows(MachineCheck.class, () -> cut.load8(0x1800));
        assertEquals(0, cut.load8(0x2000));
        assertThrows(MachineCheck.class, () -> cut.load8(0x3000));
    }

    @Test
    void copyAndZeroCrossFrames() {
        for (int offset = 0; offset < 0x2000; offset++) {
            memory.store8(0x1003 + offset, offset * 31);
        }
        memory.copy(0x5005, 0x1003, 0x2000);
        memory.zero(0x1008, 0x2ff8);
        for (int offset = 0; offset < 0x2000; offset++) {
            assertEquals(offset * 31 & 0xff, memory.load8(0x5005 + offset));
        }
        assertEquals(31, memory.load8(0x1004));
        assertEquals(0, memory.load64(0x2000));
        assertEquals(0, memory.load8(0x5004));
    }

    @Test
    void hashIsOfContentNotOfHistory() {
        long empty = memory.contentHash();
        memory.store64(0x1000, 5);
        long five = memory.contentHash();
        assertNotEquals(empty, five);
        memory.store64(0x1000, 6);
        memory.store64(0x3000, 5);
        assertNotEquals(five, memory.contentHash());
        memory.zero(0x3000, 4096);
        memory.store64(0x1000, 5);
        assertEquals(five, memory.contentHash());
        memory.store64(0x1000, 0);
        assertEquals(empty, memory.contentHash());
        memory.store64(0x1000, 1L << 63);
        memory.store64(0x1008, 1L << 63);
        assertNotEquals(empty, memory.contentHash());
    }

    @Test
    void snapshotsSurviveRandomWritingAndRestoring() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("SimulatedMemoryTest: -Dexo.seed=" + seed);
        Random random = new Random(seed);
        SimulatedMemory.Snapshot[] snapshots = new SimulatedMemory.Snapshot[4];
        byte[][] contents = new byte[4][];
        long[] hashes = new long[4];
        for (int step = 0; step < 2000; step++) {
            int slot = random.nextInt(4);
            int deed = random.nextInt(20);
            if (deed == 0 || snapshots[slot] == null) {
                snapshots[slot] = memory.snapshot();
                contents[slot] = content();
                hashes[slot] = memory.contentHash();
            } else if (deed == 1) {
                memory.restore(snapshots[slot]);
                assertTrue(Arrays.equals(contents[slot], content()));
                assertEquals(hashes[slot], memory.contentHash());
            } else if (deed == 2) {
                memory.zero(random.nextInt(7) << 12, 4096);
            } else {
                memory.store64(random.nextInt(4096) * 8L, random.nextInt(4));
            }
        }
    }

    private byte[] content() {
        byte[] bytes = new byte[0x8000];
        for (int address = 0; address < bytes.length; address++) {
            bytes[address] = (byte) memory.load8(address);
        }
        return bytes;
    }

    private static void breach(long address, Executable access) {
        MachineCheck check = assertThrows(MachineCheck.class, access);
        assertEquals(address, check.address());
        assertTrue(check.getMessage().endsWith("0x" + Long.toHexString(address)));
    }
}
