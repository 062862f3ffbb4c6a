package exo.aegis.network;

import exo.machine.Machine;
import exo.machine.VirtioTransport;

/**
 * A split ring (virtio 1.2, 2.7) and the shadow of it. Keeps true: the parts that the driver writes are never read back; what
 * the device writes is read once for each use, and an index of its is an index only after it was found to name a chain that is in
 * the device's hands; which those are stands in the shadow alone. A device that breaks the rules is told of as {@link #LIE}, and
 * nothing is done with what it said.
 */
final class VirtioQueue {
    /** Of {@link #take}: the device has used nothing more; it has said what cannot be. */
    static final int NONE = -1;
    static final int LIE = -2;

    static final int SIZE_MAXIMUM = 256;
    static final int SIZE_MINIMUM = 64;
    /** The descriptors, both rings, and the shadow: a frame each. */
    static final int BYTES = 3 * 4096;

    static final int NEXT = 1;
    static final int DEVICE_WRITES = 2;

    private static final int DESCRIPTOR_BYTES = 16;
    private static final int RINGS = 4096;
    private static final int RING_ENTRIES = 4;
    private static final int USED_RING = 1024;
    private static final int SHADOW = 2 * 4096;
    private static final long INDEX_MASK = 0xffff;
    private static final int INDEX_BITS = 16;
    private static final int UNASKED = 1;
    /** So far ahead is an event that is not wanted: it cannot come before the driver has looked again. */
    private static final long NEVER = 0x8000;

    // The shadow: a few words, and behind them one word for each chain, of which 0 says that it is the driver's.
    private static final int SIZE = 0;
    private static final int BY_EVENT = 8;
    private static final int OFFERED = 16;
    private static final int NOTIFIED = 24;
    private static final int TAKEN = 32;
    private static final int TAKEN_BYTES = 40;
    private static final int FLAGS = 48;
    private static final int HELD = 64;

    private final Machine machine;
    private final VirtioTransport transport;
    private final int number;
    private final long descriptors;
    private final long available;
    private final long used;
    private final long shadow;

    /** @param memory  physical address of {@link #BYTES} bytes, frame-aligned */
    VirtioQueue(Machine machine, VirtioTransport transport, int number, long memory) {
        this.machine = machine;
        this.transport = transport;
        this.number = number;
        this.descriptors = memory;
        this.available = memory + RINGS;
        this.used = memory + RINGS + USED_RING;
        this.shadow = memory + SHADOW;
    }

    // ---- setting up --------------------------------------------------------------------------------------------------

    /** Empties the queue and hands it to the device, with interrupts off; false: it has none of a size that will do, or refuses. */
    boolean start(boolean byEvent) {
        int size = SIZE_MAXIMUM;
        int maximum = transport.queueSizeMaximum(number);
        while (size > maximum && size >= SIZE_MINIMUM) {
            size /= 2;
        }
        if (size < SIZE_MINIMUM) {
            return false;
        }
        machine.zero(descriptors, BYTES);
        machine.store64(shadow + SIZE, size);
        machine.store64(shadow + BY_EVENT, byEvent ? 1 : 0);
        interrupts(false);
        return transport.enableQueue(number, size, descriptors, available, used);
    }

    /** How many descriptors there are: a power of two. */
    int size() {
        return (int) machine.load64(shadow + SIZE);
    }

    // ---- offering ----------------------------------------------------------------------------------------------------

    /** Fills in a descriptor; {@code next} counts with {@link #NEXT} only. */
    void describe(int descriptor, long physicalAddress, int byteCount, int flags, int next) {
        long entry = descriptors + (long) descriptor * DESCRIPTOR_BYTES;
        machine.store64(entry, physicalAddress);
        machine.store64(entry + 8, byteCount | (long) flags << 32 | (long) next << 48);
    }

    /**
     * Gives the device the chain that begins with a descriptor, which the driver has; it may use it from now on.
     *
     * @param held  what to remember of it, not 0: {@link #held} tells it until the device has given the chain back
     */
    void offer(int head, long held) {
        long own = shadow;
        long ring = available;
        long offered = machine.load64(own + OFFERED);
        long entry = ring + RING_ENTRIES + (offered & machine.load64(own + SIZE) - 1) * 2;
        machine.store64(own + HELD + head * 8L, held);
        machine.store8(entry, head);
        machine.store8(entry + 1, head >>> 8);
        machine.store64(own + OFFERED, offered + 1);
        transport.storeShared32(ring, machine.load64(own + FLAGS) | (offered + 1 & INDEX_MASK) << INDEX_BITS);
    }

    /** Tells the device of what was offered since the last time, if it wants to be told. */
    void kick() {
        long offered = machine.load64(shadow + OFFERED);
        long before = machine.load64(shadow + NOTIFIED);
        if (offered == before) {
            return;
        }
        machine.store64(shadow + NOTIFIED, offered);
        transport.storesBeforeLoads();
        if (isAwaited(before, offered)) {
            transport.notifyQueue(number);
        }
    }

    /** What the device says here costs a notification too many or the device its frames, and nothing else. */
    private boolean isAwaited(long before, long offered) {
        if (machine.load64(shadow + BY_EVENT) == 0) {
            return (transport.loadShared32(used) & UNASKED) == 0;
        }
        long event = transport.loadShared32(used + RING_ENTRIES + size() * 8L) & INDEX_MASK;
        return (offered - event - 1 & INDEX_MASK) < (offered - before & INDEX_MASK);
    }

    // ---- taking back -------------------------------------------------------------------------------------------------

    /**
     * The next chain that the device has used, by its first descriptor; the chain is the driver's again. Or NONE, or LIE, with
     * which nothing has changed.
     *
     * @param bytesMaximum  how many bytes it may say that it has written, and at least
     */
    int take(long bytesMinimum, long bytesMaximum) {
        long own = shadow;
        long ring = used;
        long taken = machine.load64(own + TAKEN);
        long ahead = (transport.loadShared32(ring) >>> INDEX_BITS) - taken & INDEX_MASK;
        if (ahead == 0) {
            return NONE;
        }
        long size = machine.load64(own + SIZE);
        long entry = ring + RING_ENTRIES + (taken & size - 1) * 8;
        long head = transport.loadShared32(entry);
        long byteCount = transport.loadShared32(entry + 4);
        boolean sound = ahead <= machine.load64(own + OFFERED) - taken && head < size
                && byteCount >= bytesMinimum && byteCount <= bytesMaximum;
        if (!sound || machine.load64(own + HELD + head * 8) == 0) {
            return LIE;
        }
        machine.store64(own + HELD + head * 8, 0);
        machine.store64(own + TAKEN_BYTES, byteCount);
        machine.store64(own + TAKEN, taken + 1);
        return (int) head;
    }

    /** How many bytes the device says that it has written to the chain taken last. */
    long takenBytes() {
        return machine.load64(shadow + TAKEN_BYTES);
    }

    /** What was told when the chain was offered, or 0: the device does not have it. */
    long held(int head) {
        return machine.load64(shadow + HELD + head * 8L);
    }

    /** How many chains the device has. */
    int outstanding() {
        return (int) (machine.load64(shadow + OFFERED) - machine.load64(shadow + TAKEN));
    }

    // ---- interrupts --------------------------------------------------------------------------------------------------

    /**
     * Whether the device is to interrupt when it next uses a chain. It may do so unasked.
     *
     * @return whether it has used some that were not taken yet, for which no interrupt will come
     */
    boolean interrupts(boolean on) {
        long taken = machine.load64(shadow + TAKEN);
        long offered = machine.load64(shadow + OFFERED) & INDEX_MASK;
        if (machine.load64(shadow + BY_EVENT) != 0) {
            long event = on ? taken : taken + NEVER;
            transport.storeShared32(available + RING_ENTRIES + size() * 2L, event & INDEX_MASK);
        } else {
            machine.store64(shadow + FLAGS, on ? 0 : UNASKED);
            transport.storeShared32(available, (on ? 0 : UNASKED) | offered << INDEX_BITS);
        }
        transport.storesBeforeLoads();
        return ((transport.loadShared32(used) >>> INDEX_BITS) - taken & INDEX_MASK) != 0;
    }
}
