package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.BooksHeader;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.PacketEntry;
import exo.abi.PacketRing;
import exo.abi.RingRecord;
import exo.machine.simulated.SimulatedMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The oracle on what comes in: each packet that the device wrote to memory is for one filter or none, and what the rings, their counts and
 * the books say behind each step has to be what that comes to. What a handler decides is not foreseen, nor what becomes of packets for
 * those who have ended and not yet gone.
 */
final class ReceptionOracle {
    /** In place of an owner's name: nobody knows what is in the frame. */
    private static final long UNKNOWN = -1;

    /** A packet in memory. */
    private record Landed(byte[] packet, long address) {
        long frame() {
            return address / Limits.BYTES_IN_FRAME;
        }
    }

    /**
     * A packet that may come into a ring.
     *
     * @param certain  it comes into the ring, or is dropped for want of room
     * @param edited  a handler may have changed it
     */
    private record Expected(Landed landed, int filter, boolean certain, boolean edited) {
    }

    /** Of a ring by its name: packets put into it, dropped for it, offers that were dealt with, and such as were refused. */
    private record Counts(long name, long received, long dropped, long accepted, long refused) {
    }

    /** What to go back to. */
    record State(List<Object> landed, Counts[] counts, Map<Long, Long> was, long received, long unclaimed) {
    }

    private final SimulatedMemory memory;
    private final RawBooks books;
    private final Deque<Landed> landed = new ArrayDeque<>();
    private final Counts[] counts = new Counts[Limits.RINGS_MAXIMUM];
    /** Of a frame in the device's slots, the name of whose contents alone are in it; or 0. */
    private final Map<Long, Long> was = new HashMap<>();
    private long received;
    private long unclaimed;

    private final List<List<Expected>> expected = new ArrayList<>();
    private long unclaimedLeast;
    private long unclaimedMost;

    ReceptionOracle(SimulatedMemory memory, RawBooks books) {
        this.memory = memory;
        this.books = books;
        for (int ring = 0; ring < counts.length; ring++) {
            counts[ring] = now(ring);
            expected.add(new ArrayList<>());
        }
        received = books.header64(BooksHeader.PACKETS_RECEIVED);
        unclaimed = books.header64(BooksHeader.PACKETS_UNCLAIMED);
    }

    State state() {
        return new State(List.copyOf(landed), counts.clone(), new HashMap<>(was), received, unclaimed);
    }

    void restore(State saved) {
        landed.clear();
        saved.landed().forEach(one -> landed.add((Landed) one));
        System.arraycopy(saved.counts(), 0, counts, 0, counts.length);
        was.clear();
        was.putAll(saved.was());
        received = saved.received();
        unclaimed = saved.unclaimed();
    }

    void lands(byte[] packet, long address) {
        landed.add(new Landed(packet, address));
    }

    /** Packets in memory that the kernel has not dealt with. */
    int waiting() {
        return landed.size();
    }

    private Counts now(int ring) {
        return new Counts(books.ring64(ring, RingRecord.NAME), books.ring64(ring, RingRecord.RECEIVED),
                books.ring64(ring, RingRecord.DROPPED), books.ring64(ring, RingRecord.ACCEPTED),
                books.ring64(ring, RingRecord.REFUSED));
    }

    private long nameOf(int ring) {
        return books.name(books.ring32(ring, RingRecord.OWNER));
    }

    void afterStep(NetworkGrants grants) {
        long dealt = books.header64(BooksHeader.PACKETS_RECEIVED) - received;
        if (dealt != 0) {
            require(dealt > 0 && dealt <= landed.size(), "more packets were counted than came", dealt);
            received += dealt;
            expect(grants, dealt);
            checkUnclaimed();
        }
        Set<Long> offered = dealt == 0 ? Set.of() : offersTaken();
        for (int ring = 1; ring < counts.length; ring++) {
            if (books.ring32(ring, RingRecord.OWNER) != 0) {
                checkRing(ring, now(ring), before(ring), offered);
            }
            counts[ring] = now(ring);
            expected.get(ring).clear();
        }
    }

    /** What was counted of a ring before this step; a new one begins with nothing. */
    private Counts before(int ring) {
        long name = books.ring64(ring, RingRecord.NAME);
        return counts[ring].name() == name ? counts[ring] : new Counts(name, 0, 0, 0, 0);
    }

    // ---- what is to come of each packet ----------------------------------------------------------------------------------------

    private void expect(NetworkGrants grants, long dealt) {
        grants.forgetGone();
        unclaimedLeast = 0;
        unclaimedMost = 0;
        for (long i = 0; i < dealt; i++) {
            expect(grants, landed.remove());
        }
    }

    private void expect(NetworkGrants grants, Landed one) {
        boolean sized = one.packet().length >= Limits.PACKET_BYTES_MINIMUM && one.packet().length <= Limits.PACKET_BYTES_MAXIMUM;
        int living = sized ? grants.winner(one.packet()) : 0;
        boolean certain = !sized || !grants.mayBeOfTheEnded(one.packet(), living);
        unclaimedLeast += living == 0 && certain ? 1 : 0;
        unclaimedMost += living == 0 ? 1 : 0;
        if (living == 0) {
            was.put(one.frame(), certain ? 0L : UNKNOWN);
            return;
        }
        NetworkGrants.Bound bound = grants.filters().get(living);
        if (!certain) {
            was.put(one.frame(), UNKNOWN);
        }
        if (bound.ring() != 0) {
            expected.get(bound.ring()).add(new Expected(one, living, certain && bound.program() == 0, bound.program() != 0));
        } else if (was.getOrDefault(one.frame(), 0L) != bound.owner()) {
            was.put(one.frame(), certain ? 0L : UNKNOWN);
        }
    }

    private void checkUnclaimed() {
        long more = books.header64(BooksHeader.PACKETS_UNCLAIMED) - unclaimed;
        unclaimed += more;
        require(more >= unclaimedLeast && more <= unclaimedMost, "packets for nobody are miscounted", more);
    }

    // ---- what came of it -----------------------------------------------------------------------------------------------------

    private static long address(long frame) {
        return frame * Limits.BYTES_IN_FRAME;
    }

    /** Frames that were offered and are a ring's no more: they may have come back by another packet since. */
    private Set<Long> offersTaken() {
        Set<Long> taken = new HashSet<>();
        for (int ring = 1; ring < counts.length; ring++) {
            long page = address(books.ring32(ring, RingRecord.FRAME));
            // One that was refused may be another's, which is in a slot already.
            long whose = now(ring).refused() == before(ring).refused() ? nameOf(ring) : UNKNOWN;
            for (long at = before(ring).accepted(); books.ring32(ring, RingRecord.OWNER) != 0 && at < now(ring).accepted(); at++) {
                long frame = memory.load64(page + PacketRing.OFFERS + at % Limits.PACKET_RING * Long.BYTES);
                if (frame > 0 && frame < books.frameCount && books.kind(frame) == FrameKind.NETWORK) {
                    was.put(frame, whose);
                }
                taken.add(frame);
            }
        }
        return taken;
    }

    private void checkRing(int ring, Counts now, Counts before, Set<Long> offered) {
        List<Expected> packets = expected.get(ring);
        long put = now.received() - before.received();
        long dropped = now.dropped() - before.dropped();
        long certain = packets.stream().filter(Expected::certain).count();
        require(put >= 0 && dropped >= 0 && put + dropped <= packets.size(), "a ring has got packets that are not for it", ring);
        require(put + dropped >= certain, "a packet did not come into the ring that it is for", ring);
        require(now.accepted() >= before.accepted() && (put == 0 || now.accepted() - before.accepted() >= put),
                "a packet came for no frame that was offered, into ring", ring);
        if (put + dropped == 0 && packets.isEmpty()) {
            return;
        }
        if (books.pins(books.ring32(ring, RingRecord.FRAME)) != 1) {
            // Another ring is there as well, or a handler's area: what is written there says nothing.
            packets.forEach(one -> was.put(one.landed().frame(), UNKNOWN));
            return;
        }
        long page = address(books.ring32(ring, RingRecord.FRAME));
        checkTold(ring, now, page, put, dropped);
        require(put == 0 || before.received() != memory.load64(page + PacketRing.TAKEN) || !waitsForPackets(ring),
                "who waits for packets is not woken by one, in ring", ring);
        int at = 0;
        for (long packet = before.received(); packet < now.received(); packet++) {
            long waiting = packet - memory.load64(page + PacketRing.TAKEN);
            require(waiting >= 0 && waiting < Limits.PACKET_RING, "a packet was put into a full ring", ring);
            at = checkEntry(ring, page + PacketRing.ENTRIES + packet % Limits.PACKET_RING * PacketEntry.BYTES, packets, at, offered);
        }
        noteUndelivered(ring, packets.subList(at, packets.size()));
    }

    private void checkTold(int ring, Counts now, long page, long put, long dropped) {
        require(put == 0 || memory.load64(page + PacketRing.RECEIVED) == now.received(), "a ring does not tell what it received", ring);
        require(dropped == 0 || memory.load64(page + PacketRing.DROPPED) == now.dropped(), "a ring does not tell what was dropped", ring);
        require(put == 0 || memory.load64(page + PacketRing.ACCEPTED) == now.accepted(), "a ring does not tell what was accepted", ring);
        require(now.refused() == before(ring).refused() || memory.load64(page + PacketRing.REFUSED) == now.refused(),
                "a ring does not tell what was refused", ring);
    }

    private boolean waitsForPackets(int ring) {
        int owner = books.ring32(ring, RingRecord.OWNER);
        return books.state(owner) == EnvironmentState.WAITING
                && (books.environment32(owner, EnvironmentRecord.EVENTS_AWAITED) & Event.PACKET) != 0;
    }

    /** Finds the packet of an entry among those that may have come; gives the place behind it. */
    private int checkEntry(int ring, long entry, List<Expected> packets, int from, Set<Long> offered) {
        long frame = memory.load32(entry);
        long byteCount = memory.load32(entry + PacketEntry.BYTE_COUNT);
        long filter = memory.load32(entry + PacketEntry.FILTER);
        int at = from;
        while (at < packets.size() && (packets.get(at).landed().frame() != frame || packets.get(at).filter() != filter
                || packets.get(at).landed().packet().length != byteCount)) {
            at++;
        }
        require(at < packets.size(), "a ring has an entry for no packet that came for it", ring);
        noteUndelivered(ring, packets.subList(from, at));
        if (!offered.contains(frame)) {
            checkFrame(ring, packets.get(at));
            was.remove(frame);
        }
        return at + 1;
    }

    private void checkFrame(int ring, Expected packet) {
        long frame = packet.landed().frame();
        require(books.kind(frame) == FrameKind.ORDINARY && books.owner(frame) == books.ring32(ring, RingRecord.OWNER)
                && books.bindings(frame) == 0, "a packet's frame is not its ring's owner's alone", frame);
        byte[] octets = new byte[(int) Limits.BYTES_IN_FRAME];
        for (int at = 0; at < octets.length; at++) {
            octets[at] = (byte) memory.load8(address(frame) + at);
        }
        int end = Limits.PACKET_OFFSET + packet.landed().packet().length;
        require(packet.edited() || Arrays.equals(octets, Limits.PACKET_OFFSET, end, packet.landed().packet(), 0,
                packet.landed().packet().length), "a packet is another than came, in frame", frame);
        long whose = was.getOrDefault(frame, 0L);
        if (whose != UNKNOWN && whose != nameOf(ring)) {
            for (int at = 0; at < octets.length; at++) {
                require(octets[at] == 0 || at >= Limits.PACKET_OFFSET && at < end, "a packet's frame has something of another's in it", frame);
            }
        }
    }

    /** Dropped, or kept back by its handler: the next in that frame may find it there, if it is the same owner's. */
    private void noteUndelivered(int ring, List<Expected> packets) {
        for (Expected one : packets) {
            long whose = was.getOrDefault(one.landed().frame(), 0L);
            if (whose != UNKNOWN && whose != nameOf(ring)) {
                was.put(one.landed().frame(), nameOf(ring));
            }
        }
    }
}
