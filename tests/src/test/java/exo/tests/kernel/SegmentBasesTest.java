package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import exo.machine.Trap;
import org.junit.jupiter.api.Test;

/** FS and GS bases are set by their own environment alone, within user memory, and are there whenever it runs and only then. */
class SegmentBasesTest {
    private static final long FS = 0x5000_0000L;
    private static final long GS = Limits.USER_END - 1;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final long one = stage.player("one", 10);
    private final long two = stage.player("two", 11);

    private void assertBases(long fs, long gs) {
        assertEquals(fs, kernel.register(Context.FS_BASE));
        assertEquals(gs, kernel.register(Context.GS_BASE));
    }

    private void setAs(long environment, long fs, long gs) {
        family.run(environment);
        stage.ok(Call.SEGMENT_BASES, fs, gs);
        assertBases(fs, gs);
    }

    @Test
    void onlyUserAddressesAndNothingAreBases() {
        setAs(one, FS, GS);
        for (long bad : new long[] {1, Limits.USER_START - 1, Limits.USER_END, 1L << 47, 0xffff_8000_0000_0000L, -1,
            Long.MIN_VALUE, 1L << 63 | FS}) {
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.SEGMENT_BASES, bad, GS));
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.SEGMENT_BASES, FS, bad));
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.SEGMENT_BASES, bad, 0));
        }
        assertBases(FS, GS);
        setAs(one, Limits.USER_START, 0);
        setAs(one, 0, Limits.USER_START);
    }

    @Test
    void eachFindsItsOwnAfterEveryWayOfSwitching() {
        setAs(one, FS, 0);
        setAs(two, 0, GS);
        family.run(stage.root);
        assertBases(0, 0);
        family.run(one);
        assertBases(FS, 0);
        while (kernel.current() != Family.index(two)) {
            stage.runOut();
        }
        assertBases(0, GS);
        kernel.call(Call.WAIT, Event.DEADLINE, stage.now() + 5);
        assertBases(0, 0);
        kernel.pass(5);
        family.run(two);
        assertBases(0, GS);
    }

    @Test
    void whoTakesThemBackIsAsIfItNeverHadAny() {
        setAs(one, FS, GS);
        stage.ok(Call.SEGMENT_BASES, 0, 0);
        assertEquals(0, stage.record32(one, EnvironmentRecord.FLAGS) & EnvironmentFlag.BASES);
        setAs(two, FS, GS);
        family.run(one);
        assertBases(0, 0);
    }

    @Test
    void aTransferLeavesThemWithTheirOwner() {
        setAs(two, 0, GS);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
        setAs(one, FS, 0);
        kernel.call(Call.TRANSFER_SYNC, two, 0);
        assertBases(0, GS);
        kernel.call(Call.TRANSFER_SYNC, one, 0);
        assertBases(FS, 0);
    }

    @Test
    void nothingIsLeftOfWhoEndsForWhoeverIsNextOrHeir() {
        setAs(one, FS, GS);
        kernel.trap(Trap.INVALID_OPCODE);
        assertBases(0, 0);
        family.reap(one);
        long heir = stage.player("heir");
        family.run(heir);
        assertEquals(Family.index(one), Family.index(heir));
        assertBases(0, 0);
    }

    @Test
    void anIdleMachineHasNone() {
        family.end(one);
        family.end(two);
        setAs(stage.root, FS, GS);
        stage.rootSleeps();
        assertEquals(0, kernel.current());
        assertBases(0, 0);
        kernel.type("x");
        assertBases(FS, GS);
    }
}
