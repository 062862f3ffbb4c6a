package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.machine.simulated.SimulatedNetworkDevice;
import org.junit.jupiter.api.Test;

/** Who was refused for want of room is told when there is some; what the device reads from is pinned no longer than it reads. */
class SendingTest {
    private static final long PAGE = 0x7300_0000L;
    private static final int SHORT = 60;
    private static final int LONG = 1000;

    private final BootedKernel kernel = BootedKernel.withNetwork(device -> { });
    private final SimulatedNetworkDevice device = kernel.machine().attachNetwork();
    private final long frame = kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME);

    /** The root account's claim is to everything; any type of Ethernet will do. */
    SendingTest() {
        long self = kernel.call(Call.ENV_SELF);
        for (int tables = 0; tables < 8; tables++) {
            kernel.call(Call.TABLE_GIVE, self, kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
        }
        assertEquals(0, kernel.call(Call.BIND, self, PAGE, frame, Right.READ | Right.WRITE));
        kernel.store(PAGE, 0x5452_ffff_ffff_ffffL);
        kernel.store(PAGE + 8, 0xb588_5634_1200L);
        device.automatic(false);
    }

    private void fill(int byteCount) {
        for (int packet = 0; packet < Limits.SENDS_MAXIMUM; packet++) {
            assertEquals(0, kernel.call(Call.PACKET_SEND, frame, 0, byteCount));
        }
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.PACKET_SEND, frame, 0, byteCount));
    }

    private void sendOne() {
        assertTrue(device.fetch(SimulatedNetworkDevice.TRANSMIT));
        device.complete(SimulatedNetworkDevice.TRANSMIT, 0);
        kernel.interrupts();
    }

    private long pending() {
        return kernel.call(Call.WAIT, Event.SENT, 0);
    }

    @Test
    void whoWasRefusedIsToldThoughItsPacketsWereCopied() {
        fill(SHORT);
        sendOne();
        assertEquals(Event.SENT, pending());
        assertEquals(0, kernel.call(Call.PACKET_SEND, frame, 0, SHORT));
    }

    @Test
    void whoWasRefusedTwiceIsToldTwice() {
        fill(LONG);
        sendOne();
        assertEquals(Event.SENT, pending());
        assertEquals(0, kernel.call(Call.PACKET_SEND, frame, 0, LONG));
        assertEquals(Status.WOULD_BLOCK, kernel.call(Call.PACKET_SEND, frame, 0, LONG));
        sendOne();
        assertEquals(Event.SENT, pending());
    }

    @Test
    void theLastFrameThatTheDeviceReadsFromIsUnpinnedWhenItIsDone() {
        for (int packet = 0; packet < 3; packet++) {
            assertEquals(0, kernel.call(Call.PACKET_SEND, frame, 0, LONG));
        }
        assertEquals(0, kernel.call(Call.UNBIND, kernel.call(Call.ENV_SELF), PAGE) - frame);
        for (int packet = 0; packet < 3; packet++) {
            assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
            sendOne();
        }
        assertEquals(0, kernel.call(Call.FRAME_FREE, frame));
    }

    /** Who has ended cannot be reaped while the device reads from its frames, but a device that never stops does not keep it for ever. */
    @Test
    void aDeviceThatKeepsPacketsOfTheDeadForASecondIsDeadItself() {
        Family family = new Family(kernel);
        long child = family.startedNext("child");
        family.run(child);
        long its = kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        kernel.machine().memory().store64(its * Limits.BYTES_IN_FRAME, 0x5452_ffff_ffff_ffffL);
        kernel.machine().memory().store64(its * Limits.BYTES_IN_FRAME + 8, 0xb588_5634_1200L);
        assertEquals(0, kernel.call(Call.PACKET_SEND, its, 0, LONG));
        kernel.call(Call.EXIT, 0);
        assertTrue(kernel.call(Call.ENV_REAP, child) > 0);
        assertTrue(kernel.call(Call.ENV_REAP, child) > 0);
        kernel.machine().timer().advance(kernel.call(Call.MACHINE_INFO, Info.CYCLES_PER_SECOND) + 1);
        kernel.call(Call.ENV_REAP, child);
        assertTrue(kernel.printed().contains("is dead: it does not give back what it was to send"), kernel::console);
        for (int calls = 0; calls < 20 && kernel.call(Call.ENV_REAP, child) > 0; calls++) {
            continue;
        }
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(Call.ENV_REAP, child));
    }
}
