package exo.machine.simulated;

import exo.machine.VirtioTransport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A virtio network device. Packets that a test puts on the wire wait here until there is a buffer; what the kernel sends waits
 * until the test takes it. Unless it works by itself ({@link #automatic}) each step is the test's: a buffer is fetched, and later,
 * in any order, its DMA happens and it is given back; in between the memory is in the device's hands. A driver that does what the
 * specification forbids is a {@link MachineCheck}.
 */
public final class SimulatedNetworkDevice implements VirtioTransport {
    public static final int RECEIVE = 0;
    public static final int TRANSMIT = 1;
    /** Checksums both ways, an address, link status, events by index, version 1 (virtio 1.2, 5.1.3). */
    public static final long ALL_FEATURES = 0x1_2001_0023L;
    public static final long EVENT_INDEX = 1L << 29;
    public static final int SIZE_MAXIMUM = 256;
    /** Of the header before each packet. */
    public static final int HEADER_BYTES = 12;
    private static final byte[] ADDRESS = {0x52, 0x54, 0, 0x12, 0x34, 0x56, 1, 0};
    private static final int PARTIAL_CHECKSUM = 1;

    private final SimulatedMemory memory;
    private long features = ALL_FEATURES;
    private int sizeMaximum = SIZE_MAXIMUM;
    private byte[] configuration = ADDRESS.clone();
    private boolean automatic = true;
    private boolean answersReset = true;
    private boolean heedsShutOut = true;
    private boolean keepsShutOut = true;
    private Runnable atEachLook = () -> { };
    private Watch watch = Watch.NOBODY;

    private int status;
    private long accepted;
    private SimulatedQueue[] queues = new SimulatedQueue[2];
    private boolean interrupt;
    private boolean letIn = true;
    private int notifications;
    private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
    private final ArrayDeque<byte[]> departed = new ArrayDeque<>();
    /** Packets that fetched buffers of the receive queue are for, in the order of its chains. */
    private final List<byte[]> landing = new ArrayList<>();

    /** Who is told of what the device does, as it does it. */
    public interface Watch {
        /** Nobody. */
        Watch NOBODY = new Watch() {
        };

        /** A packet was written to memory, behind its header, from this address on, and the driver is told so next. */
        default void lands(byte[] packet, long address) {
        }

        /** A packet goes out on the wire. */
        default void departs(byte[] packet) {
        }

        /** It says that it has used something that it has not. */
        default void lies() {
        }
    }

    /** Told of a piece of memory. */
    public interface Reach {
        void piece(long address, int byteCount);
    }

    record Snapshot(boolean automatic, boolean answersReset, int status, long accepted, SimulatedQueue[] queues, boolean interrupt,
            boolean letIn, int notifications, List<byte[]> arriving, List<byte[]> departed, List<byte[]> landing) {
    }

    /** A device that reaches this memory: {@link SimulatedParts#attachNetwork} puts it into a machine. */
    public SimulatedNetworkDevice(SimulatedMemory memory) {
        this.memory = memory;
    }

    // ---- what kind of device it is -------------------------------------------------------------------------------------

    public void offers(long other) {
        features = other;
    }

    public void queueSizes(int maximum) {
        sizeMaximum = maximum;
    }

    public void configuration(byte[] octets) {
        configuration = octets.clone();
    }

    /** Whether packets move as soon as they can; otherwise the test moves them. */
    public void automatic(boolean on) {
        automatic = on;
    }

    /** Whether it stops when it is told to. */
    public void answersReset(boolean does) {
        answersReset = does;
    }

    /** Whether its interrupt stays out when it is told so; a device on PCI might not. */
    public void heedsShutOut(boolean does) {
        heedsShutOut = does;
    }

    /** Whether an interrupt that is kept out comes in when it may, as on PCI; else it is lost. */
    public void keepsShutOut(boolean does) {
        keepsShutOut = does;
    }

    /** What happens before each look of the driver's at memory that the device writes. */
    public void atEachLook(Runnable deed) {
        atEachLook = deed;
    }

    public void watch(Watch other) {
        watch = other;
    }

    // ---- the wire ------------------------------------------------------------------------------------------------------

    /** A packet comes in on the wire. */
    public void arrive(byte[] packet) {
        arriving.add(packet.clone());
        run();
    }

    /** The next packet that went out, or null. */
    public byte[] departed() {
        return departed.poll();
    }

    /** Packets that came in and have no buffer yet. */
    public int waiting() {
        return arriving.size();
    }

    // ---- its work ------------------------------------------------------------------------------------------------------

    /** Whether the driver has it going. */
    public boolean works() {
        return (status & DRIVER_OK) != 0 && queues[RECEIVE] != null && queues[TRANSMIT] != null;
    }

    /** Fetches the next buffer of a queue, if there is one and, for receiving, a packet for it. */
    public boolean fetch(int queue) {
        if (!works() || queues[queue].offered() == 0 || queue == RECEIVE && arriving.isEmpty()) {
            return false;
        }
        SimulatedQueue.Chain chain = queues[queue].fetch();
        if (queue == RECEIVE) {
            landing.add(arriving.remove());
        }
        for (SimulatedQueue.Piece piece : chain.pieces()) {
            SimulatedQueue.require(piece.deviceWrites() == (queue == RECEIVE), "a buffer's direction", piece.address());
        }
        return true;
    }

    /** How many fetched buffers of a queue are in the device's hands. */
    public int inFlight(int queue) {
        return queues[queue] == null ? 0 : queues[queue].chains().size();
    }

    /** The first bytes of memory that one of them names. */
    public long inFlightAddress(int queue, int which) {
        List<SimulatedQueue.Piece> pieces = queues[queue].chains().get(which).pieces();
        return pieces.get(pieces.size() - 1).address();
    }

    /** All memory that a queue lets the device reach: of buffers that it has fetched, and that it still can. */
    public void reaches(int queue, Reach told) {
        if (!works()) {
            return;
        }
        for (SimulatedQueue.Chain chain : queues[queue].chains()) {
            chain.pieces().forEach(piece -> told.piece(piece.address(), piece.byteCount()));
        }
        for (int which = 0; which < queues[queue].offered(); which++) {
            queues[queue].offered(which).pieces().forEach(piece -> told.piece(piece.address(), piece.byteCount()));
        }
    }

    /** The DMA of a fetched buffer happens now, and it is given back. */
    public void complete(int queue, int which) {
        SimulatedQueue.Chain chain = queues[queue].chains().get(which);
        int written = queue == RECEIVE ? receive(chain, landing.remove(which)) : send(chain);
        interrupt |= queues[queue].give(chain, written);
    }

    private int receive(SimulatedQueue.Chain chain, byte[] packet) {
        SimulatedQueue.Piece buffer = chain.pieces().get(0);
        int byteCount = Math.min(packet.length, buffer.byteCount() - HEADER_BYTES);
        for (int at = 0; at < HEADER_BYTES; at++) {
            memory.store8(buffer.address() + at, at == HEADER_BYTES - 2 ? 1 : 0);
        }
        for (int at = 0; at < byteCount; at++) {
            memory.store8(buffer.address() + HEADER_BYTES + at, packet[at]);
        }
        watch.lands(Arrays.copyOf(packet, byteCount), buffer.address() + HEADER_BYTES);
        return HEADER_BYTES + byteCount;
    }

    private int send(SimulatedQueue.Chain chain) {
        byte[] octets = new byte[0];
        for (SimulatedQueue.Piece piece : chain.pieces()) {
            int start = octets.length;
            octets = Arrays.copyOf(octets, start + piece.byteCount());
            for (int at = 0; at < piece.byteCount(); at++) {
                octets[start + at] = (byte) memory.load8(piece.address() + at);
            }
        }
        SimulatedQueue.require(octets.length >= HEADER_BYTES, "a packet without its header", octets.length);
        byte[] packet = Arrays.copyOfRange(octets, HEADER_BYTES, octets.length);
        if ((octets[0] & PARTIAL_CHECKSUM) != 0) {
            completeChecksum(packet, octets[6] & 0xff | (octets[7] & 0xff) << 8, octets[8] & 0xff | (octets[9] & 0xff) << 8);
        }
        departed.add(packet);
        watch.departs(packet);
        return 0;
    }

    /** The Internet checksum (RFC 1071) over the rest of a packet, to a place in it. */
    private void completeChecksum(byte[] packet, int start, int offset) {
        SimulatedQueue.require((accepted & 1) != 0, "a checksum is asked for that was not agreed upon", start);
        SimulatedQueue.require(start + offset + 2 <= packet.length, "a checksum beyond the packet", start);
        long sum = 0;
        for (int at = start; at < packet.length; at++) {
            sum += (packet[at] & 0xffL) << ((at - start & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        packet[start + offset] = (byte) (~sum >>> 8);
        packet[start + offset + 1] = (byte) ~sum;
    }

    /** All that can move does, if it moves by itself. */
    private void run() {
        while (automatic && (fetch(RECEIVE) || fetch(TRANSMIT))) {
            for (int queue = RECEIVE; queue <= TRANSMIT; queue++) {
                while (inFlight(queue) > 0) {
                    complete(queue, 0);
                }
            }
        }
        for (int queue = RECEIVE; queue <= TRANSMIT && works(); queue++) {
            queues[queue].awaitOffer();
        }
    }

    /** The device says that it has used something, and interrupts for it if that is wanted: true or not. */
    public void say(int queue, long head, long byteCount) {
        watch.lies();
        interrupt |= queues[queue].say(head, byteCount);
    }

    /** The device says how many it has used in all. */
    public void sayCount(int queue, int count) {
        watch.lies();
        queues[queue].count(count);
    }

    /** Where a queue is in memory, for devices that mean harm; null before there is one. */
    SimulatedQueue queue(int number) {
        return queues[number];
    }

    /** It interrupts, for no reason; unless it has been reset and has to be quiet. */
    public void interruptForNothing() {
        interrupt |= works();
    }

    /** Whether its interrupt has come in; it is delivered by this. */
    boolean takeInterrupt() {
        boolean was = interrupt && (letIn || !heedsShutOut);
        interrupt &= !was && (letIn || keepsShutOut);
        return was;
    }

    /** Whether the driver lets it in. */
    public boolean isLetIn() {
        return letIn;
    }

    public boolean interruptPending() {
        return interrupt;
    }

    /** How often it was told of buffers. */
    public int notifications() {
        return notifications;
    }

    // ---- as the driver sees it -----------------------------------------------------------------------------------------

    /** {@code sim}. */
    @Override
    public long place() {
        return 's' | 'i' << 8 | 'm' << 16;
    }

    @Override
    public String problem() {
        return null;
    }

    @Override
    public boolean reset() {
        if (answersReset) {
            status = 0;
            accepted = 0;
            queues = new SimulatedQueue[2];
            landing.clear();
            interrupt = false;
        }
        return answersReset;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void status(int bits) {
        SimulatedQueue.require((status & ~bits) == 0, "takes back a status", bits);
        SimulatedQueue.require((bits & DRIVER_OK) == 0 || (bits & FEATURES_OK) != 0 || (bits & FAILED) != 0,
                "is ready before features are agreed upon", bits);
        status = bits;
        if (bits == (ACKNOWLEDGE | DRIVER | FEATURES_OK) && (accepted & ~features) != 0) {
            status &= ~FEATURES_OK;
        }
        run();
    }

    @Override
    public long features() {
        return features;
    }

    @Override
    public void acceptFeatures(long other) {
        SimulatedQueue.require((status & FEATURES_OK) == 0, "features change once they are agreed upon", other);
        accepted = other;
    }

    @Override
    public int queueSizeMaximum(int queue) {
        return queue <= TRANSMIT ? sizeMaximum : 0;
    }

    @Override
    public boolean enableQueue(int queue, int size, long descriptorsPhysicalAddress, long driverPhysicalAddress,
            long devicePhysicalAddress) {
        SimulatedQueue.require((status & FEATURES_OK) != 0 && (status & DRIVER_OK) == 0, "places a queue too early or late", queue);
        SimulatedQueue.require(size <= sizeMaximum, "a queue is too long", size);
        queues[queue] = new SimulatedQueue(memory, (accepted & EVENT_INDEX) != 0, size, descriptorsPhysicalAddress,
                driverPhysicalAddress, devicePhysicalAddress);
        return true;
    }

    @Override
    public void notifyQueue(int queue) {
        SimulatedQueue.require(works(), "tells a device that is not ready", queue);
        notifications++;
        run();
    }

    @Override
    public void acknowledgeInterrupt() {
        // A message, as on PCI: there is nothing to take back.
    }

    @Override
    public void letInterrupt(boolean in) {
        interrupt &= letIn || keepsShutOut;
        letIn = in;
    }

    @Override
    public int configuration(int offset) {
        return configuration[offset] & 0xff;
    }

    @Override
    public int configurationGeneration() {
        return 0;
    }

    @Override
    public long loadShared32(long physicalAddress) {
        atEachLook.run();
        return memory.load32(physicalAddress);
    }

    @Override
    public void storeShared32(long physicalAddress, long value) {
        memory.store32(physicalAddress, value);
    }

    @Override
    public void storesBeforeLoads() {
        // Nothing is ever under way here.
    }

    // ---- its state as a whole ------------------------------------------------------------------------------------------

    private static SimulatedQueue[] copied(SimulatedQueue[] queues) {
        return Arrays.stream(queues).map(queue -> queue == null ? null : queue.copy()).toArray(SimulatedQueue[]::new);
    }

    Snapshot snapshot() {
        return new Snapshot(automatic, answersReset, status, accepted, copied(queues), interrupt, letIn, notifications,
                List.copyOf(arriving), List.copyOf(departed), List.copyOf(landing));
    }

    void restore(Snapshot saved) {
        automatic = saved.automatic;
        answersReset = saved.answersReset;
        status = saved.status;
        accepted = saved.accepted;
        queues = copied(saved.queues);
        interrupt = saved.interrupt;
        letIn = saved.letIn;
        notifications = saved.notifications;
        arriving.clear();
        arriving.addAll(saved.arriving);
        departed.clear();
        departed.addAll(saved.departed);
        landing.clear();
        landing.addAll(saved.landing);
    }

    /** Of what can still matter to the kernel: not of what was sent. */
    long contentHash() {
        long hash = SeededSequence.mix(status | (interrupt ? 1L << 32 : 0) | (letIn ? 1L << 33 : 0), accepted);
        for (SimulatedQueue queue : queues) {
            hash = SeededSequence.mix(hash, queue == null ? 0 : queue.contentHash());
        }
        for (List<byte[]> packets : List.of(List.copyOf(arriving), landing)) {
            for (byte[] packet : packets) {
                hash = SeededSequence.mix(hash, Arrays.hashCode(packet));
            }
        }
        return hash;
    }
}
