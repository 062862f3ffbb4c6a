package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.PacketEntry;
import exo.abi.PacketFlag;
import exo.abi.PacketRing;
import exo.abi.ResourceKind;
import exo.abi.Right;
import exo.abi.Status;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whose a packet is, whose its frame was and is, and what becomes of it when those go away that it was for. */
class ReceivingTest {
    private static final int PORT = 7;
    private static final int OTHER_PORT = 8;
    private static final long SECRET = 0x5ec7_e75e_c7e7_5ec7L;
    private static final long PLACE = Family.PAGE + (40 << 12);
    private static final long TARGET = Family.PAGE + (41 << 12);
    /** What a ring takes of bad offers for one packet. */
    private static final int TRIES = 4;

    private final PacketScene scene = new PacketScene();
    private final BootedKernel kernel = scene.kernel;
    private final Family family = scene.family;

    private void arrive(int port) {
        scene.arrive(PacketScene.udp(port, PacketScene.SHORT, false));
    }

    /** A child that spends from the root's account, and so may bind in its claim. */
    private long sibling() {
        long child = family.childIn(0, "sibling");
        family.start(child);
        return child;
    }

    // ---- offers --------------------------------------------------------------------------------------------------------

    @Test
    void whatIsOfferedIsAnIdleFrameOfTheOwnersThatIsNotGuaranteed() {
        long child = family.started("child", 40);
        family.run(child);
        long foreign = family.frame();
        family.run(scene.root);
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        long guaranteed = family.frame();
        assertEquals(Status.OK, kernel.call(Call.FRAME_GUARANTEE, guaranteed, 1));
        long pinned = family.frame();
        kernel.call(Call.RING_BEGIN, pinned);
        scene.offer(ring, foreign);
        scene.offer(ring, guaranteed);
        scene.offer(ring, pinned);
        long good = scene.offered(ring);
        arrive(PORT);
        assertEquals(1, scene.received(ring));
        assertEquals(3, scene.count(ring, PacketRing.REFUSED));
        assertEquals(4, scene.count(ring, PacketRing.ACCEPTED));
        assertEquals(FrameKind.NETWORK, kernel.books().kind(good));
        for (long kept : new long[] {foreign, guaranteed, pinned}) {
            assertEquals(FrameKind.ORDINARY, kernel.books().kind(kept));
        }
    }

    /** Where a record of such a frame would be stands one that the owner has written. */
    @Test
    void aNumberBeyondMemoryIsNoFrameWhateverStandsThere() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        long page = family.frame();
        long idle = family.frame();
        RawBooks books = kernel.books();
        long bytes = books.recordOf(2) - books.recordOf(1);
        long from = page * Limits.BYTES_IN_FRAME - books.recordOf(1);
        assertEquals(0, from % bytes);
        for (long at = 0; at < bytes; at += 8) {
            kernel.machine().memory().store64(page * Limits.BYTES_IN_FRAME + at,
                    kernel.machine().memory().load64(books.recordOf(idle) + at));
        }
        long number = from / bytes + 1;
        assertTrue(number > books.frameCount);
        scene.offer(ring, number);
        scene.offered(ring);
        arrive(PORT);
        assertEquals(1, scene.received(ring));
        assertEquals(1, scene.count(ring, PacketRing.REFUSED));
    }

    @Test
    void whoOffersNothingGoodLosesThePacket() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        for (int tries = 0; tries < TRIES; tries++) {
            scene.offer(ring, 1);
        }
        scene.offered(ring);
        arrive(PORT);
        assertEquals(1, scene.count(ring, PacketRing.DROPPED));
        assertEquals(TRIES, scene.count(ring, PacketRing.REFUSED));
        arrive(PORT);
        assertEquals(1, scene.received(ring));
    }

    @Test
    void aFrameIsOfferedOnceForOnePacket() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        long frame = scene.offered(ring);
        scene.offer(ring, frame);
        arrive(PORT);
        arrive(PORT);
        assertEquals(1, scene.received(ring));
        assertEquals(1, scene.count(ring, PacketRing.REFUSED));
        assertEquals(1, scene.count(ring, PacketRing.DROPPED));
    }

    @Test
    void whoSaysToHaveTakenMoreThanThereWasGetsNothing() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        scene.offered(ring);
        kernel.store(PacketScene.seen(ring) + PacketRing.TAKEN, 1);
        arrive(PORT);
        assertEquals(0, scene.received(ring));
        kernel.store(PacketScene.seen(ring) + PacketRing.TAKEN, Long.MIN_VALUE);
        arrive(PORT);
        assertEquals(2, scene.count(ring, PacketRing.DROPPED));
        kernel.store(PacketScene.seen(ring) + PacketRing.TAKEN, 0);
        arrive(PORT);
        assertEquals(1, scene.received(ring));
    }

    @Test
    void theKernelGoesByItsOwnCountsWhateverTheOwnerWrites() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        scene.offered(ring);
        scene.offered(ring);
        arrive(PORT);
        kernel.store(PacketScene.seen(ring) + PacketRing.RECEIVED, 9);
        kernel.store(PacketScene.seen(ring) + PacketRing.ACCEPTED, 9);
        kernel.store(PacketScene.seen(ring) + PacketRing.DROPPED, 9);
        arrive(PORT);
        arrive(PORT);
        assertEquals(2, scene.received(ring));
        assertEquals(2, scene.count(ring, PacketRing.ACCEPTED));
        assertEquals(1, scene.count(ring, PacketRing.DROPPED));
    }

    // ---- frames --------------------------------------------------------------------------------------------------------

    @Test
    void aCapabilityForAFrameThatWasOfferedIsNoGood() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        family.map(scene.root, PLACE, Family.WRITE);
        long frame = family.frame();
        assertEquals(Status.OK, kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, frame, Right.READ, PLACE));
        scene.offer(ring, frame);
        arrive(PORT);
        assertEquals(FrameKind.NETWORK, kernel.books().kind(frame));
        scene.goRound();
        scene.offered(ring);
        arrive(PORT);
        assertEquals(frame, scene.frameOf(ring, 1), "the frame has come back");
        assertEquals(Status.BAD_CAPABILITY, kernel.call(Call.CAP_BIND, scene.root, TARGET, PLACE, Right.READ));
    }

    @Test
    void nobodyFindsInAPacketsFrameWhatAnotherLeftThere() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        long child = sibling();
        family.run(child);
        long childsRing = scene.ring();
        scene.udp(OTHER_PORT, childsRing, 0);
        scene.offered(childsRing);
        family.run(scene.root);
        long secret = family.map(scene.root, PLACE, Family.WRITE);
        for (int at = 0; at < Limits.BYTES_IN_FRAME; at += 8) {
            kernel.store(PLACE + at, SECRET);
        }
        assertEquals(secret, kernel.call(Call.UNBIND, scene.root, PLACE));
        scene.offer(ring, secret);
        arrive(PORT);
        scene.goRound();
        byte[] packet = PacketScene.udp(OTHER_PORT, PacketScene.SHORT + 1, false);
        scene.arrive(packet);
        family.run(child);
        assertEquals(1, scene.received(childsRing));
        assertEquals(secret, scene.frameOf(childsRing, 0));
        for (int at = 0; at < Limits.BYTES_IN_FRAME; at++) {
            boolean inPacket = at >= Limits.PACKET_OFFSET && at < Limits.PACKET_OFFSET + packet.length;
            assertEquals(inPacket ? packet[at - Limits.PACKET_OFFSET] & 0xff : 0, scene.octet(secret, at), "byte " + at);
        }
    }

    /** A frame that came back to its owner, but was a packet's in between that its handler kept, or nobody's. */
    @Test
    void nobodyFindsInAPacketsFrameWhatAnotherGotAndDidNotTake() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        long child = sibling();
        family.run(child);
        scene.udp(OTHER_PORT, 0, scene.handler(Texts.giving(0), family.frame()));
        family.run(scene.root);
        for (int port : new int[] {OTHER_PORT, 1}) {
            long own = scene.offered(ring);
            long before = scene.received(ring);
            arrive(PORT);
            scene.goRound();
            scene.arrive(PacketScene.udp(port, PacketScene.LONG, false));
            scene.goRound();
            scene.offered(ring);
            arrive(PORT);
            assertEquals(own, scene.frameOf(ring, before + 1));
            assertEquals(0, scene.octet(own, Limits.PACKET_OFFSET + PacketScene.LONG - 1), "a packet to port " + port);
        }
    }

    @Test
    void aFrameThatChangedHandsIsOnItsOwnersListAndNobodyElses() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        long held = kernel.books().environment32(RawBooks.ROOT, EnvironmentRecord.FRAMES_HELD);
        long offered = scene.offered(ring);
        arrive(PORT);
        long frame = scene.frameOf(ring, 0);
        assertEquals(RawBooks.ROOT, kernel.books().owner(frame));
        assertEquals(0, kernel.books().owner(offered));
        assertEquals(held + 1, kernel.books().environment32(RawBooks.ROOT, EnvironmentRecord.FRAMES_HELD));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
    }

    // ---- packets -------------------------------------------------------------------------------------------------------

    @Test
    void ofPacketsThatComeAtOnceEachIsDelivered() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        int packets = Limits.PACKET_RING;
        for (int packet = 0; packet < packets; packet++) {
            scene.offered(ring);
            scene.device.arrive(PacketScene.udp(PORT, PacketScene.SHORT, false));
        }
        kernel.pass(10_000_000);
        assertEquals(packets, scene.received(ring));
    }

    @Test
    void moreThanTheDeviceHasSlotsForWaitThereAndAreTaken() {
        for (int packet = 0; packet < 3 * PacketScene.SLOTS; packet++) {
            scene.device.arrive(PacketScene.udp(1, PacketScene.SHORT, false));
        }
        kernel.pass(10_000_000);
        assertEquals(0, scene.device.waiting());
        assertEquals(3 * PacketScene.SLOTS, kernel.books().header64(BooksHeader.PACKETS_RECEIVED));
    }

    @Test
    void whatIsLongerThanAFrameIsCutAndNobodys() {
        scene.arrive(new byte[(int) (2 * Limits.BYTES_IN_FRAME)]);
        assertEquals(1, kernel.books().header64(BooksHeader.PACKETS_UNCLAIMED));
        arrive(PORT);
        assertEquals(2, kernel.books().header64(BooksHeader.PACKETS_RECEIVED), "the device goes on");
    }

    @Test
    void packetsAreAsLongAsEthernetHasThem() {
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        scene.offered(ring);
        scene.offered(ring);
        byte[] longest = PacketScene.udp(PORT, Limits.PACKET_BYTES_MAXIMUM, false);
        scene.arrive(PacketScene.udp(PORT, Limits.PACKET_BYTES_MAXIMUM + 1, false));
        scene.arrive(new byte[13]);
        scene.arrive(new byte[0]);
        assertEquals(0, scene.received(ring));
        assertEquals(3, kernel.books().header64(BooksHeader.PACKETS_UNCLAIMED));
        scene.arrive(longest);
        assertEquals(1, scene.received(ring));
        byte[] found = new byte[longest.length];
        for (int at = 0; at < found.length; at++) {
            found[at] = (byte) scene.octet(scene.frameOf(ring, 0), Limits.PACKET_OFFSET + at);
        }
        assertArrayEquals(longest, found);
        assertEquals(0, kernel.load(PacketScene.seen(ring) + PacketRing.ENTRIES + PacketEntry.FLAGS) & PacketFlag.CHECKED);
    }

    /** Time passes with what the kernel does, here. */
    @Test
    void whatAPacketTookIsPaidByWhomItIsFor() {
        AtomicReference<BootedKernel> running = new AtomicReference<>();
        PacketScene ticking = new PacketScene((name, arguments) -> {
            if (running.get() != null && name.startsWith("load")) {
                running.get().machine().timer().advance(1);
            }
        });
        ticking.udp(PORT, ticking.ring(), 0);
        long child = ticking.family.started("child", 40);
        ticking.family.run(child);
        BootedKernel booted = ticking.kernel;
        long paid = booted.books().environment64(RawBooks.ROOT, EnvironmentRecord.CYCLES_USED);
        long owed = booted.books().environment64(RawBooks.ROOT, EnvironmentRecord.HANDLER_CYCLES);
        running.set(booted);
        ticking.arrive(PacketScene.udp(1, PacketScene.SHORT, false));
        assertEquals(paid, booted.books().environment64(RawBooks.ROOT, EnvironmentRecord.CYCLES_USED), "it was for nobody");
        ticking.arrive(PacketScene.udp(PORT, PacketScene.SHORT, false));
        running.set(null);
        assertTrue(booted.books().environment64(RawBooks.ROOT, EnvironmentRecord.CYCLES_USED) > paid);
        assertTrue(booted.books().environment64(RawBooks.ROOT, EnvironmentRecord.HANDLER_CYCLES) > owed);
    }

    @Test
    void theEndedGetNothingAndTheDeviceKeepsItsFrames() {
        long child = sibling();
        family.run(child);
        long ring = scene.ring();
        scene.udp(PORT, ring, 0);
        scene.offered(ring);
        family.run(scene.root);
        family.end(child);
        arrive(PORT);
        scene.goRound();
        arrive(PORT);
        assertEquals(0, scene.device.waiting());
    }

    /** What the ended environment's record of a ring was is another's by now. */
    @Test
    void aSuccessorsRingGetsNothingOfTheEndeds() {
        long child = sibling();
        family.run(child);
        long ended = scene.ring();
        scene.udp(PORT, ended, 0);
        family.run(scene.root);
        family.end(child);
        long ring = scene.ring();
        assertEquals(Downloads.index(ended), Downloads.index(ring));
        scene.offered(ring);
        arrive(PORT);
        assertEquals(0, scene.received(ring));
    }

    @Test
    void reapingUnbindsTheFiltersOfTheEnded() {
        long kept = scene.ring();
        scene.udp(PORT - 1, kept, 0);
        scene.offered(kept);
        long used = kernel.books().used(1, ResourceKind.FILTERS);
        long child = sibling();
        family.run(child);
        long ring = scene.ring();
        int filters = 20;
        for (int i = 0; i < filters; i++) {
            scene.udp(PORT + i, ring, 0);
        }
        assertEquals(used + filters, kernel.books().used(1, ResourceKind.FILTERS));
        family.run(scene.root);
        family.end(child);
        family.reap(child);
        assertEquals(used, kernel.books().used(1, ResourceKind.FILTERS));
        arrive(PORT - 1);
        assertEquals(1, scene.received(kept), "a filter of another's");
        long own = scene.ring();
        for (int i = 0; i < filters; i++) {
            scene.udp(PORT + i, own, 0);
        }
    }

    /** What the ended environment's record of a ring was is another's by now, and counts for that one alone. */
    @Test
    void reapingLeavesTheRingsAndHandlersOfASuccessorTheirFilters() {
        long child = sibling();
        family.run(child);
        long ended = scene.ring();
        scene.udp(PORT, ended, scene.handler(Texts.giving(0), family.frame()));
        family.run(scene.root);
        family.end(child);
        long ring = scene.ring();
        long program = scene.handler(Texts.giving(0), family.frame());
        assertEquals(Downloads.index(ended), Downloads.index(ring));
        long filter = scene.udp(OTHER_PORT, ring, program);
        family.reap(child);
        assertEquals(Status.RING_BUSY, kernel.call(Call.RING_END, ring));
        assertEquals(Status.PROGRAM_BUSY, kernel.call(Call.PROGRAM_END, program));
        scene.end(filter);
        assertEquals(Status.OK, kernel.call(Call.RING_END, ring));
        scene.downloads.end(program);
    }
}
