package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import exo.machine.simulated.SimulatedNetworkDevice;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Memory that the device may read stays where it is, until the device is done or reaches memory no more; and what is sent is what was checked. */
class DeadDeviceTest {
    private static final int PORT = 7;

    private final PacketScene scene = new PacketScene();
    private final BootedKernel kernel = scene.kernel;
    private final Family family = scene.family;

    DeadDeviceTest() {
        scene.device.automatic(false);
    }

    private long sending() {
        long frame = family.frame();
        assertEquals(Status.OK, scene.send(frame, PacketScene.udp(PORT, PacketScene.LONG, true)));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
        return frame;
    }

    private void lie() {
        scene.device.say(SimulatedNetworkDevice.TRANSMIT, 77, 0);
        kernel.interrupts();
    }

    @Test
    void aDeadDeviceHoldsOnToNothing() {
        long frame = sending();
        lie();
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(0, kernel.books().networkDue());
        long other = family.frame();
        assertEquals(Status.NO_DEVICE, scene.send(other, PacketScene.udp(PORT, PacketScene.LONG, true)));
    }

    @Test
    void aDeviceThatDoesNotStopKeepsTheFramesThatItReads() {
        long frame = sending();
        scene.device.answersReset(false);
        lie();
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
    }

    @Test
    void whoWaitsForRoomIsToldWhenTheDeviceIsDead() {
        long frame = family.frame();
        byte[] packet = PacketScene.udp(PORT, PacketScene.SHORT, true);
        for (int i = 0; i < Limits.SENDS_MAXIMUM; i++) {
            assertEquals(Status.OK, scene.send(frame, packet));
        }
        assertEquals(Status.WOULD_BLOCK, scene.send(frame, packet));
        kernel.call(Call.WAIT, Event.SENT, 0);
        assertEquals(0, kernel.current());
        lie();
        assertEquals(RawBooks.ROOT, kernel.current());
    }

    @Test
    void oneEnvironmentsPacketsLeaveRoomForAnothers() {
        long frame = family.frame();
        byte[] packet = PacketScene.udp(PORT, PacketScene.SHORT, true);
        while (scene.send(frame, packet) == Status.OK) {
            assertTrue(kernel.current() != 0);
        }
        long other = family.childIn(0, "other");
        family.start(other);
        family.run(other);
        assertEquals(Status.OK, scene.send(family.frame(), packet));
    }

    @Test
    void aFrameThatIsBeingSentIsFreeWhenTheDeviceIsDoneAndNotBeforeThoughItsOwnerHasEnded() {
        long child = family.childIn(0, "child");
        family.start(child);
        family.run(child);
        long frame = family.frame();
        assertEquals(Status.OK, scene.send(frame, PacketScene.udp(PORT, PacketScene.LONG, true)));
        family.run(scene.root);
        family.end(child);
        for (int calls = 0; calls < 20; calls++) {
            assertTrue(kernel.call(Call.ENV_REAP, child) > 0);
            assertEquals(Family.index(child), kernel.books().owner(frame));
        }
        scene.sendOne();
        family.reap(child);
        assertEquals(0, kernel.books().owner(frame));
    }

    /** Nobody asked for an interrupt, as the packet was copied. */
    @Test
    void reapingLooksForWhatWasSent() {
        long child = family.childIn(0, "child");
        family.start(child);
        family.run(child);
        assertEquals(Status.OK, scene.send(family.frame(), PacketScene.udp(PORT, PacketScene.SHORT, true)));
        family.run(scene.root);
        family.end(child);
        assertTrue(kernel.call(Call.ENV_REAP, child) > 0);
        scene.sendOne();
        family.reap(child);
    }

    /** The program changes its headers when they have been looked at, and before the device has read them. */
    @Test
    void whatIsCheckedIsWhatLeaves() {
        long frame = family.frame();
        byte[] packet = PacketScene.udp(PORT, PacketScene.LONG, true);
        assertEquals(Status.OK, scene.send(frame, packet));
        byte[] forged = packet.clone();
        forged[6] = 4;
        forged[26] = 11;
        scene.put(frame, forged);
        scene.sendOne();
        assertArrayEquals(packet, scene.device.departed());
    }

    /** As if another processor, or a device, wrote to the frame: what lies there is good only after it was copied. */
    @Test
    void whatIsCheckedIsTheCopy() {
        long[] place = {0};
        AtomicReference<PacketScene> racing = new AtomicReference<>();
        PacketScene race = new PacketScene((name, arguments) -> {
            if (racing.get() != null && name.equals("copy") && (long) arguments[1] == place[0]) {
                racing.get().put(place[0] / Limits.BYTES_IN_FRAME, PacketScene.udp(PORT, PacketScene.SHORT, true));
            }
        });
        long frame = race.family.frame();
        place[0] = frame * Limits.BYTES_IN_FRAME;
        racing.set(race);
        assertEquals(Status.NOT_CLAIMED, race.send(frame, PacketScene.udp(PORT, PacketScene.SHORT, false)));
        assertNull(race.device.departed());
    }
}
