package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.FrameInfo;
import exo.abi.FrameKind;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Magic;
import exo.abi.Status;
import exo.machine.simulated.ProcessorModel;
import org.junit.jupiter.api.Test;

/** After boot the steward runs, in memory that its file describes, with every other frame accounted for. */
class BootTest {
    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);

    @Test
    void stewardBeginsAtItsEntryWithItsStack() {
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(StewardFile.CODE, kernel.register(Context.RIP));
        assertEquals(StewardFile.STACK_TOP, kernel.register(Context.RSP));
        assertEquals(0x202, kernel.register(Context.RFLAGS));
        for (int register : new int[] {Context.RAX, Context.RBX, Context.RCX, Context.RDX, Context.RSI, Context.RDI,
            Context.RBP, Context.R8, Context.R15}) {
            assertEquals(0, kernel.register(register));
        }
        assertEquals(1L << 16 | RawBooks.ROOT, family.self());
    }

    @Test
    void stewardSeesItsSegmentsWithTheirRightsAndZerosBehindThem() {
        for (int i = 0; i < StewardFile.TEXT.length(); i++) {
            assertEquals(StewardFile.TEXT.charAt(i), kernel.user().fetch(StewardFile.CODE + i));
        }
        assertFalse(BootedKernel.permitted(() -> kernel.user().store8(StewardFile.CODE, 1)));
        assertFalse(BootedKernel.permitted(() -> kernel.user().fetch(StewardFile.DATA)));
        assertEquals(0x1111_1111_1111_1111L, kernel.user().load64(StewardFile.DATA));
        assertEquals(0x3333_3333_3333_3333L, kernel.user().load64(StewardFile.DATA + 16));
        for (long at = StewardFile.DATA_IN_FILE; at < 2 * Limits.BYTES_IN_FRAME; at += 8) {
            assertEquals(0, kernel.user().load64(StewardFile.DATA + at));
        }
        kernel.user().store64(StewardFile.DATA + StewardFile.DATA_IN_MEMORY, 1);
        assertFalse(BootedKernel.permitted(() -> kernel.user().load8(StewardFile.DATA + 2 * Limits.BYTES_IN_FRAME)));
    }

    @Test
    void stewardHasAStackAndNothingAboveIt() {
        kernel.user().store64(StewardFile.STACK_TOP - 8, 5);
        assertEquals(5, kernel.user().load64(StewardFile.STACK_TOP - 8));
        assertEquals(0, kernel.user().load64(StewardFile.STACK_TOP - 32 * Limits.BYTES_IN_FRAME));
        assertFalse(BootedKernel.permitted(() -> kernel.user().load8(StewardFile.STACK_TOP)));
        assertFalse(BootedKernel.permitted(
                () -> kernel.user().load8(StewardFile.STACK_TOP - 32 * Limits.BYTES_IN_FRAME - 1)));
    }

    @Test
    void theArchiveIsTheStewardsToRead() {
        long first = kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME);
        assertEquals(Setup.ARCHIVE_BASE / Limits.BYTES_IN_FRAME, first);
        assertEquals(StewardFile.archive().length, kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_BYTES));
        long info = kernel.call(Call.FRAME_INFO, first + 1);
        assertEquals(FrameKind.ARCHIVE, info >>> FrameInfo.KIND_SHIFT & 0xff);
        assertEquals(RawBooks.ROOT, info & 0xffff_ffffL);
        family.bind(family.self(), Family.PAGE, first, Family.READ);
        assertEquals(Magic.ARCHIVE, kernel.user().load64(Family.PAGE));
    }

    @Test
    void theKernelsFramesAreNobodys() {
        for (long address : new long[] {0x1000, 1 << 20, kernel.books().kernelStart(), kernel.books().end() - 1}) {
            long info = kernel.call(Call.FRAME_INFO, address / Limits.BYTES_IN_FRAME);
            assertEquals(FrameKind.KERNEL, info >>> FrameInfo.KIND_SHIFT & 0xff);
            assertEquals(0, info & 0xffff_ffffL);
        }
    }

    @Test
    void stagesAreToldOnTheControlChannelInOrder() {
        String[] lines = kernel.machine().controlOutput().split("\n");
        String[] stages = {"stage machine", "stage books", "stage steward", "stage user"};
        assertEquals(stages.length, lines.length);
        for (int i = 0; i < stages.length; i++) {
            assertTrue(lines[i].matches(stages[i] + " [0-9]+"), lines[i]);
        }
    }

    @Test
    void theGreetingTellsMemoryAndTheAbi() {
        assertTrue(kernel.console().matches(
                "\\[    0\\.000000\\] aegis info boot: 4096 KiB of memory, [0-9]+ KiB free, ABI 3, kernel 0x0{16}\n"), kernel::console);
    }

    @Test
    void holesReservedRangesAndPartsOfFramesAreNeverGivenOut() {
        BootedKernel gaps = new BootedKernel(Setup.usual().withMemory(8L << 20).withLayout(memory -> memory
                .reserve(0x9f000, 0x61000).hole(5L << 20, 1L << 20).reserve((6L << 20) + 100, 5000)
                .reserve(0xfec0_0000L, 4096)));
        for (long address : new long[] {5L << 20, (6L << 20) - 1, (6L << 20) + 100, (6L << 20) + 5099}) {
            long info = gaps.call(Call.FRAME_INFO, address / Limits.BYTES_IN_FRAME);
            assertEquals(FrameKind.RESERVED, info >>> FrameInfo.KIND_SHIFT & 0xff, Long.toHexString(address));
            assertEquals(Status.NO_SUCH_FRAME, gaps.call(Call.FRAME_ALLOC, address / Limits.BYTES_IN_FRAME));
        }
        gaps.audits(false);
        while (gaps.call(Call.FRAME_ALLOC, Limits.ANY_FRAME) >= 0) {
            gaps.machine();
        }
        gaps.check();
        assertEquals(0, gaps.call(Call.MACHINE_INFO, Info.FRAMES_FREE));
    }

    @Test
    void bootsOnEveryKindOfProcessor() {
        for (ProcessorModel model : new ProcessorModel[] {ProcessorModel.ADVERSARIAL.withoutTags(),
            ProcessorModel.ADVERSARIAL.withoutCachedTables(), ProcessorModel.ADVERSARIAL.withTranslationsMax(2),
            ProcessorModel.ADVERSARIAL.withPhysicalAddressBits(36)}) {
            BootedKernel other = new BootedKernel(Setup.usual().withModel(model));
            assertEquals(0x1111_1111_1111_1111L, other.user().load64(StewardFile.DATA));
        }
    }

    @Test
    void bytesTypedBeforeBootReachTheSteward() {
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.CONSOLE_READ, StewardFile.DATA, 4));
        kernel.type("early");
        assertEquals(4, kernel.call(Call.CONSOLE_READ, StewardFile.DATA, 4));
        assertEquals('e', kernel.user().load8(StewardFile.DATA));
    }
}
