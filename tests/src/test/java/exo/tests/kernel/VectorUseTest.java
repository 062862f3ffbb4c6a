package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.SaveArea;
import exo.machine.Trap;
import exo.machine.simulated.VectorState;
import org.junit.jupiter.api.Test;

/**
 * Vector registers are out of reach until an environment's first use, which is no exception of its own; from then on they are
 * kept for it across every switch, and while another runs nothing of them is in the registers.
 */
class VectorUseTest {
    private static final int FIRST_REGISTER = 32;
    private static final int CONTROL_AND_STATUS = 24;

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final VectorState state = kernel.machine().processor().vectorState();
    private final long one = stage.player("one", 10);
    private final long two = stage.player("two", 11);
    private final long plain = stage.player("plain", 12);

    private boolean uses(long environment) {
        return (stage.record32(environment, EnvironmentRecord.FLAGS) & EnvironmentFlag.VECTOR) != 0;
    }

    private boolean inReach() {
        return kernel.machine().processor().vectorAccess();
    }

    private void useAs(long environment, int octet) {
        family.run(environment);
        kernel.useVectors();
        state.fill(octet);
    }

    private void assertHolds(int octet) {
        for (int at = FIRST_REGISTER; at < VectorState.BYTES; at++) {
            assertEquals(octet, state.octet(at), "at " + at);
        }
    }

    @Test
    void theFirstUseIsNoExceptionOfThePrograms() {
        family.run(one);
        stage.area();
        assertFalse(inReach());
        assertFalse(uses(one));
        long place = kernel.register(Context.RIP);
        kernel.useVectors();
        assertTrue(inReach());
        assertTrue(uses(one));
        assertEquals(place, kernel.register(Context.RIP));
        assertEquals(0, stage.saved(one, SaveArea.IN_USE));
        assertHolds(0);
        assertEquals(0x7f, state.octet(0));
        assertEquals(0x03, state.octet(1));
        assertEquals(0x80, state.octet(CONTROL_AND_STATUS));
        assertEquals(0x1f, state.octet(CONTROL_AND_STATUS + 1));
    }

    /** Once they are in reach the processor raises this for no reason that the kernel knows of. */
    @Test
    void theSameExceptionAfterTheFirstUseIsThePrograms() {
        useAs(one, 1);
        stage.area();
        kernel.machine().processor().enterByTrap(Trap.DEVICE_NOT_AVAILABLE, 0);
        kernel.aegis().traps().vectorUse();
        kernel.machine().processor().leave();
        kernel.check();
        assertEquals(Trap.DEVICE_NOT_AVAILABLE, stage.saved(one, SaveArea.VECTOR));
        assertEquals(Stage.HANDLER, kernel.register(Context.RIP));
    }

    @Test
    void eachFindsItsOwnAfterEveryWayOfSwitching() {
        useAs(one, 0x11);
        useAs(two, 0x22);
        family.run(one);
        assertHolds(0x11);
        while (kernel.current() != Family.index(two)) {
            stage.runOut();
        }
        assertHolds(0x22);
        kernel.call(Call.WAIT, Event.DEADLINE, stage.now() + 5);
        assertHolds(0);
        assertFalse(inReach());
        kernel.pass(5);
        family.run(two);
        assertHolds(0x22);
        family.run(stage.root);
        family.run(one);
        assertHolds(0x11);
    }

    @Test
    void whoHasNeverUsedThemFindsThemEmptyAndOutOfReach() {
        useAs(one, 0xa5);
        family.run(plain);
        assertFalse(inReach());
        assertHolds(0);
        kernel.useVectors();
        assertHolds(0);
        family.run(stage.root);
        assertFalse(inReach());
        assertHolds(0);
    }

    @Test
    void nothingIsLeftOfWhoEndsOrStops() {
        useAs(one, 0xa5);
        kernel.call(Call.EXIT, 0);
        assertHolds(0);
        stage.ok(Call.ENV_GUARD, two, 1);
        useAs(two, 0xa5);
        kernel.trap(Trap.INVALID_OPCODE);
        assertEquals(EnvironmentState.STOPPED, stage.state(two));
        assertHolds(0);
        stage.ok(Call.ENV_RESUME, two, 0);
        family.run(two);
        assertHolds(0xa5);
    }

    @Test
    void nothingIsLeftForTheHeirOfARecord() {
        useAs(one, 0xa5);
        kernel.call(Call.EXIT, 0);
        family.reap(one);
        long heir = stage.player("heir");
        assertEquals(Family.index(one), Family.index(heir));
        assertFalse(uses(heir));
        family.run(heir);
        kernel.useVectors();
        assertHolds(0);
    }

    @Test
    void transfersAndUpcallsLeaveThemWithTheirOwner() {
        useAs(two, 0x22);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
        useAs(one, 0x11);
        kernel.call(Call.TRANSFER_SYNC, two, 0);
        assertHolds(0x22);
        kernel.call(Call.TRANSFER_SYNC, one, 0);
        assertHolds(0x11);
        stage.area();
        kernel.trap(Trap.INVALID_OPCODE);
        assertHolds(0x11);
        assertTrue(inReach());
    }
}
