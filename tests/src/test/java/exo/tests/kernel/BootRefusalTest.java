package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.ArchiveEntry;
import exo.abi.ArchiveHeader;
import exo.machine.simulated.ProcessorModel;
import exo.machine.simulated.SimulatedMachine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the kernel cannot boot ends the machine with status 125 and one line on the console that says why, the same on the
 * control channel; no file, however malformed, makes it touch memory that is not there.
 */
class BootRefusalTest {
    private static final long STEWARD = StewardFile.FIRST_ENTRY;
    private static final String OUTSIDE = "the steward lies outside it";
    private static final String NONE = "no program named steward in it";
    private static final String NO_ELF = "the steward is not an ELF for this machine";
    private static final String HEADERS = "the steward's segment headers lie outside it";
    private static final String SEGMENT = "a segment of the steward is malformed, or does not fit in memory";
    private static final String ENTRY = "the steward's entry lies outside user memory";

    private static void assertRefused(Setup setup, String onConsole, String onControl) {
        SimulatedMachine machine = BootedKernel.refused(setup);
        assertEquals(125, machine.powerOffStatus());
        assertTrue(machine.console().output().endsWith(onConsole), machine.console().output());
        assertTrue(machine.controlOutput().contains("refused " + onControl + "\n"), machine.controlOutput());
    }

    private static void assertArchiveRefused(byte[] archive, String complaint) {
        assertRefused(Setup.usual().withArchive(archive), "aegis error boot: archive: " + complaint + "\n",
                "boot archive: " + complaint);
    }

    @Test
    void noArchive() {
        assertArchiveRefused(new byte[0], NONE);
    }

    @Test
    void noRoomForTheBooks() {
        SimulatedMachine machine = BootedKernel.refused(
                Setup.usual().withMemory((1 << 20) + (160 << 10)).withArchive(new byte[0]));
        assertEquals(125, machine.powerOffStatus());
        assertTrue(machine.console().output().contains("too little memory"), machine.console().output());
        assertTrue(machine.controlOutput().startsWith("refused too little memory"), machine.controlOutput());
    }

    /** Where there is too little room, a loader puts the archive over what it has loaded before. */
    @Test
    void anArchiveOverTheKernel() {
        Setup tight = Setup.usual().withLayout(memory -> memory.kernel(1 << 20, (2 << 20) + (8 << 10)));
        SimulatedMachine machine = BootedKernel.refused(tight);
        assertEquals(125, machine.powerOffStatus());
        assertTrue(machine.controlOutput().startsWith("refused too little memory: the boot archive lies over the kernel"),
                machine.controlOutput());
    }

    @Test
    void noRoomForTheSteward() {
        Setup small = Setup.usual().withMemory((2 << 20) + (64 << 10))
                .withLayout(memory -> memory.kernel(1 << 20, (2 << 20) - (190 << 10 & -4096)));
        assertRefused(small, "too little memory for the steward; raise --memory\n",
                "boot archive: too little memory for the steward; raise --memory");
    }

    @Test
    void aFeatureThatIsMissing() {
        assertRefused(Setup.usual().withMissing("no-execute (NX)"), "error cpu: this processor lacks no-execute (NX); "
                + "--allow-weak-cpu boots without it, and without what it protects\n",
                "this processor lacks no-execute (NX)");
    }

    @Test
    void aMissingFeatureIsToleratedWhenTheBootLineSaysSo() {
        BootedKernel kernel = new BootedKernel(Setup.usual().withMissing("no-execute (NX)")
                .withModel(ProcessorModel.ADVERSARIAL.withoutNoExecute()).withBootLine("aegis.allow-weak-cpu"));
        Family family = new Family(kernel);
        family.map(family.self(), Family.PAGE, Family.WRITE);
        kernel.user().store64(Family.PAGE, 7);
        assertEquals(7, kernel.user().load64(Family.PAGE));
    }

    private static void addArchives(Map<String, Consumer<Octets>> archives) {
        archives.put(NONE + ": too short for a header", a -> a.length(ArchiveHeader.BYTES - 1));
        archives.put(NONE + ": another magic", a -> a.put64(ArchiveHeader.MAGIC, 1));
        archives.put(NONE + ": no entries", a -> a.put32(ArchiveHeader.ENTRY_COUNT, 0));
        archives.put(NONE + ": entries claimed, none there", a -> a.length(ArchiveHeader.BYTES)
                .put32(ArchiveHeader.ENTRY_COUNT, 0xffff_ffffL));
        archives.put(NONE + ": an entry cut off", a -> a.length(ArchiveHeader.BYTES + ArchiveEntry.BYTES - 1));
        archives.put(NONE + ": 2^32-1 entries claimed, another name", a -> a.put32(ArchiveHeader.ENTRY_COUNT, -1)
                .put(STEWARD, "stewards"));
        archives.put(NONE + ": a file, not a program", a -> a.put32(STEWARD + ArchiveEntry.KIND, 3));
        archives.put(OUTSIDE + ": offset at the end", a -> a.put64(STEWARD + ArchiveEntry.OFFSET, 1 << 20));
        archives.put(OUTSIDE + ": negative offset", a -> a.put64(STEWARD + ArchiveEntry.OFFSET, -4096));
        archives.put(OUTSIDE + ": lowest offset", a -> a.put64(STEWARD + ArchiveEntry.OFFSET, Long.MIN_VALUE));
        archives.put(OUTSIDE + ": size one too many", a -> a.put64(STEWARD + ArchiveEntry.BYTE_COUNT,
                StewardFile.elf().bytes().length + 65));
        archives.put(OUTSIDE + ": greatest size", a -> a.put64(STEWARD + ArchiveEntry.BYTE_COUNT, Long.MAX_VALUE));
        archives.put(OUTSIDE + ": negative size", a -> a.put64(STEWARD + ArchiveEntry.BYTE_COUNT, -1));
        archives.put(OUTSIDE + ": too small for an ELF", a -> a.put64(STEWARD + ArchiveEntry.BYTE_COUNT, 63));
        for (int offset : new int[] {1, 4, 4095}) {
            archives.put(OUTSIDE + ": offset not on a page, " + offset,
                    a -> a.put64(STEWARD + ArchiveEntry.OFFSET, StewardFile.OFFSET - offset));
        }
    }

    private static void addFiles(Map<String, Consumer<Octets>> files) {
        files.put(NO_ELF + ": zeros", e -> e.put64(0, 0));
        files.put(NO_ELF + ": of 32 bits", e -> e.put64(0, 0x0001_0101_464c_457fL));
        files.put(NO_ELF + ": big-endian", e -> e.put64(0, 0x0001_0202_464c_457fL));
        files.put(NO_ELF + ": an object file", e -> e.put16(16, 1));
        files.put(NO_ELF + ": for another machine", e -> e.put16(18, 183));
        files.put(HEADERS + ": one too many segments", e -> e.put16(StewardFile.HEADERS_COUNT, 17));
        files.put(HEADERS + ": 65535 segments", e -> e.put16(StewardFile.HEADERS_COUNT, 0xffff));
        files.put(HEADERS + ": negative", e -> e.put64(StewardFile.HEADERS_OFFSET, -8));
        files.put(HEADERS + ": lowest", e -> e.put64(StewardFile.HEADERS_OFFSET, Long.MIN_VALUE));
        files.put(HEADERS + ": misaligned", e -> e.put64(StewardFile.HEADERS_OFFSET, 65));
        files.put(HEADERS + ": behind the end", e -> e.put64(StewardFile.HEADERS_OFFSET, 1 << 20));
        files.put(HEADERS + ": greatest", e -> e.put64(StewardFile.HEADERS_OFFSET, Long.MAX_VALUE - 7));
        files.put(SEGMENT + ": writable and executable", segment(StewardFile.HEADER_FLAGS, 7, true));
        files.put(SEGMENT + ": negative offset", segment(StewardFile.HEADER_OFFSET, -1, false));
        files.put(SEGMENT + ": offset behind the end", segment(StewardFile.HEADER_OFFSET, 1 << 20, false));
        files.put(SEGMENT + ": more in the file than the file", segment(StewardFile.HEADER_FILE_BYTES, 4096, false));
        files.put(SEGMENT + ": more in the file than in memory", segment(StewardFile.HEADER_MEMORY_BYTES, 1, false));
        files.put(SEGMENT + ": negative size in the file", segment(StewardFile.HEADER_FILE_BYTES, -1, false));
        files.put(SEGMENT + ": negative size in memory", segment(StewardFile.HEADER_MEMORY_BYTES, -1, false));
        files.put(SEGMENT + ": greatest size in memory", segment(StewardFile.HEADER_MEMORY_BYTES, Long.MAX_VALUE, false));
        files.put(SEGMENT + ": larger than memory", segment(StewardFile.HEADER_MEMORY_BYTES, 16 << 20, false));
        files.put(SEGMENT + ": over the other", segment(StewardFile.HEADER_ADDRESS, StewardFile.DATA, false));
        for (long address : new long[] {0, 0xffff, 0x7fff_ffff_f000L, 0x8000_0000_0000L, 0xffff_8000_0000_0000L, -4096}) {
            files.put(SEGMENT + ": at " + Long.toHexString(address), segment(StewardFile.HEADER_ADDRESS, address, false));
        }
        files.put(SEGMENT + ": up to the end of user memory", segment(StewardFile.HEADER_ADDRESS,
                0x7fff_ffff_eff0L, false));
        for (long entry : new long[] {0, 0xffff, 0x7fff_ffff_f000L, 0x8000_0000_0000L, -1}) {
            files.put(ENTRY + ": " + Long.toHexString(entry), e -> e.put64(StewardFile.ENTRY, entry));
        }
    }

    private static Consumer<Octets> segment(int field, long value, boolean word32) {
        long at = StewardFile.FIRST_HEADER + field;
        return e -> (word32 ? e.put32(at, value) : e.put64(at, value)).length(e.bytes().length);
    }

    @TestFactory
    Stream<DynamicTest> malformedArchive() {
        Map<String, Consumer<Octets>> archives = new LinkedHashMap<>();
        addArchives(archives);
        return archives.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            Octets archive = StewardFile.archive(StewardFile.elf().bytes());
            entry.getValue().accept(archive);
            assertArchiveRefused(archive.bytes(), entry.getKey().substring(0, entry.getKey().indexOf(": ")));
        }));
    }

    @TestFactory
    Stream<DynamicTest> malformedSteward() {
        Map<String, Consumer<Octets>> files = new LinkedHashMap<>();
        addFiles(files);
        return files.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            Octets elf = StewardFile.elf();
            entry.getValue().accept(elf);
            assertArchiveRefused(StewardFile.archive(elf.bytes()).bytes(),
                    entry.getKey().substring(0, entry.getKey().indexOf(": ")));
        }));
    }

    /** Whatever the size of a segment: it boots with a whole stack, or says that it does not fit, and never takes too much. */
    @Test
    void aSegmentOfAnySizeFitsBesideTheStackOrIsRefused() {
        for (long pages = 620; pages < 760; pages++) {
            Octets elf = StewardFile.elf().put64(StewardFile.SECOND_HEADER + StewardFile.HEADER_MEMORY_BYTES,
                    pages << 12);
            Setup setup = Setup.usual().withArchive(StewardFile.archive(elf.bytes()).bytes());
            BootedKernel kernel;
            try {
                kernel = new BootedKernel(setup);
            } catch (MachineOff off) {
                assertEquals(125, off.status());
                continue;
            }
            assertEquals(0, kernel.user().load64(StewardFile.STACK_TOP - (32 << 12)), "pages " + pages);
        }
    }
}
