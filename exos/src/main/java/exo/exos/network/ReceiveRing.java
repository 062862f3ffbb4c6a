package exo.exos.network;

import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.FrameRecord;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.PacketEntry;
import exo.exos.kernel.PacketRing;
import org.teavm.interop.Address;

/**
 * A packet ring with its frames: one packet is seen at a time, at {@link #packetVa}. Going on to the next hides the frame of the last
 * packet and shows that of the next, by a call each, as a batch of two takes twice as long; the former is offered for packets to come.
 * Keeps true: as many frames are offered as the ring takes, but for those that the device still reads from, which are offered when it has
 * done.
 */
public final class ReceiveRing {
    /** Those in the ring, the one that is seen, and those that the device may be reading from. */
    private static final int FRAMES = Limits.PACKET_RING + 1 + Limits.SENDS_MAXIMUM;
    private static final long WINDOWS = 0x1a00_0000_0000L;
    private static final int INDEX_MASK = Limits.PACKET_RING - 1;
    private static final int NONE = 0;
    private static int windows;

    private final long self = KernelCalls.envSelf();
    private final long window;
    private final long ring;
    private final long name;
    /** Frames that are in no ring and hold nothing: a stack, with as many in use as {@link #spareCount} says. */
    private final long[] spare = new long[FRAMES];
    private int spareCount;
    private long frame;
    private int byteCount;
    private int flags;
    private int filter;

    /**
     * Makes a ring and offers it frames.
     *
     * @throws KernelException  when the kernel has none, or no frames
     */
    public ReceiveRing() {
        window = WINDOWS + windows++ * (long) AddressSpace.PAGE_BYTES;
        ring = PinnedMemory.pages(PacketRing.BYTES);
        AddressSpace space = AddressSpace.ofSelf();
        name = KernelException.checked("ring_begin", KernelCalls.ringBegin(space.frameAt(ring)));
        for (int i = 0; i < FRAMES; i++) {
            spare[spareCount++] = AddressSpace.freshFrame();
        }
        frame = spare[--spareCount];
        space.bind(window, frame, Right.READ | Right.WRITE);
        offer();
    }

    /** The kernel's name for it, as filters are bound to. */
    public long name() {
        return name;
    }

    /** Packets that the kernel had no room for. */
    public long dropped() {
        return PacketRing.dropped(ring);
    }

    /** Goes on to the next packet; false: there is none yet, and the last stays in sight. */
    public boolean next() {
        long taken = PacketRing.taken(ring);
        if (PacketRing.received(ring) == taken) {
            offer();
            return false;
        }
        long entry = PacketRing.entriesAddress(ring) + (taken & INDEX_MASK) * PacketEntry.BYTES;
        long next = PacketEntry.frame(entry);
        if (KernelCalls.unbind(self, window) < 0 || KernelCalls.bind(self, window, next, Right.READ | Right.WRITE) < 0) {
            throw new IllegalStateException("the frame of a packet cannot be seen");
        }
        spare[spareCount++] = frame;
        frame = next;
        byteCount = (int) PacketEntry.byteCount(entry);
        flags = (int) PacketEntry.flags(entry);
        filter = (int) PacketEntry.filter(entry);
        PacketRing.taken(ring, taken + 1);
        offer();
        return true;
    }

    /** Offers what is spare and idle, as far as there is room. */
    private void offer() {
        long[] idle = spare;
        int count = spareCount;
        long offered = PacketRing.offered(ring);
        long end = PacketRing.accepted(ring) + Limits.PACKET_RING;
        for (int i = count - 1; i >= 0 && offered < end; i--) {
            long candidate = idle[i];
            if (FrameRecord.pins(Books.frame(candidate)) == NONE) {
                Address.fromLong(PacketRing.offersAddress(ring) + (offered & INDEX_MASK) * Long.BYTES).putLong(candidate);
                idle[i] = idle[--count];
                offered++;
            }
        }
        spareCount = count;
        PacketRing.offered(ring, offered);
    }

    /**
     * Sleeps until there may be a packet, or another of the events.
     *
     * @param events  to wait for besides, of {@link Event}; 0: none
     * @param deadlineCycles  0: there is none
     * @return  the events that were pending
     */
    public long await(long events, long deadlineCycles) {
        return KernelCalls.waitFor(Event.PACKET | events, deadlineCycles);
    }

    /** Where the packet in sight begins. */
    public long packetVa() {
        return window + Limits.PACKET_OFFSET;
    }

    /** How long it is. */
    public int byteCount() {
        return byteCount;
    }

    /** What else the device said of it, of {@link exo.abi.PacketFlag}. */
    public int flags() {
        return flags;
    }

    /** Which filter told it. */
    public int filter() {
        return filter;
    }

    /** The frame that it lies in, the caller's own until {@link #next}. */
    public long frame() {
        return frame;
    }

    /** Sends what is in sight now, its first bytes: see {@link Transmission#send}. */
    public long send(int bytes) {
        return Transmission.send(frame, Limits.PACKET_OFFSET, bytes);
    }
}
