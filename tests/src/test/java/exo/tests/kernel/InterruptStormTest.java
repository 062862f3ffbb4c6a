package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.PacketRing;
import exo.abi.Status;
import exo.machine.simulated.SimulatedNetworkDevice;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A network device that interrupts again as soon as it can, with packets and without: who runs beside it keeps nine tenths of the processor,
 * of all the time and nearly of each slice, and nothing that was kept waiting is lost. Time passes with what the kernel does, here.
 */
class InterruptStormTest {
    private static final int PORT = 7;
    private static final long SLICE = 1_000_000;
    private static final long SLICES = 20;
    /** Of a program between two looks at whether there is an interrupt. */
    private static final long STEP = 40;
    /** Of a packet that is sent, and what a program does before the next. */
    private static final long SENDING = 1000;
    private static final long PERCENT = 100;
    private static final long SHARE_OF_OTHERS = 90;
    /** Of any slice: a tenth goes to packets, and a tenth of a slice more that they may take at once. */
    private static final long SHARE_OF_OTHERS_IN_SLICE = 77;
    /** What a word of memory takes the kernel, so that an interrupt is some hundreds of cycles. */
    private static final long WORD = 3;

    private final AtomicBoolean ticking = new AtomicBoolean();
    private final PacketScene scene = new PacketScene((name, arguments) -> tick(name));
    private final BootedKernel kernel = scene.kernel;
    private long worked;
    private final long[] workedBy = new long[RawBooks.ROOT + 2];
    private long worst = PERCENT;

    private void tick(String name) {
        if (ticking.get() && (name.startsWith("load") || name.startsWith("store"))) {
            kernel.machine().timer().advance(WORD);
        }
    }

    private long now() {
        return kernel.machine().timer().now();
    }

    /** Programs run for so many slices, and whenever an interrupt could come in there is one. Gives their share, in percent. */
    private long run(long slices, Runnable storm) {
        kernel.audits(false);
        ticking.set(true);
        long start = now();
        worked = 0;
        for (long slice = 1; slice <= slices; slice++) {
            long sliceStart = now();
            long workedBefore = worked;
            while (now() - start < slice * SLICE) {
                storm.run();
                if (kernel.interrupt() < 0) {
                    kernel.machine().timer().advance(STEP);
                    worked += STEP;
                    workedBy[kernel.current()] += STEP;
                }
            }
            worst = Math.min(worst, (worked - workedBefore) * PERCENT / (now() - sliceStart));
        }
        ticking.set(false);
        kernel.check();
        return worked * PERCENT / (now() - start);
    }

    private void othersKeepTheirs(Runnable storm) {
        othersKeepTheirs(SLICES, storm);
    }

    private void othersKeepTheirs(long slices, Runnable storm) {
        long share = run(slices, storm);
        assertTrue(share >= SHARE_OF_OTHERS, () -> "programs had " + share + " percent");
        assertTrue(worst >= SHARE_OF_OTHERS_IN_SLICE, () -> "programs had " + worst + " percent of a slice");
    }

    private void forNobody() {
        full(1);
    }

    private void full(int port) {
        while (scene.device.waiting() < PacketScene.SLOTS) {
            one(port);
        }
    }

    private void one(int port) {
        scene.device.arrive(PacketScene.udp(port, PacketScene.SHORT, false));
    }

    private long received() {
        return kernel.books().header64(BooksHeader.PACKETS_RECEIVED);
    }

    // ---- what the others keep ----------------------------------------------------------------------------------------------

    @Test
    void anInterruptForNothingTakesNobodysTime() {
        othersKeepTheirs(scene.device::interruptForNothing);
        assertTrue(kernel.console().contains("driver ok"));
        assertFalse(kernel.printed().contains("is dead"), "one that can be shut out is no liar");
    }

    @Test
    void soManyPacketsForNobodyThatTheDeviceIsFullOfThemTakeNobodysTime() {
        othersKeepTheirs(this::forNobody);
        assertTrue(received() > PacketScene.SLOTS * SLICES / 2, () -> received() + " packets were looked at");
    }

    @Test
    void norDoPacketsForNobodyThatComeOneByOneEachWithAnInterrupt() {
        othersKeepTheirs(() -> {
            if (scene.device.isLetIn() && !scene.device.interruptPending()) {
                one(1);
            }
        });
        assertTrue(received() > PacketScene.SLOTS * SLICES / 2, () -> received() + " packets were looked at");
    }

    @Test
    void norDoPacketsForSomebodyWhoDoesNotTakeThem() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        long child = scene.family.childIn(0, "child");
        scene.family.start(child);
        for (long position = 1; position < Limits.SLICES; position += 2) {
            assertEquals(Status.OK, kernel.call(Call.SLICE_GIVE, position, child));
        }
        othersKeepTheirs(Limits.SLICES, () -> full(PORT));
        onlyTheOwnerPays(child);
        long more = workedBy[Downloads.index(child)] - workedBy[RawBooks.ROOT];
        assertTrue(more > 2 * SLICE, () -> "who has the packets pays for them in slices, and had " + -more + " more than the other");
    }

    private void onlyTheOwnerPays(long child) {
        int index = Downloads.index(child);
        long used = used(index) - workedBy[index];
        assertTrue(Math.abs(used) * PERCENT < 2 * workedBy[index], () -> "is charged " + used + " more than it worked");
    }

    private long used(int index) {
        return kernel.books().environment64(index, EnvironmentRecord.CYCLES_USED) + (kernel.current() == index ? now() : 0);
    }

    @Test
    void norDoesWhatOneHasSentAndIsToldOf() {
        byte[] packet = PacketScene.udp(PORT, PacketScene.LONG, true);
        long frame = scene.family.frame();
        scene.put(frame, packet);
        AtomicLong next = new AtomicLong(now());
        othersKeepTheirs(() -> {
            if (now() >= next.get()) {
                ticking.set(false);
                kernel.call(Call.PACKET_SEND, frame, 0, packet.length);
                ticking.set(true);
                next.set(now() + SENDING);
            }
        });
        assertTrue(kernel.books().header64(BooksHeader.PACKETS_SENT) > SLICES * SLICE / SENDING / 2);
    }

    @Test
    void packetsThatAreNobodysAreOnNobodysAccount() {
        int running = kernel.current();
        long start = now();
        long usedBefore = used(running);
        run(SLICES, this::forNobody);
        long used = used(running) - usedBefore;
        assertTrue((used - worked) * PERCENT < 2 * (now() - start), () -> "has worked for " + worked + " and is charged " + used);
    }

    @Test
    void timeThatNobodyWantsIsForPackets() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        assertEquals(0, kernel.current());
        run(SLICES, this::forNobody);
        assertTrue(worked * PERCENT < SHARE_OF_OTHERS * SLICES * SLICE, () -> "the processor idled for " + worked);
    }

    // ---- and what comes of the packets -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCameWhileTheDeviceWasShutOutComesToItsOwner(boolean kept) {
        scene.device.keepsShutOut(kept);
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        for (int round = 1; round < 10; round++) {
            run(1, scene.device::interruptForNothing);
            ticking.set(true);
            while (scene.device.isLetIn()) {
                scene.device.interruptForNothing();
                kernel.interrupt();
            }
            ticking.set(false);
            scene.offered(ring);
            one(PORT);
            kernel.pass(SLICE);
            assertEquals(round, scene.received(ring) + scene.count(ring, PacketRing.DROPPED));
            kernel.store(PacketScene.seen(ring) + PacketRing.TAKEN, round);
        }
        assertEquals(0, scene.count(ring, PacketRing.DROPPED));
    }

    @Test
    void aDeviceThatInterruptsThoughItIsShutOutIsDead() {
        scene.device.heedsShutOut(false);
        run(2, scene.device::interruptForNothing);
        assertTrue(kernel.printed().contains("is dead: it interrupts though it must not; it was reset"), kernel::console);
        assertFalse(scene.device.isLetIn());
        assertEquals(Status.NO_DEVICE, scene.send(scene.family.frame(), PacketScene.udp(PORT, PacketScene.SHORT, true)));
    }

    @Test
    void theDeadAreShutOut() {
        scene.device.automatic(false);
        scene.device.say(SimulatedNetworkDevice.RECEIVE, PacketScene.SLOTS + 1, PacketScene.SHORT);
        kernel.interrupts();
        assertTrue(kernel.printed().contains("is dead"), kernel::console);
        assertFalse(scene.device.isLetIn());
    }
}
