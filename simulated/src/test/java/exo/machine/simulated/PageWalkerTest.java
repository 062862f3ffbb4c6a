package exo.machine.simulated;

import static exo.machine.PageTableEntry.ACCESSED;
import static exo.machine.PageTableEntry.DIRTY;
import static exo.machine.PageTableEntry.LARGE;
import static exo.machine.PageTableEntry.NO_EXECUTE;
import static exo.machine.PageTableEntry.PRESENT;
import static exo.machine.PageTableEntry.USER;
import static exo.machine.PageTableEntry.WRITABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.machine.Trap;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The walker alone, against the manual's rules one by one, and on random tables against {@link ReferenceWalk}. */
final class PageWalkerTest {
    private static final long VIRTUAL = Fixture.VIRTUAL;
    private static final long USER_STORE = Trap.FAULT_USER | Trap.FAULT_WRITE;
    private static final long USER_FETCH = Trap.FAULT_USER | Trap.FAULT_FETCH;
    private static final int TABLES = 8;

    private final Fixture fixture = new Fixture();
    private final PageWalker walker = fixture.machine.translation().walker();
    private final long root = fixture.root();

    @Test
    void agreesWithReferenceOnRandomTables() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        System.out.println("PageWalkerTest: -Dexo.seed=" + seed);
        Random random = new Random(seed);
        int arrived = 0;
        for (int round = 0; round < 100; round++) {
            int bits = random.nextBoolean() ? 52 : 32 + random.nextInt(20);
            SimulatedMemory memory = randomTables(random);
            for (int trial = 0; trial < 200; trial++) {
                arrived += compare(memory, random, bits) ? 1 : 0;
            }
        }
        assertTrue(arrived > 1000, "too few walks arrive for the comparison to mean much: " + arrived);
    }

    private static SimulatedMemory randomTables(Random random) {
        SimulatedMemory memory = new SimulatedMemory(TABLES << 12);
        memory.install(0, TABLES << 12);
        for (long address = 0; address < TABLES << 12; address += 8) {
            long flags = random.nextInt(8) == 0 ? random.nextLong(0x1000) & ~LARGE : PRESENT | WRITABLE | USER;
            flags |= random.nextInt(16) == 0 ? LARGE : 0;
            flags |= random.nextInt(8) == 0 ? NO_EXECUTE : 0;
            flags |= random.nextInt(32) == 0 ? 1L << 52 + random.nextInt(11) : 0;
            long reference = random.nextInt(TABLES) << 12;
            // A page may lie anywhere, but whether an entry is a page depends on the level, so only large ones wander.
            boolean wander = (flags & LARGE) != 0;
            reference |= wander && random.nextInt(2) == 0 ? (long) random.nextInt(1 << 10) << 30 : 0;
            memory.store64(address, reference & (wander && random.nextBoolean() ? -1L << 21 : -1L) | flags);
        }
        return memory;
    }

    private static boolean compare(SimulatedMemory memory, Random random, int bits) {
        long virtualAddress = random.nextLong() << 16 >> 16;
        boolean write = random.nextInt(3) == 0;
        boolean user = random.nextInt(4) != 0;
        boolean fetch = !write && random.nextBoolean();
        long tableAddress = (long) random.nextInt(TABLES) << 12;
        ReferenceWalk expected;
        try {
            expected = new ReferenceWalk(memory::load64, tableAddress, virtualAddress, write, user, fetch, bits);
        } catch (MachineCheck outside) {
            return false;
        }
        long access = (write ? Trap.FAULT_WRITE : 0) | (user ? Trap.FAULT_USER : 0) | (fetch ? Trap.FAULT_FETCH : 0);
        PageWalker walker = new PageWalker(memory, ProcessorModel.ADVERSARIAL.withPhysicalAddressBits(bits));
        String context = String.format("va %x root %x access %d bits %d", virtualAddress, tableAddress, access, bits);
        if (expected.faults) {
            PageFault fault = assertThrows(PageFault.class,
                    () -> walker.walk(tableAddress, virtualAddress, access), context);
            assertEquals(expected.errorCode, fault.errorCode(), context);
            assertEquals(virtualAddress, fault.virtualAddress(), context);
        } else {
            Translation page = walker.walk(tableAddress, virtualAddress, access);
            assertEquals(expected.physicalAddress, page.physicalAddress(virtualAddress), context);
            long last = memory.load64(expected.entryAddresses[expected.entryCount - 1]);
            assertTrue(!write || (last & DIRTY) != 0, context);
        }
        for (int index = 0; index < expected.entryCount; index++) {
            assertTrue((memory.load64(expected.entryAddresses[index]) & ACCESSED) != 0, context);
        }
        return !expected.faults;
    }

    @Test
    void marksAccessedThenDirty() {
        long frame = fixture.map(root, VIRTUAL, Fixture.USER_PAGE);
        long entry = fixture.entryAddress(root, 1, VIRTUAL);
        walker.walk(root, VIRTUAL, Trap.FAULT_USER);
        assertEquals(frame | Fixture.USER_PAGE | ACCESSED, fixture.machine.load64(entry));
        walker.walk(root, VIRTUAL, USER_STORE);
        assertEquals(frame | Fixture.USER_PAGE | ACCESSED | DIRTY, fixture.machine.load64(entry));
        long above = fixture.machine.load64(fixture.entryAddress(root, 2, VIRTUAL));
        assertEquals(ACCESSED, above & (ACCESSED | DIRTY));
    }

    @Test
    void refusedAccessMarksNoPage() {
        fixture.map(root, VIRTUAL, PRESENT | USER);
        assertFault(Trap.FAULT_PRESENT | USER_STORE, VIRTUAL, USER_STORE);
        assertEquals(0, fixture.machine.load64(fixture.entryAddress(root, 1, VIRTUAL)) & (ACCESSED | DIRTY));
    }

    @Test
    void permissionsHoldOverAllLevels() {
        fixture.map(root, VIRTUAL, Fixture.USER_PAGE);
        for (int level = 1; level <= 4; level++) {
            long entry = fixture.entryAddress(root, level, VIRTUAL);
            long before = fixture.machine.load64(entry);
            fixture.machine.store64(entry, before & ~WRITABLE);
            assertFault(Trap.FAULT_PRESENT | USER_STORE, VIRTUAL, USER_STORE);
            fixture.machine.store64(entry, before & ~USER);
            assertFault(Trap.FAULT_PRESENT | Trap.FAULT_USER, VIRTUAL, Trap.FAULT_USER);
            fixture.machine.store64(entry, before | NO_EXECUTE);
            assertFault(Trap.FAULT_PRESENT | USER_FETCH, VIRTUAL, USER_FETCH);
            fixture.machine.store64(entry, before & ~PRESENT);
            assertFault(USER_STORE, VIRTUAL, USER_STORE);
            fixture.machine.store64(entry, before);
            walker.walk(root, VIRTUAL, USER_STORE);
            walker.walk(root, VIRTUAL, USER_FETCH);
        }
    }

    @Test
    void largePagesTranslateTheirWholeRange() {
        for (int level = 2; level <= 3; level++) {
            long bytes = Translation.bytesAt(level);
            fixture.machine.store64(fixture.entryAddress(root, level, 5 * bytes), 3 * bytes | Fixture.USER_PAGE | LARGE);
            Translation page = walker.walk(root, 6 * bytes - 1, USER_STORE);
            assertEquals(level, page.level());
            assertEquals(4 * bytes - 1, page.physicalAddress(6 * bytes - 1));
            assertFault(Trap.FAULT_USER, 6 * bytes, Trap.FAULT_USER);
        }
    }

    @Test
    void reservedBitsFault() {
        long fault = PageFault.RESERVED | Trap.FAULT_PRESENT | Trap.FAULT_USER;
        long two = fixture.entryAddress(root, 2, 0);
        fixture.machine.store64(two, 1L << 13 | Fixture.USER_PAGE | LARGE);
        assertFault(fault, 0, Trap.FAULT_USER);
        fixture.machine.store64(two, 1L << 12 | 1L << 52 | 1L << 62 | Fixture.USER_PAGE | LARGE);
        assertFalse(walker.walk(root, 0, Trap.FAULT_USER).dirty());
        long four = fixture.entryAddress(root, 4, 0);
        fixture.machine.store64(four, fixture.machine.load64(four) | LARGE);
        assertFault(fault, 0, Trap.FAULT_USER);
    }

    @Test
    void addressBitsTheProcessorLacksAreReserved() {
        fixture.machine.store64(fixture.entryAddress(root, 1, 0), 1L << 40 | Fixture.USER_PAGE);
        PageWalker small = new PageWalker(fixture.machine.memory(),
                ProcessorModel.ADVERSARIAL.withPhysicalAddressBits(40));
        PageFault fault = assertThrows(PageFault.class, () -> small.walk(root, 0, Trap.FAULT_USER));
        assertEquals(PageFault.RESERVED, fault.errorCode() & PageFault.RESERVED);
        assertEquals(1L << 40, walker.walk(root, 0, Trap.FAULT_USER).physicalAddress(0));
    }

    @Test
    void noExecuteIsReservedWhereItDoesNotExist() {
        Fixture old = new Fixture(ProcessorModel.ADVERSARIAL.withoutNoExecute());
        long oldRoot = old.currentRoot(Fixture.TAG);
        old.map(oldRoot, VIRTUAL, Fixture.USER_PAGE | NO_EXECUTE);
        PageFault fault = assertThrows(PageFault.class, () -> old.user.load64(VIRTUAL));
        assertEquals(PageFault.RESERVED, fault.errorCode() & PageFault.RESERVED);
        old.map(oldRoot, VIRTUAL, (Fixture.USER_PAGE | NO_EXECUTE) & old.machine.pageTableEntryMask());
        old.user.fetch(VIRTUAL);
    }

    @Test
    void addressOutsideTheCanonicalHalvesIsNoPageFault() {
        ProcessorFault fault = assertThrows(ProcessorFault.class, () -> walker.walk(root, 1L << 47, Trap.FAULT_USER));
        assertEquals(Trap.GENERAL_PROTECTION, fault.vector());
    }

    private void assertFault(long errorCode, long virtualAddress, long access) {
        PageFault fault = assertThrows(PageFault.class, () -> walker.walk(root, virtualAddress, access));
        assertEquals(errorCode, fault.errorCode());
    }
}
