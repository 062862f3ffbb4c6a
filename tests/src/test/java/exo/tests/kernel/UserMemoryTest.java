package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The kernel reads and writes a program's memory only where the program itself could: the outcome of {@code console_write}
 * and {@code console_read} at every edge of user memory is that of a load or store of each byte by the program.
 */
class UserMemoryTest {
    private static final long READ_ONLY = Family.PAGE;
    private static final long UNMAPPED = Family.PAGE + 4096;
    private static final long WRITABLE = Family.PAGE + 8192;
    private static final long CODE = Family.PAGE + 3 * 4096;
    private static final long[] EDGES = {0, 1, 4096, Limits.USER_START - 4096, Limits.USER_START - 1, Limits.USER_START,
        Limits.USER_START + 4096, READ_ONLY - 1, READ_ONLY, READ_ONLY + 4095, UNMAPPED - 1, UNMAPPED, UNMAPPED + 4095,
        WRITABLE, WRITABLE + 2048, WRITABLE + 4095, CODE, CODE + 4095, CODE + 4096, Limits.USER_END - 4096,
        Limits.USER_END - 513, Limits.USER_END - 512, Limits.USER_END - 1, Limits.USER_END, (1L << 47) - 1, 1L << 47,
        1L << 48, 0xffff_7fff_ffff_ffffL, 0xffff_8000_0000_0000L, 0xffff_8000_0020_0000L, 0xffff_ffff_8010_0000L,
        Long.MAX_VALUE, Long.MIN_VALUE, -4096, -512, -1};
    private static final int[] SIZES = {0, 1, 2, 7, 511, 512};

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    @BeforeEach
    void bindPagesAtTheEdges() {
        family.map(self, READ_ONLY, Family.READ);
        family.map(self, WRITABLE, Family.WRITE);
        family.map(self, CODE, Family.EXECUTE);
        family.map(self, Limits.USER_START, Family.WRITE);
        family.map(self, Limits.USER_END - 4096, Family.WRITE);
    }

    /** Whether the program may load, or also store, every byte of a range. */
    private boolean mayAccess(long va, int byteCount, boolean toWrite) {
        boolean may = true;
        for (int i = 0; i < byteCount && may; i++) {
            long at = va + i;
            may = BootedKernel.permitted(() -> kernel.user().load8(at))
                    && (!toWrite || BootedKernel.permitted(() -> kernel.user().store8(at, 0)));
        }
        return may;
    }

    @Test
    void aWriteToTheConsoleReadsWhatTheProgramCouldRead() {
        for (long va : EDGES) {
            for (int size : SIZES) {
                if (size > 0) {
                    assertEquals(mayAccess(va, size, false) ? size : Status.BAD_ADDRESS,
                            writeAll(va, size), Long.toHexString(va) + " " + size);
                }
            }
        }
    }

    /** Twice at most: of one line, a write takes 256 bytes. */
    private long writeAll(long va, int size) {
        long taken = kernel.call(Call.CONSOLE_WRITE, va, size);
        if (taken < 0 || taken == size) {
            return taken;
        }
        assertTrue(taken >= 256, "so few bytes taken: " + taken);
        return taken + kernel.call(Call.CONSOLE_WRITE, va + taken, size - taken);
    }

    @Test
    void aReadOfTheConsoleWritesWhatTheProgramCouldWrite() {
        for (long va : EDGES) {
            for (int size : new int[] {1, 2, 7, 512, 4096}) {
                kernel.type("x");
                long expected = mayAccess(va, size, true) ? 1 : Status.BAD_ADDRESS;
                long available = kernel.books().inputBytes();
                long result = kernel.call(Call.CONSOLE_READ, va, size);
                assertEquals(expected == 1 ? Math.min(available, size) : expected, result,
                        Long.toHexString(va) + " " + size);
            }
        }
    }

    /** Pages that follow each other are frames that do not. */
    @Test
    void whatLiesInTwoPagesIsReadFromAndWrittenToBoth() {
        long last = family.frame();
        family.bind(self, UNMAPPED, family.frame(), Family.WRITE);
        kernel.call(Call.UNBIND, self, WRITABLE);
        family.bind(self, WRITABLE, last, Family.WRITE);
        family.poke(WRITABLE - 3, "abcdef\n");
        assertEquals(7, kernel.call(Call.CONSOLE_WRITE, WRITABLE - 3, 7));
        assertTrue(kernel.printed().endsWith("[steward] abcdef\n"), kernel.printed());
        kernel.type("uvwxyz");
        assertEquals(6, kernel.call(Call.CONSOLE_READ, WRITABLE - 3, 6));
        for (int i = 0; i < 6; i++) {
            assertEquals('u' + i, kernel.user().load8(WRITABLE - 3 + i));
        }
    }

    @Test
    void memoryOfOthersIsOutOfReachByTheSameAddress() {
        long child = family.started("child", 20);
        family.run(child);
        for (long va : EDGES) {
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CONSOLE_WRITE, va, 1), Long.toHexString(va));
        }
    }

    @Test
    void aPageThatWasUnboundIsOutOfReachAtOnce() {
        assertEquals(8, kernel.call(Call.CONSOLE_WRITE, WRITABLE, 8));
        kernel.call(Call.UNBIND, self, WRITABLE);
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CONSOLE_WRITE, WRITABLE, 8));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CONSOLE_WRITE, WRITABLE - 4, 8));
    }
}
