package exo.machine.simulated;

import java.util.ArrayList;
import java.util.List;

/**
 * One queue of the simulated device, as the device has it: the rings at the places that the driver named, and chains that the
 * device has fetched and not given back. What a driver may not do to a queue is a {@link MachineCheck}.
 */
final class SimulatedQueue {
    static final int NEXT = 1;
    static final int DEVICE_WRITES = 2;
    private static final int PIECES_MAXIMUM = 2;
    private static final int INDEX_MASK = 0xffff;

    /** A piece of memory that a chain names. */
    record Piece(long address, int byteCount, boolean deviceWrites) {
    }

    /** A chain in the device's hands. */
    record Chain(int head, List<Piece> pieces) {
    }

    private final SimulatedMemory memory;
    private final boolean byEvent;
    private final int size;
    private final long descriptors;
    private final long available;
    private final long used;
    private int fetched;
    private int given;
    /** The device has said something that need not be so: what the driver makes of it is not the driver's fault. */
    private boolean lied;
    private final List<Chain> chains;

    SimulatedQueue(SimulatedMemory memory, boolean byEvent, int size, long descriptors, long available, long used) {
        require((size & size - 1) == 0 && size > 0, "a queue's size is a power of two", size);
        require((descriptors & 15) == 0, "descriptors are aligned to 16", descriptors);
        require((available & 1) == 0 && (used & 3) == 0, "rings are aligned", available);
        this.memory = memory;
        this.byEvent = byEvent;
        this.size = size;
        this.descriptors = descriptors;
        this.available = available;
        this.used = used;
        this.chains = new ArrayList<>();
    }

    private SimulatedQueue(SimulatedQueue other) {
        memory = other.memory;
        byEvent = other.byEvent;
        size = other.size;
        descriptors = other.descriptors;
        available = other.available;
        used = other.used;
        fetched = other.fetched;
        given = other.given;
        lied = other.lied;
        chains = new ArrayList<>(other.chains);
    }

    SimulatedQueue copy() {
        return new SimulatedQueue(this);
    }

    static void require(boolean condition, String otherwise, long value) {
        if (!condition) {
            throw new MachineCheck("the driver of the network device: " + otherwise, value);
        }
    }

    int size() {
        return size;
    }

    /** Where the used ring begins, and the available one: for who means harm. */
    long used() {
        return used;
    }

    long available() {
        return available;
    }

    long descriptors() {
        return descriptors;
    }

    private int load16(long address) {
        return memory.load8(address) | memory.load8(address + 1) << 8;
    }

    private void store16(long address, int value) {
        memory.store8(address, value & 0xff);
        memory.store8(address + 1, value >>> 8 & 0xff);
    }

    // ---- what is available -------------------------------------------------------------------------------------------

    /** Chains that the driver has offered and the device not yet fetched. */
    int offered() {
        int count = load16(available + 2) - fetched & INDEX_MASK;
        require(lied || count <= size, "more is available than there are descriptors", count);
        return count;
    }

    /** Fetches the next chain that was offered: there is one. */
    Chain fetch() {
        Chain chain = offered(0);
        require(lied || chains.stream().noneMatch(other -> other.head() == chain.head()), "a chain is offered that the device has",
                chain.head());
        fetched = fetched + 1 & INDEX_MASK;
        chains.add(chain);
        return chain;
    }

    /** One of the chains that were offered, as it is described now: 0 is the next to be fetched. */
    Chain offered(int which) {
        int head = load16(available + 4 + 2L * (fetched + which & size - 1));
        require(head < size, "no descriptor has this number", head);
        List<Piece> pieces = new ArrayList<>();
        for (int at = head, flags = NEXT; (flags & NEXT) != 0; ) {
            require(at < size && pieces.size() < PIECES_MAXIMUM, "a chain goes on where it should not", at);
            long descriptor = descriptors + 16L * at;
            flags = load16(descriptor + 12);
            pieces.add(new Piece(memory.load64(descriptor), (int) memory.load32(descriptor + 8), (flags & DEVICE_WRITES) != 0));
            at = load16(descriptor + 14);
        }
        return new Chain(head, List.copyOf(pieces));
    }

    /** What the device has fetched and not given back, in that order. */
    List<Chain> chains() {
        return chains;
    }

    /** The device has nothing to do: it wants to hear of what is offered next. */
    void awaitOffer() {
        if (byEvent) {
            store16(used + 4 + 8L * size, fetched);
        }
    }

    // ---- giving back -------------------------------------------------------------------------------------------------

    /** Gives a chain back; whether the driver wants to be interrupted for it. */
    boolean give(Chain chain, int byteCount) {
        chains.remove(chain);
        return put(chain.head(), byteCount);
    }

    /** Says that a chain was used, and from then on what the driver offers is not judged: it goes by that. */
    boolean say(long head, long byteCount) {
        lied = true;
        return put(head, byteCount);
    }

    /** Writes down that a chain was used, whether the device had it or not. */
    boolean put(long head, long byteCount) {
        long entry = used + 4 + 8L * (given & size - 1);
        memory.store32(entry, head);
        memory.store32(entry + 4, byteCount);
        int before = given;
        given = given + 1 & INDEX_MASK;
        store16(used + 2, given);
        if (!byEvent) {
            return (load16(available) & 1) == 0;
        }
        int event = load16(available + 4 + 2L * size);
        return (given - event - 1 & INDEX_MASK) < (given - before & INDEX_MASK);
    }

    void count(int count) {
        lied = true;
        store16(used + 2, count);
    }

    long contentHash() {
        long hash = SeededSequence.mix(fetched, given);
        for (Chain chain : chains) {
            hash = SeededSequence.mix(hash, chain.head());
        }
        return hash;
    }
}
