package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.Call;
import exo.abi.ClaimBounds;
import exo.abi.EnvironmentRecord;
import exo.abi.FilterAtom;
import exo.abi.FilterLimits;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.RingRecord;
import exo.abi.Status;
import exo.machine.simulated.SimulatedMachine;
import exo.machine.simulated.SimulatedMemory;
import exo.machine.simulated.SimulatedNetworkDevice;
import exo.tests.kernel.network.Atom;
import exo.tests.kernel.network.Claim;
import exo.tests.kernel.network.Filter;
import exo.tests.kernel.network.SentPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * The oracle on packets. It keeps what was granted by calls ({@link NetworkGrants}) and is told by the device of each packet that comes and
 * goes; so that a packet is seen to go into the ring that it is for, of whose account the claim is, in the frame that it came in
 * ({@link ReceptionOracle}); that none departs from what its sender has not claimed; and that what the device can reach is the kernel's, or
 * pinned.
 */
final class NetworkOracle implements SimulatedNetworkDevice.Watch {
    private static final byte[] STATION = {0x52, 0x54, 0, 0x12, 0x34, 0x56};

    /** A packet that a call has handed to the device: what was looked at of it, and how long it is. */
    private record Sent(byte[] header, int byteCount) {
    }

    /** All that it remembers, to go back to. */
    record State(NetworkGrants grants, ReceptionOracle.State reception, List<byte[]> departed, List<Object> sent, boolean lied,
            boolean handlersSent) {
    }

    private final SimulatedMemory memory;
    private final SimulatedNetworkDevice device;
    private final RawBooks books;
    private final UserPages pages;
    private final long networkFrames;
    private NetworkGrants grants;
    private final ReceptionOracle reception;
    private final Queue<byte[]> departed = new ArrayDeque<>();
    private final List<Sent> sent = new ArrayList<>();
    private boolean lied;
    private boolean handlersSent;

    private int caller;
    private Claim bounds;
    private List<Atom> atoms;
    private byte[] packet;

    NetworkOracle(SimulatedMachine machine, SimulatedNetworkDevice device, RawBooks books) {
        this.memory = machine.memory();
        this.device = device;
        this.books = books;
        this.pages = new UserPages(memory, books);
        this.grants = new NetworkGrants(books);
        this.reception = new ReceptionOracle(memory, books);
        this.networkFrames = frames();
        device.watch(this);
        int[] slots = {0};
        device.reaches(SimulatedNetworkDevice.RECEIVE, (address, byteCount) -> slots[0]++);
        // What came while the kernel did was told to nobody.
        lied = slots[0] != networkFrames;
    }

    NetworkGrants grants() {
        return grants;
    }

    UserPages pages() {
        return pages;
    }

    State state() {
        return new State(grants.copy(), reception.state(), List.copyOf(departed), List.copyOf(sent), lied, handlersSent);
    }

    void restore(State saved) {
        grants = saved.grants().copy();
        reception.restore(saved.reception());
        departed.clear();
        departed.addAll(saved.departed());
        sent.clear();
        saved.sent().forEach(one -> sent.add((Sent) one));
        lied = saved.lied();
        handlersSent = saved.handlersSent();
    }

    private long frames() {
        long count = 0;
        for (long frame = 0; frame < books.frameCount; frame++) {
            count += books.kind(frame) == FrameKind.NETWORK ? 1 : 0;
        }
        return count;
    }

    // ---- what the device does ------------------------------------------------------------------------------------------------

    @Override
    public void lands(byte[] octets, long address) {
        reception.lands(octets, address);
    }

    @Override
    public void departs(byte[] octets) {
        departed.add(octets);
    }

    /** From here on nobody knows what the kernel takes for a packet. */
    @Override
    public void lies() {
        lied = true;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------------

    private long accountOf(int environment) {
        return books.accountName(books.accountOf(environment));
    }

    /** Notes what the memory that a call names holds when it is made. */
    void before(int number, long[] a) {
        caller = books.current();
        bounds = null;
        atoms = null;
        packet = null;
        if (number == Call.CLAIM_SPLIT) {
            bounds = bounds(a[1]);
        } else if (number == Call.FILTER_BIND) {
            atoms = atoms(a[0], a[1]);
        } else if (number == Call.PACKET_SEND) {
            packet = packet(a[0], a[1], a[2]);
        }
    }

    private byte[] octets(long address, int count) {
        byte[] octets = new byte[count];
        for (int at = 0; at < count; at++) {
            octets[at] = (byte) memory.load8(address + at);
        }
        return octets;
    }

    private static boolean isWithin(long va, long byteCount) {
        return (va & Long.BYTES - 1) == 0 && (va & Limits.BYTES_IN_FRAME - 1) + byteCount <= Limits.BYTES_IN_FRAME;
    }

    private Claim bounds(long va) {
        long at = pages.physical(caller, va);
        return at < 0 || !isWithin(va, ClaimBounds.BYTES) ? null : new Claim(word(at, ClaimBounds.ETHERTYPE), word(at, ClaimBounds.VLAN),
                word(at, ClaimBounds.PROTOCOL), word(at, ClaimBounds.ADDRESS_BITS), octets(at + ClaimBounds.ADDRESS,
                ClaimBounds.ADDRESS_BYTES), word(at, ClaimBounds.PORT_FIRST), word(at, ClaimBounds.PORT_LAST));
    }

    private int word(long at, int field) {
        return (int) memory.load32(at + field);
    }

    private List<Atom> atoms(long va, long count) {
        long at = pages.physical(caller, va);
        if (at < 0 || count < 1 || count > FilterLimits.ATOMS || !isWithin(va, count * FilterAtom.BYTES)) {
            return null;
        }
        List<Atom> read = new ArrayList<>();
        for (long atom = at; atom < at + count * FilterAtom.BYTES; atom += FilterAtom.BYTES) {
            read.add(new Atom(memory.load8(atom), memory.load8(atom + FilterAtom.WIDTH), memory.load8(atom + FilterAtom.OFFSET),
                    word(atom, FilterAtom.MASK), word(atom, FilterAtom.VALUE)));
        }
        return read;
    }

    private byte[] packet(long frame, long offset, long byteCount) {
        boolean good = frame > 0 && frame < books.frameCount && offset >= 0 && byteCount >= Limits.PACKET_BYTES_MINIMUM
                && byteCount <= Limits.PACKET_BYTES_MAXIMUM && offset <= Limits.BYTES_IN_FRAME - byteCount
                && books.owner(frame) == caller && books.kind(frame) == FrameKind.ORDINARY;
        return good ? octets(frame * Limits.BYTES_IN_FRAME + offset, (int) byteCount) : null;
    }

    /** Of a call that was answered: by its caller, whoever runs now. */
    void after(int number, long[] a, long result) {
        if (number == Call.PACKET_SEND) {
            afterSend(result, a[0]);
        } else if (result >= 0) {
            afterGrant(number, a, (int) result);
        }
    }

    private void afterGrant(int number, long[] a, int result) {
        switch (number) {
            case Call.CLAIM_SPLIT:
                require(bounds != null, "bounds were read where nothing is", a[1]);
                grants.split(accountOf(caller), (int) a[0], bounds, a[2], result);
                break;
            case Call.CLAIM_RETURN:
                grants.giveBack(accountOf(caller), (int) a[0]);
                break;
            case Call.FILTER_BIND:
                require(atoms != null, "atoms were read where nothing is", a[0]);
                grants.bind(bound(a), result);
                break;
            case Call.FILTER_UNBIND:
                grants.unbind(books.name(caller), (int) a[0]);
                break;
            case Call.ACCOUNT_CLOSE:
                grants.closed(a[0]);
                break;
            default:
                break;
        }
    }

    private NetworkGrants.Bound bound(long[] a) {
        int ring = Family.index(a[3]);
        int program = Family.index(a[4]);
        require(a[3] != 0 || a[4] != 0, "a filter delivers to nobody", a[0]);
        require(a[3] == 0 || ring < Limits.RINGS_MAXIMUM && books.ring64(ring, RingRecord.NAME) == a[3]
                && books.ring32(ring, RingRecord.OWNER) == caller, "a filter delivers to a ring that is not its owner's", a[3]);
        require(a[4] == 0 || program < Limits.PROGRAMS_MAXIMUM && books.program64(program, ProgramRecord.NAME) == a[4]
                && books.program32(program, ProgramRecord.OWNER) == caller && books.programState(program) == ProgramState.READY
                && (books.program32(program, ProgramRecord.HOOK) & ~ProgramHook.GUARDED) == ProgramHook.HANDLER,
                "a filter runs what is no handler of its owner's", a[4]);
        return new NetworkGrants.Bound(new Filter(books.accountOf(caller), List.copyOf(atoms)), books.name(caller), accountOf(caller),
                (int) a[2], ring, program);
    }

    private void afterSend(long result, long frame) {
        boolean permitted = packet != null && grants.permits(accountOf(caller), new SentPacket(packet, STATION));
        if (result == Status.OK) {
            require(packet != null, "a packet was sent that lies in no frame of its sender's", frame);
            require(permitted, "a packet was sent from what its sender has not claimed, in frame", frame);
            sent.add(new Sent(Arrays.copyOf(packet, Math.min(packet.length, SentPacket.LOOKED_AT)), packet.length));
        } else if (result == Status.NOT_CLAIMED) {
            require(!permitted, "a packet was refused from what its sender has claimed, in frame", frame);
        }
    }

    // ---- after each step -----------------------------------------------------------------------------------------------------

    /** To be told after each step: what came and went in it is not there any more after the next. */
    void afterStep() {
        if (lied) {
            departed.clear();
            return;
        }
        reception.afterStep(grants);
        if (!departed.isEmpty()) {
            departed.forEach(this::checkDeparted);
            departed.clear();
            if (sent.isEmpty() && device.inFlight(SimulatedNetworkDevice.TRANSMIT) == 0) {
                grants.forgetBefore();
            }
        }
    }

    private void checkDeparted(byte[] octets) {
        byte[] header = Arrays.copyOf(octets, Math.min(octets.length, SentPacket.LOOKED_AT));
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).byteCount() == octets.length && Arrays.equals(sent.get(i).header(), header)) {
                sent.remove(i);
                return;
            }
        }
        handlersSent = true;
        require(grants.permitsHandlers(new SentPacket(octets, STATION)), "a packet departs that nobody may have sent, of bytes",
                octets.length);
    }

    // ---- what the device reaches ----------------------------------------------------------------------------------------------

    /**
     * It fills frames of the kernel's alone; it reads from the kernel's and from what is pinned; and no frame is in two places. Of a device
     * that has lied the kernel believes to have back what it still has.
     */
    void check() {
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            require(!books.exists(index) || books.environment32(index, EnvironmentRecord.PACKETS_UNDER_WAY) <= Limits.SENDS_MAXIMUM,
                    "more packets are under way than one may have, of environment", index);
        }
        if (lied) {
            return;
        }
        Set<Long> filled = new HashSet<>();
        device.reaches(SimulatedNetworkDevice.RECEIVE, (address, byteCount) -> {
            long frame = address / Limits.BYTES_IN_FRAME;
            require(books.kind(frame) == FrameKind.NETWORK, "the device writes to what is not the kernel's for packets", frame);
            require(filled.add(frame), "a frame is in two of the device's slots", frame);
        });
        Set<Long> held = new HashSet<>();
        device.reaches(SimulatedNetworkDevice.TRANSMIT, (address, byteCount) -> {
            long frame = address / Limits.BYTES_IN_FRAME;
            int kind = books.kind(frame);
            require(!filled.contains(frame), "the device reads from a frame that it fills", frame);
            require(kind == FrameKind.KERNEL || kind == FrameKind.NETWORK || kind == FrameKind.ORDINARY && books.pins(frame) > 0,
                    "the device reads from what is not kept for it", frame);
            if (kind == FrameKind.NETWORK) {
                held.add(frame);
            }
        });
        long met = filled.size() + held.size() + reception.waiting();
        require(filled.isEmpty() || met <= networkFrames && (handlersSent || !held.isEmpty() || met == networkFrames),
                "not all frames for packets are the device's", met);
    }
}
