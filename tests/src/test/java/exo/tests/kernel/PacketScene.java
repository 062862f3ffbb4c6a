package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.ClaimAny;
import exo.abi.ClaimBounds;
import exo.abi.FilterAtom;
import exo.abi.Limits;
import exo.abi.PacketEntry;
import exo.abi.PacketRing;
import exo.abi.ProgramHook;
import exo.abi.Status;
import exo.machine.Machine;
import exo.machine.simulated.SimulatedNetworkDevice;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** A kernel with a network device, and what programs do to receive and to send, as the current environment: by calls, and stores of their own. */
final class PacketScene {
    static final int ROOT_CLAIM = 1;
    static final int SHORT = 60;
    /** Of a packet that the device reads from where it is, behind its headers. */
    static final int LONG = 1000;
    static final int SLOTS = 64;
    private static final long ATOMS = Family.PAGE + (2 << 12);
    /** Between packets of which each is to be dealt with at once: as long as their share of the processor asks for. */
    static final long APART_CYCLES = 10_000;
    private static final long RINGS = Family.PAGE + (8 << 12);
    private static final byte[] MAC = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
    private static final int IP = 14;
    private static final int UDP = 34;

    final BootedKernel kernel;
    final SimulatedNetworkDevice device;
    final Family family;
    final Downloads downloads;
    final long root;

    PacketScene() {
        this(UnaryOperator.identity());
    }

    /** @param after  what happens after each method of the machine's that the kernel has called, by its name */
    PacketScene(BiConsumer<String, Object[]> after) {
        this(machine -> watched(machine, after));
    }

    /** @param seenAs  what the kernel is to see of the machine */
    PacketScene(UnaryOperator<Machine> seenAs) {
        kernel = BootedKernel.withNetwork(like -> { }, seenAs);
        device = kernel.machine().attachNetwork();
        family = new Family(kernel);
        downloads = new Downloads(kernel, family);
        root = family.self();
    }

    private static Machine watched(Machine machine, BiConsumer<String, Object[]> after) {
        return (Machine) Proxy.newProxyInstance(PacketScene.class.getClassLoader(), new Class<?>[] {Machine.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(machine, arguments);
                        after.accept(method.getName(), arguments);
                        return result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** The account that the current environment spends from. */
    long account() {
        return kernel.books().accountName(kernel.books().accountOf(kernel.current()));
    }

    // ---- packets -------------------------------------------------------------------------------------------------------

    /** From a foreign station to ours; or, with our own address as its source too, one that may be sent as it came. */
    static byte[] udp(int port, int byteCount, boolean own) {
        byte[] packet = new byte[byteCount];
        System.arraycopy(MAC, 0, packet, 0, MAC.length);
        packet[6] = 2;
        if (own) {
            System.arraycopy(MAC, 0, packet, MAC.length, MAC.length);
        }
        packet[12] = 8;
        packet[IP] = 0x45;
        word(packet, IP + 2, byteCount - IP);
        packet[22] = 64;
        packet[23] = 17;
        packet[26] = 10;
        packet[30] = 10;
        word(packet, UDP, port);
        word(packet, UDP + 2, port);
        word(packet, UDP + 4, byteCount - UDP);
        packet[byteCount - 1] = 42;
        return packet;
    }

    private static void word(byte[] packet, int at, int value) {
        packet[at] = (byte) (value >>> 8);
        packet[at + 1] = (byte) value;
    }

    void arrive(byte[] packet) {
        device.arrive(packet);
        kernel.interrupts();
        kernel.check();
    }

    /** Packets for nobody, until it is the turn of the slot that the last packet came by. */
    void goRound() {
        for (int slot = 1; slot < SLOTS; slot++) {
            arrive(udp(1, SHORT, false));
            kernel.machine().timer().advance(APART_CYCLES);
        }
    }

    /** The device, which does not move by itself, sends a packet; the kernel hears of it. */
    void sendOne() {
        assertTrue(device.fetch(SimulatedNetworkDevice.TRANSMIT), "nothing is to be sent");
        device.complete(SimulatedNetworkDevice.TRANSMIT, 0);
        kernel.interrupts();
    }

    /** Writes a packet to a frame, as who maps it could. */
    void put(long frame, byte[] packet) {
        for (int at = 0; at < packet.length; at++) {
            kernel.machine().memory().store8(frame * Limits.BYTES_IN_FRAME + at, packet[at]);
        }
    }

    long send(long frame, byte[] packet) {
        put(frame, packet);
        return kernel.call(Call.PACKET_SEND, frame, 0, packet.length);
    }

    int octet(long frame, int at) {
        return kernel.machine().memory().load8(frame * Limits.BYTES_IN_FRAME + at);
    }

    long word(long frame, int at) {
        return kernel.machine().memory().load64(frame * Limits.BYTES_IN_FRAME + at);
    }

    // ---- rings ---------------------------------------------------------------------------------------------------------

    /** A ring of the current environment's, in a frame that it sees at {@link #seen}. */
    long ring() {
        long frame = family.frame();
        long ring = kernel.call(Call.RING_BEGIN, frame);
        assertTrue(ring > 0, () -> "ring_begin: " + ring);
        family.bind(family.self(), seen(ring), frame, Family.WRITE);
        return ring;
    }

    static long seen(long ring) {
        return RINGS + ((long) Downloads.index(ring) << 12);
    }

    void offer(long ring, long frame) {
        long offered = kernel.load(seen(ring) + PacketRing.OFFERED);
        kernel.store(seen(ring) + PacketRing.OFFERS + offered % Limits.PACKET_RING * 8, frame);
        kernel.store(seen(ring) + PacketRing.OFFERED, offered + 1);
    }

    long offered(long ring) {
        long frame = family.frame();
        offer(ring, frame);
        return frame;
    }

    long count(long ring, int what) {
        return kernel.load(seen(ring) + what);
    }

    long received(long ring) {
        return count(ring, PacketRing.RECEIVED);
    }

    /** The frame of a packet, as its entry has it. */
    long frameOf(long ring, long packet) {
        return kernel.load(seen(ring) + PacketRing.ENTRIES + packet % Limits.PACKET_RING * PacketEntry.BYTES) & 0xffff_ffffL;
    }

    // ---- filters and claims ----------------------------------------------------------------------------------------------

    private long page() {
        long page = ATOMS;
        if (!BootedKernel.permitted(() -> kernel.user().load64(page))) {
            family.map(family.self(), page, Family.WRITE);
        }
        return page;
    }

    /** Where {@link #atom} writes to. */
    long atoms() {
        return page();
    }

    void atom(int index, int base, int width, int offset, long mask, long value) {
        long at = page() + (long) index * FilterAtom.BYTES;
        kernel.store(at, base | (long) width << 8 | (long) offset << 16 | mask << 32);
        kernel.store(at + 8, value);
    }

    /** IPv4, UDP, a destination port. */
    long tryUdp(int port, int claim, long ring, long program) {
        atom(0, 0, 2, 0, 0xffff, 0x0800);
        atom(1, 0, 1, 8, 0xff, 17);
        atom(2, 3, 2, 2, 0xffff, port);
        return kernel.call(Call.FILTER_BIND, ATOMS, 3, claim, ring, program);
    }

    long udp(int port, long ring, long program) {
        long filter = tryUdp(port, ROOT_CLAIM, ring, program);
        assertTrue(filter > 0, () -> "filter_bind: " + DeclaredStatuses.nameOf(filter));
        return filter;
    }

    /** UDP over IPv4, to and from these ports. */
    long trySplit(int claim, int first, int last, long account) {
        long at = page();
        kernel.store(at, 0x0800 | (long) ClaimAny.VLAN << 32);
        kernel.store(at + ClaimBounds.PROTOCOL, 17);
        kernel.store(at + ClaimBounds.PORT_FIRST, first | (long) last << 32);
        for (int word = ClaimBounds.ADDRESS; word < ClaimBounds.BYTES; word += 8) {
            kernel.store(at + word, 0);
        }
        return kernel.call(Call.CLAIM_SPLIT, claim, at, account);
    }

    int split(int claim, int first, int last, long account) {
        long made = trySplit(claim, first, last, account);
        assertTrue(made > 0, () -> "claim_split: " + DeclaredStatuses.nameOf(made));
        return (int) made;
    }

    // ---- handlers ------------------------------------------------------------------------------------------------------

    /** A handler that is ready, with a frame as its area. */
    long handler(long[] text, long area) {
        return downloads.finished(downloads.begunWithArea(text, ProgramHook.HANDLER, area, 1));
    }

    void end(long filter) {
        assertEquals(Status.OK, kernel.call(Call.FILTER_UNBIND, filter));
    }
}
