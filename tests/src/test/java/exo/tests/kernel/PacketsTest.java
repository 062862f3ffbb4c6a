package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.Context;
import exo.abi.Event;
import exo.abi.FilterAtom;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.PacketEntry;
import exo.abi.PacketRing;
import exo.abi.Right;
import exo.abi.Status;
import exo.machine.simulated.SimulatedNetworkDevice;
import org.junit.jupiter.api.Test;

/** Packets come to who bound a filter for them, in frames that change hands; what is sent is from who may say so. */
class PacketsTest {
    private static final long ATOMS = 0x7100_0000L;
    private static final long RING = 0x7200_0000L;
    private static final long PAGE = 0x7300_0000L;
    private static final int PACKET_BYTES = 60;
    private static final int ROOT_CLAIM = 1;
    private static final byte[] MAC = {0x52, 0x54, 0, 0x12, 0x34, 0x56};

    private final BootedKernel kernel = BootedKernel.withNetwork(device -> { });
    private final SimulatedNetworkDevice device = kernel.machine().attachNetwork();
    private long ringFrame;

    private long frame() {
        long frame = kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        assertTrue(frame > 0, () -> "frame_alloc: " + frame);
        return frame;
    }

    private long bound(long va) {
        long frame = frame();
        long self = kernel.call(Call.ENV_SELF);
        for (int tables = 0; tables < 8; tables++) {
            kernel.call(Call.TABLE_GIVE, self, frame());
        }
        kernel.call(Call.UNBIND, self, va);
        assertEquals(0, kernel.call(Call.BIND, self, va, frame, Right.READ | Right.WRITE));
        return frame;
    }

    private void atom(int index, int base, int width, int offset, long mask, long value) {
        long at = ATOMS + (long) index * FilterAtom.BYTES;
        kernel.store(at, base | (long) width << 8 | (long) offset << 16 | mask << 32);
        kernel.store(at + 8, value);
    }

    /** IPv4, UDP, a destination port. */
    private long bindUdp(int port, long ring, long program) {
        atom(0, 0, 2, 0, 0xffff, 0x0800);
        atom(1, 0, 1, 8, 0xff, 17);
        atom(2, 3, 2, 2, 0xffff, port);
        return kernel.call(Call.FILTER_BIND, ATOMS, 3, ROOT_CLAIM, ring, program);
    }

    private static byte[] udp(int port, int mark) {
        byte[] packet = new byte[PACKET_BYTES];
        System.arraycopy(MAC, 0, packet, 0, MAC.length);
        packet[6] = 2;
        packet[12] = 8;
        packet[14] = 0x45;
        packet[17] = PACKET_BYTES - 14;
        packet[22] = 64;
        packet[23] = 17;
        packet[26] = 10;
        packet[30] = 10;
        packet[36] = (byte) (port >>> 8);
        packet[37] = (byte) port;
        packet[39] = PACKET_BYTES - 34;
        packet[PACKET_BYTES - 1] = (byte) mark;
        return packet;
    }

    private long ring() {
        ringFrame = bound(RING);
        bound(ATOMS);
        long ring = kernel.call(Call.RING_BEGIN, ringFrame);
        assertTrue(ring > 0, () -> "ring_begin: " + ring);
        return ring;
    }

    private void offer(long frame) {
        long offered = kernel.load(RING + PacketRing.OFFERED);
        kernel.store(RING + PacketRing.OFFERS + offered % Limits.PACKET_RING * 8, frame);
        kernel.store(RING + PacketRing.OFFERED, offered + 1);
    }

    private void arrive(byte[] packet) {
        device.arrive(packet);
        kernel.interrupts();
    }

    private byte[] bytesOf(long frame, int byteCount) {
        byte[] bytes = new byte[byteCount];
        for (int at = 0; at < byteCount; at++) {
            bytes[at] = (byte) kernel.machine().memory().load8(frame * Limits.BYTES_IN_FRAME + Limits.PACKET_OFFSET + at);
        }
        return bytes;
    }

    @Test
    void aPacketThatMatchesComesToTheRingInAFrameThatIsTheOwnersFromThenOn() {
        long ring = ring();
        long filter = bindUdp(7, ring, 0);
        assertTrue(filter > 0, () -> "filter_bind: " + filter);
        long offered = frame();
        offer(offered);
        byte[] packet = udp(7, 42);
        arrive(packet);
        assertEquals(1, kernel.load(RING + PacketRing.RECEIVED));
        long first = kernel.load(RING + PacketRing.ENTRIES);
        long frame = first & 0xffff_ffffL;
        assertEquals(PACKET_BYTES, first >>> 32);
        assertEquals(filter, kernel.load(RING + PacketRing.ENTRIES + PacketEntry.FILTER) & 0xffff_ffffL);
        assertNotEquals(offered, frame);
        assertArrayEquals(packet, bytesOf(frame, PACKET_BYTES));
        assertEquals(FrameKind.NETWORK, kernel.books().kind(offered));
        assertEquals(FrameKind.ORDINARY, kernel.books().kind(frame));
        assertEquals(0, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FRAME_FREE, offered));
    }

    @Test
    void aPacketThatNoFilterMatchesIsNobodysAndCounted() {
        long ring = ring();
        bindUdp(7, ring, 0);
        offer(frame());
        arrive(udp(8, 1));
        assertEquals(0, kernel.load(RING + PacketRing.RECEIVED));
        assertEquals(1, kernel.books().header64(BooksHeader.PACKETS_RECEIVED));
        assertEquals(1, kernel.books().header64(BooksHeader.PACKETS_UNCLAIMED));
    }

    @Test
    void withoutAFrameOnOfferAPacketIsDroppedForTheRingAlone() {
        long ring = ring();
        bindUdp(7, ring, 0);
        arrive(udp(7, 1));
        assertEquals(0, kernel.load(RING + PacketRing.RECEIVED));
        assertEquals(1, kernel.load(RING + PacketRing.DROPPED));
        offer(frame());
        arrive(udp(7, 2));
        assertEquals(1, kernel.load(RING + PacketRing.RECEIVED));
    }

    @Test
    void offersOfWhatIsNotTheOwnersOrIsBoundAreRefused() {
        long ring = ring();
        bindUdp(7, ring, 0);
        offer(1);
        offer(bound(PAGE));
        offer(Long.MIN_VALUE);
        long good = frame();
        offer(good);
        arrive(udp(7, 1));
        assertEquals(1, kernel.load(RING + PacketRing.RECEIVED));
        assertEquals(3, kernel.load(RING + PacketRing.REFUSED));
        assertEquals(FrameKind.NETWORK, kernel.books().kind(good));
    }

    @Test
    void ofAsManyPacketsAsTheRingHoldsNoneIsLostAndTheNextIs() {
        long ring = ring();
        bindUdp(7, ring, 0);
        for (int i = 0; i < Limits.PACKET_RING; i++) {
            offer(frame());
        }
        for (int i = 0; i < Limits.PACKET_RING; i++) {
            arrive(udp(7, i));
        }
        assertEquals(Limits.PACKET_RING, kernel.load(RING + PacketRing.RECEIVED));
        assertEquals(0, kernel.load(RING + PacketRing.DROPPED));
        for (int i = 0; i < Limits.PACKET_RING; i++) {
            long frame = kernel.load(RING + PacketRing.ENTRIES + i * PacketEntry.BYTES) & 0xffff_ffffL;
            assertArrayEquals(udp(7, i), bytesOf(frame, PACKET_BYTES), "packet " + i);
        }
        offer(frame());
        arrive(udp(7, 1));
        assertEquals(1, kernel.load(RING + PacketRing.DROPPED));
    }

    @Test
    void aPacketWakesWhoWaitsForIt() {
        long ring = ring();
        bindUdp(7, ring, 0);
        offer(frame());
        kernel.call(Call.WAIT, Event.PACKET, 0);
        assertEquals(0, kernel.current());
        arrive(udp(7, 1));
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(Event.PACKET, kernel.register(Context.RAX));
    }

    @Test
    void anUnboundFilterGetsNothingMore() {
        long ring = ring();
        long filter = bindUdp(7, ring, 0);
        offer(frame());
        assertEquals(Status.RING_BUSY, kernel.call(Call.RING_END, ring));
        assertEquals(0, kernel.call(Call.FILTER_UNBIND, filter));
        arrive(udp(7, 1));
        assertEquals(0, kernel.load(RING + PacketRing.RECEIVED));
        assertEquals(0, kernel.call(Call.RING_END, ring));
    }

    private byte[] sent(byte[] packet) {
        long frame = bound(PAGE);
        for (int at = 0; at < packet.length; at++) {
            kernel.machine().memory().store8(frame * Limits.BYTES_IN_FRAME + at, packet[at]);
        }
        assertEquals(0, kernel.call(Call.PACKET_SEND, frame, 0, packet.length));
        return device.departed();
    }

    private static byte[] answer(int byteCount) {
        byte[] packet = new byte[byteCount];
        System.arraycopy(udp(7, 1), 0, packet, 0, PACKET_BYTES);
        System.arraycopy(MAC, 0, packet, 6, MAC.length);
        packet[16] = (byte) (byteCount - 14 >>> 8);
        packet[17] = (byte) (byteCount - 14);
        packet[38] = (byte) (byteCount - 34 >>> 8);
        packet[39] = (byte) (byteCount - 34);
        return packet;
    }

    @Test
    void whatIsSentComesOutAsItWas() {
        byte[] packet = answer(PACKET_BYTES);
        assertArrayEquals(packet, sent(packet));
        byte[] large = answer(1500);
        assertArrayEquals(large, sent(large));
    }

    @Test
    void aPacketWithAForgedSourceDoesNotLeave() {
        byte[] packet = answer(PACKET_BYTES);
        packet[6] = 4;
        long frame = bound(PAGE);
        for (int at = 0; at < packet.length; at++) {
            kernel.machine().memory().store8(frame * Limits.BYTES_IN_FRAME + at, packet[at]);
        }
        assertEquals(Status.NOT_CLAIMED, kernel.call(Call.PACKET_SEND, frame, 0, packet.length));
        assertNull(device.departed());
    }
}
