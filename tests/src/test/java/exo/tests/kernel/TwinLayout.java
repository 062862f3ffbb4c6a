package exo.tests.kernel;

import exo.abi.ArchiveEntry;
import exo.abi.ArchiveHeader;
import exo.abi.EntryKind;
import exo.abi.Limits;
import exo.abi.Magic;
import java.util.Locale;

/** What the guest {@code twin.c} and this side agree on: where its pages lie, and the archive that carries its steps. */
final class TwinLayout {
    static final long PAGE = Limits.BYTES_IN_FRAME;
    static final long LIST = 0x53_0000L;
    static final long CONTROL = 0x53_1000L;
    static final long STEPS = 0x54_0000L;
    static final long ARRIVALS = 0x58_0000L;
    static final int STEP_PAGES = 40;
    static final int ARRIVAL_PAGES = STEP_PAGES;
    static final int STEPS_MAXIMUM = (int) (STEP_PAGES * PAGE / Step.BYTES);
    static final int DATA_PAGES = 2;
    static final int ENTRIES = 5;
    /** How much later a deadline ahead is than it was told, in cycles: on the simulated machine steps take no time. */
    private static final long LEAD_CYCLES = 200_000;
    /** How much longer a program lets time pass than it is told: for that, and for interrupts to come and go. */
    private static final long SLACK_CYCLES = 2 * LEAD_CYCLES;

    private TwinLayout() {
    }

    /** For C and assembly alike: plain numbers. */
    static String header() {
        StringBuilder text = new StringBuilder("/* Written by the test from exo.tests.kernel.TwinLayout. */\n");
        define(text, "ENTRY", Family.ENTRY);
        define(text, "HANDLER", Stage.HANDLER);
        define(text, "ENTRIES", Stage.ENTRIES);
        define(text, "LIST", LIST);
        define(text, "CONTROL", CONTROL);
        define(text, "STEPS", STEPS);
        define(text, "ARRIVALS", ARRIVALS);
        define(text, "STEP_PAGES", STEP_PAGES);
        define(text, "ARRIVAL_PAGES", ARRIVAL_PAGES);
        define(text, "DATA", StewardFile.DATA);
        define(text, "DATA_PAGES", DATA_PAGES);
        define(text, "BOOKS", Limits.BOOKS_START);
        define(text, "LEAD", LEAD_CYCLES);
        define(text, "STACK", StewardFile.STACK_TOP);
        define(text, "FACTOR", TwinRecorder.SUM_FACTOR);
        define(text, "SLACK", SLACK_CYCLES);
        define(text, "CALL", Step.CALL);
        define(text, "STORE", Step.STORE);
        define(text, "LOAD", Step.LOAD);
        define(text, "TOUCH", Step.TOUCH);
        define(text, "TRAP", Step.TRAP);
        define(text, "PASS", Step.PASS);
        define(text, "SUM", Step.SUM);
        return text.toString();
    }

    private static void define(StringBuilder text, String name, long value) {
        text.append(String.format(Locale.ROOT, "#define TWIN_%s 0x%x%n", name, value));
    }

    /** The program as the first of the machine, and behind it whole pages of steps, as many whatever they are. */
    static byte[] archive(byte[] elf, Iterable<Step> steps) {
        long offset = PAGE + wholePages(elf.length);
        long bytes = offset + STEP_PAGES * PAGE;
        Octets archive = new Octets().put64(ArchiveHeader.MAGIC, Magic.ARCHIVE).put32(ArchiveHeader.ENTRY_COUNT, 2)
                .put32(ArchiveHeader.VERSION, Magic.ARCHIVE_VERSION).put64(ArchiveHeader.TOTAL_BYTES, bytes);
        entry(archive, 0, "steward", EntryKind.PROGRAM, PAGE, elf.length);
        entry(archive, 1, "steps", EntryKind.FILE, offset, STEP_PAGES * PAGE);
        archive.put(PAGE, elf).length(bytes);
        long at = offset;
        for (Step step : steps) {
            step.put(archive, at);
            at += Step.BYTES;
        }
        return archive.bytes();
    }

    private static void entry(Octets archive, int index, String name, int kind, long offset, long bytes) {
        int at = ArchiveHeader.BYTES + index * ArchiveEntry.BYTES;
        archive.put(at + ArchiveEntry.NAME, name).put32(at + ArchiveEntry.KIND, kind)
                .put64(at + ArchiveEntry.OFFSET, offset).put64(at + ArchiveEntry.BYTE_COUNT, bytes);
    }

    static long wholePages(long bytes) {
        return (bytes + PAGE - 1) / PAGE * PAGE;
    }
}
