package exo.aegis;

import exo.abi.EnvironmentName;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.PacketEntry;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.PacketRing;
import exo.aegis.layout.RingRecord;
import exo.machine.Machine;

/**
 * Where packets come to: a frame of the owner's that both write to, and the kernel's own count of what it wrote there. Keeps true: what the
 * owner writes is read once and decides nothing but whether it gets the packet; the kernel's counts are its record's; a frame is
 * taken only if it is the owner's, unbound and unused, and the owner has another for it in the same moment.
 */
final class PacketRings {
    /** Of {@link #commitExchange}: the packet was dropped, and its frame stays where it was. */
    static final long NONE = 0;
    /** For one packet: who offers what is none of his loses packets by it. */
    private static final int OFFERS_TRIED_MAXIMUM = 4;
    private static final int INDEX_MASK = Limits.PACKET_RING - 1;

    private final Aegis aegis;
    private final Machine machine;
    private final Frames frames;
    private final long book;

    PacketRings(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.frames = aegis.frames();
        this.book = aegis.books().rings;
    }

    // ---- the book ----------------------------------------------------------------------------------------------------

    long record(int index) {
        return book + (long) index * RingRecord.BYTES;
    }

    int owner(int index) {
        return (int) RingRecord.owner(machine, record(index));
    }

    /** A ring of the caller's by its name, or the status that says why not. */
    long own(long name) {
        long index = name & EnvironmentName.INDEX_MASK;
        if (index == 0 || index >= Limits.RINGS_MAXIMUM || owner((int) index) == 0
                || RingRecord.name(machine, record((int) index)) != name) {
            return Status.NO_SUCH_RING;
        }
        return owner((int) index) != aegis.record().current() ? Status.NOT_YOURS : index;
    }

    void countUse(int index, int change) {
        RingRecord.uses(machine, record(index), RingRecord.uses(machine, record(index)) + change);
    }

    private int firstFree() {
        for (int index = 1; index < Limits.RINGS_MAXIMUM; index++) {
            if (owner(index) == 0) {
                return index;
            }
        }
        return 0;
    }

    // ---- receiving ---------------------------------------------------------------------------------------------------

    /**
     * Puts a packet into a ring: its frame becomes the owner's, and one that the owner has offered takes its place. Gives that frame's
     * number; or NONE, and the packet is dropped.
     *
     * @param frame  one of the kernel's for packets, with the packet in it, and nothing else that is not the owner's to see
     */
    long commitExchange(int index, long frame, long byteCount, long filter, long flags) {
        long record = record(index);
        long ring = Frames.addressOf(RingRecord.frame(machine, record));
        long received = RingRecord.received(machine, record);
        long waiting = received - PacketRing.taken(machine, ring);
        long offer = waiting >= 0 && waiting < Limits.PACKET_RING ? commitTakeOffer(record, ring) : NONE;
        if (offer == NONE) {
            RingRecord.dropped(machine, record, RingRecord.dropped(machine, record) + 1);
            PacketRing.dropped(machine, ring, RingRecord.dropped(machine, record));
            return NONE;
        }
        int owner = (int) RingRecord.owner(machine, record);
        frames.commitExchange(owner, offer, frame);
        long entry = PacketRing.entriesAddress(ring) + (received & INDEX_MASK) * PacketEntry.BYTES;
        machine.store64(entry, frame | byteCount << 8 * PacketEntry.BYTE_COUNT);
        machine.store64(entry + PacketEntry.FILTER, filter | flags << 8 * (PacketEntry.FLAGS - PacketEntry.FILTER));
        RingRecord.received(machine, record, received + 1);
        PacketRing.received(machine, ring, received + 1);
        if (waiting == 0) {
            aegis.waits().commitPost(owner, Event.PACKET);
        }
        return offer;
    }

    /** The next frame that was offered and can be taken, or NONE. */
    private long commitTakeOffer(long record, long ring) {
        int owner = (int) RingRecord.owner(machine, record);
        long accepted = RingRecord.accepted(machine, record);
        long offered = PacketRing.offered(machine, ring);
        long frame = NONE;
        for (int tries = 0; tries < OFFERS_TRIED_MAXIMUM && frame == NONE && accepted != offered; tries++) {
            long number = machine.load64(PacketRing.offersAddress(ring) + (accepted & INDEX_MASK) * Long.BYTES);
            accepted++;
            if (frames.isIdleOf(owner, number)) {
                frame = number;
            } else {
                RingRecord.refused(machine, record, RingRecord.refused(machine, record) + 1);
                PacketRing.refused(machine, ring, RingRecord.refused(machine, record));
            }
        }
        RingRecord.accepted(machine, record, accepted);
        PacketRing.accepted(machine, ring, accepted);
        return frame;
    }

    /** The name of a ring's owner, to know it by when the index has another. */
    long ownerName(int index) {
        return EnvironmentRecord.name(machine, aegis.environments().record(owner(index)));
    }

    // ---- ending ------------------------------------------------------------------------------------------------------

    private void commitRelease(int index) {
        aegis.frames().countPin(RingRecord.frame(machine, record(index)), -1);
        RingRecord.owner(machine, record(index), 0);
    }

    /** An environment has ended, and so do its rings. */
    void commitEndOf(int owner) {
        for (int index = 1; index < Limits.RINGS_MAXIMUM; index++) {
            if (owner(index) == owner) {
                commitRelease(index);
            }
        }
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    long begin(long frame) {
        int caller = aegis.record().current();
        if (!aegis.frames().exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        if (aegis.frames().owner(frame) != caller || aegis.frames().kind(frame) != FrameKind.ORDINARY) {
            return Status.NOT_YOURS;
        }
        int index = firstFree();
        if (index == 0) {
            return Status.NO_FREE_RING;
        }
        long record = record(index);
        long generation = (RingRecord.name(machine, record) >>> EnvironmentName.GENERATION_SHIFT) + 1;
        machine.zero(record, RingRecord.BYTES);
        machine.zero(Frames.addressOf(frame), Limits.BYTES_IN_FRAME);
        RingRecord.name(machine, record, generation << EnvironmentName.GENERATION_SHIFT | index);
        RingRecord.owner(machine, record, caller);
        RingRecord.frame(machine, record, frame);
        aegis.frames().countPin(frame, 1);
        return RingRecord.name(machine, record);
    }

    long end(long name) {
        long index = own(name);
        if (index < 0) {
            return index;
        }
        if (RingRecord.uses(machine, record((int) index)) != 0) {
            return Status.RING_BUSY;
        }
        commitRelease((int) index);
        return Status.OK;
    }
}
