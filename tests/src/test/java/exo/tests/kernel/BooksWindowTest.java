package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.AccountRecord;
import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameKind;
import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.abi.SliceRecord;
import exo.abi.Status;
import exo.machine.simulated.ProcessorModel;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every environment reads all of the public books, as they are, where the header says; none writes or runs them, hands them to
 * the kernel, or sees anything beside them: the key of capabilities and the console's rings lie right before.
 */
class BooksWindowTest {
    private static final long BOOKS = Limits.BOOKS_START;
    private static final long PAGE = Limits.BYTES_IN_FRAME;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    private long header(int field) {
        return kernel.user().load64(BOOKS + field);
    }

    private long pages() {
        return kernel.books().publicPages();
    }

    static Stream<ProcessorModel> models() {
        return Stream.of(ProcessorModel.ADVERSARIAL, ProcessorModel.ADVERSARIAL.withoutTags());
    }

    @Test
    void theHeaderSaysWhatIsWhere() {
        assertEquals(Limits.ABI_VERSION, header(BooksHeader.VERSION) & 0xffff_ffffL);
        assertEquals(RawBooks.ROOT, header(BooksHeader.CURRENT));
        long root = BOOKS + header(BooksHeader.ENVIRONMENTS) + EnvironmentRecord.BYTES;
        assertEquals(self, kernel.user().load64(root + EnvironmentRecord.NAME));
        assertEquals(Labels.low("steward"), kernel.user().load64(root + EnvironmentRecord.LABEL));
        long account = BOOKS + header(BooksHeader.ACCOUNTS) + AccountRecord.BYTES;
        assertEquals(kernel.call(Call.ACCOUNT_SELF), kernel.user().load64(account + AccountRecord.NAME));
        long frame = family.frame();
        long record = BOOKS + header(BooksHeader.FRAMES) + frame * FrameRecord.BYTES;
        assertEquals(FrameKind.ORDINARY, kernel.user().load8(record + FrameRecord.KIND));
        assertEquals(RawBooks.ROOT, kernel.user().load8(record + FrameRecord.OWNER));
        for (int book : new int[] {BooksHeader.ENVIRONMENTS, BooksHeader.SLICES, BooksHeader.ACCOUNTS, BooksHeader.FRAMES}) {
            assertTrue(header(book) >= BooksHeader.BYTES && header(book) % SliceRecord.BYTES == 0);
        }
        assertTrue(header(BooksHeader.FRAMES) + header(BooksHeader.FRAME_COUNT) * FrameRecord.BYTES <= pages() * PAGE);
    }

    @Test
    void theFreeListLeadsToEveryFreeFrame() {
        long count = 0;
        long frames = BOOKS + header(BooksHeader.FRAMES);
        for (long frame = header(BooksHeader.FIRST_FREE); frame != 0; count++) {
            assertEquals(FrameKind.FREE, kernel.user().load8(frames + frame * FrameRecord.BYTES + FrameRecord.KIND));
            frame = kernel.user().load64(frames + frame * FrameRecord.BYTES + FrameRecord.BINDINGS) >>> 32;
        }
        assertEquals(header(BooksHeader.FRAMES_FREE), count);
        assertEquals(family.freeFrames(), count);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyEnvironmentReadsAllOfThemAndWritesOrRunsNone(ProcessorModel model) {
        BootedKernel booted = new BootedKernel(Setup.usual().withModel(model));
        Family its = new Family(booted);
        long[] environments = {its.self(), its.started("one", 4), its.started("two", 4)};
        for (long environment : environments) {
            its.run(environment);
            for (long page = 0; page < booted.books().publicPages(); page++) {
                long va = BOOKS + page * PAGE;
                assertEquals(booted.machine().memory().load64(booted.books().publicStart() + page * PAGE),
                        booted.user().load64(va));
                assertFalse(BootedKernel.permitted(() -> booted.user().store8(va + 5, 1)));
                assertFalse(BootedKernel.permitted(() -> booted.user().fetch(va)));
            }
            booted.check();
        }
    }

    @Test
    void nothingElseIsSeenBesideThem() {
        long end = BOOKS + pages() * PAGE;
        for (long va = BOOKS - 64 * PAGE; va < BOOKS + (64 << 20); va += va == BOOKS - PAGE ? end - va : PAGE) {
            long at = va;
            assertFalse(BootedKernel.permitted(() -> kernel.user().load8(at)), Long.toHexString(va));
        }
        assertTrue(kernel.books().kernelStart() < kernel.books().publicStart());
    }

    @Test
    void allOfThemIsSeenOfABigMachineToo() {
        BootedKernel big = new BootedKernel(Setup.usual().withMemory(300L << 20));
        long pages = big.books().publicPages();
        assertTrue(pages > 1024, "more than two tables' worth was meant, not " + pages);
        for (long page = 0; page < pages; page++) {
            assertEquals(big.books().publicStart() + page * PAGE, big.user().physicalAddress(BOOKS + page * PAGE));
        }
        assertFalse(BootedKernel.permitted(() -> big.user().load8(BOOKS + pages * PAGE)));
    }

    @Test
    void theKernelTakesThemForNoMemoryOfThePrograms() {
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CONSOLE_WRITE, BOOKS, 8));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CONSOLE_READ, BOOKS, 8));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.BATCH, self, BOOKS, 1));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.BIND, self, BOOKS, family.frame(), Family.READ));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.UNBIND, self, BOOKS));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.TABLE_DROP, self, BOOKS));
        long frame = kernel.books().publicStart() / PAGE;
        assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, self, Family.PAGE, frame, Family.READ));
        assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.FRAME_ALLOC, frame));
    }

    @Test
    void whatChangesIsSeenAtOnce() {
        long free = header(BooksHeader.FRAMES_FREE);
        family.frame();
        assertEquals(free - 1, header(BooksHeader.FRAMES_FREE));
        long child = family.child("child", 4);
        long record = BOOKS + header(BooksHeader.ENVIRONMENTS) + (long) Family.index(child) * EnvironmentRecord.BYTES;
        assertEquals(child, kernel.user().load64(record));
        assertEquals(2, kernel.user().load64(record + EnvironmentRecord.FRAMES_HELD));
    }
}
