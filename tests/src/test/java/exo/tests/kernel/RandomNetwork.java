package exo.tests.kernel;

import exo.abi.Call;
import exo.abi.ClaimBounds;
import exo.abi.FilterAtom;
import exo.abi.Limits;
import exo.abi.PacketEntry;
import exo.abi.PacketRing;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.RingRecord;
import exo.abi.Status;
import exo.machine.simulated.SimulatedNetworkDevice;
import exo.tests.kernel.network.Atom;
import exo.tests.kernel.network.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rows of calls, stores and deeds of the device's of {@link RandomScenes} by which claims are split and given back, filters bound and
 * unbound, frames offered to rings and packets taken out, packets sent and received; rightly mostly, and every now and then not.
 */
final class RandomNetwork {
    /** Where lists and packets are written, and rings are seen: each at its index. */
    private static final long DESK = Family.PAGE + 14 * 4096;
    private static final long RINGS = Family.PAGE + 64 * 4096;
    private static final int OFFERED_AT_ONCE = 6;
    private static final int TABLES_TRIED = 4;

    private final Random random;
    private final Deeds deeds;
    private final BootedKernel kernel;
    private final RawBooks books;
    private final HostileArguments arguments;
    private final RandomPrograms programs;
    private final RandomPrograms.Calls calls;
    private final RandomPrograms.Stores stores;
    private int actor;

    RandomNetwork(Random random, Deeds deeds, HostileArguments arguments, RandomPrograms programs, RandomPrograms.Calls calls,
            RandomPrograms.Stores stores) {
        this.random = random;
        this.deeds = deeds;
        this.kernel = deeds.kernel();
        this.books = kernel.books();
        this.arguments = arguments;
        this.programs = programs;
        this.calls = calls;
        this.stores = stores;
    }

    private NetworkGrants grants() {
        return kernel.packets().grants();
    }

    private RandomPackets packets() {
        return new RandomPackets(random, grants());
    }

    void play() {
        actor = books.current();
        switch (random.nextInt(18)) {
            case 16:
                programs.download();
                bind();
                break;
            case 0:
            case 1:
                split();
                break;
            case 2:
                giveBack();
                break;
            case 3:
            case 4:
                bind();
                break;
            case 5:
                unbind();
                break;
            case 6:
            case 17:
                offer();
                break;
            case 7:
                take();
                break;
            case 8:
            case 9:
                send();
                break;
            case 10:
                endWhileSending();
                break;
            default:
                moveDevice();
        }
    }

    // ---- memory ------------------------------------------------------------------------------------------------------------

    /** Whether the actor can write to a page; if not yet, by a frame of its own, or this one if it is not 0. */
    private boolean hasPage(long va, long frame) {
        long there = kernel.packets().pages().writable(actor, va);
        if (there != 0 && (frame == 0 || there == frame)) {
            return true;
        }
        long self = books.name(actor);
        calls.ask(Call.UNBIND, self, va);
        long shown = frame != 0 ? frame : calls.ask(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        for (int tries = 0; tries < TABLES_TRIED && calls.ask(Call.BIND, self, va, shown, Family.WRITE) == Status.NO_TABLE; tries++) {
            calls.ask(Call.TABLE_GIVE, self, calls.ask(Call.FRAME_ALLOC, Limits.ANY_FRAME));
        }
        return books.current() == actor && kernel.packets().pages().writable(actor, va) != 0;
    }

    private boolean wrote(long va, long word) {
        return books.current() == actor && stores.write(va, word) >= 0;
    }

    private long word(long frame, int at) {
        return kernel.machine().memory().load64(frame * Limits.BYTES_IN_FRAME + at);
    }

    // ---- claims ------------------------------------------------------------------------------------------------------------

    private long account() {
        return books.accountName(books.accountOf(actor));
    }

    /** A claim of the actor's account, of which nothing was split off if there is such a one; or any number. */
    private int claim(boolean whole) {
        List<Integer> held = new ArrayList<>();
        grants().claims().forEach((number, claim) -> {
            if (claim.account() == account() && (!whole || grants().isLeaf(number))) {
                held.add(number);
            }
        });
        return held.isEmpty() || random.nextInt(12) == 0 ? random.nextInt(6) : held.get(random.nextInt(held.size()));
    }

    private Claim bounds(int claim) {
        NetworkGrants.Held held = grants().claims().get(claim);
        return held == null ? Claim.EVERYTHING : held.claim();
    }

    /** The account of a child, one's own, or any. */
    private long receiver() {
        int start = random.nextInt(Limits.ENVIRONMENTS_MAXIMUM);
        for (int step = 0; step < Limits.ENVIRONMENTS_MAXIMUM && random.nextInt(200) != 0; step++) {
            int index = (start + step) % Limits.ENVIRONMENTS_MAXIMUM;
            if (books.alive(index) && books.parent(index) == actor && random.nextInt(3) != 0) {
                return books.accountName(books.accountOf(index));
            }
        }
        return random.nextInt(8) == 0 ? books.accountName(random.nextInt(16)) : account();
    }

    private void split() {
        int from = claim(false);
        Claim part = packets().part(bounds(from));
        if (!hasPage(DESK, 0)) {
            return;
        }
        long at = DESK + random.nextInt(8) * 64L;
        boolean written = wrote(at, part.ethertype() | (long) part.vlan() << 32)
                && wrote(at + ClaimBounds.PROTOCOL, part.protocol() | (long) part.addressBits() << 32)
                && wrote(at + ClaimBounds.PORT_FIRST, part.portFirst() | (long) part.portLast() << 32)
                && wrote(at + ClaimBounds.ADDRESS, word(part.address())) && wrote(at + ClaimBounds.ADDRESS + 8, 0);
        if (written) {
            calls.ask(Call.CLAIM_SPLIT, from, random.nextInt(30) == 0 ? arguments.address() : at, receiver());
        }
    }

    private static long word(byte[] octets) {
        long word = 0;
        for (int at = 0; at < Long.BYTES; at++) {
            word |= (octets[at] & 0xffL) << 8 * at;
        }
        return word;
    }

    private void giveBack() {
        int claim = claim(random.nextBoolean());
        if (claim != NetworkGrants.ROOT_CLAIM || random.nextInt(8) == 0) {
            calls.ask(Call.CLAIM_RETURN, claim);
        }
    }

    // ---- rings and filters ---------------------------------------------------------------------------------------------------

    /** Index of a ring of the actor's; a new one now and then, or if it has none; or 0. */
    private int ring() {
        int start = random.nextInt(Limits.RINGS_MAXIMUM);
        for (int step = 0; step < Limits.RINGS_MAXIMUM && random.nextInt(100) != 0; step++) {
            int index = (start + step) % Limits.RINGS_MAXIMUM;
            if (index != 0 && books.ring32(index, RingRecord.OWNER) == actor) {
                return index;
            }
        }
        long ring = calls.ask(Call.RING_BEGIN, calls.ask(Call.FRAME_ALLOC, Limits.ANY_FRAME));
        return ring < 0 ? 0 : Family.index(ring);
    }

    private long handler() {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            if (books.programState(index) == ProgramState.READY && books.program32(index, ProgramRecord.OWNER) == actor
                    && (books.program32(index, ProgramRecord.HOOK) & ~ProgramHook.GUARDED) == ProgramHook.HANDLER && random.nextInt(3) != 0) {
                return books.program64(index, ProgramRecord.NAME);
            }
        }
        return random.nextInt(12) == 0 ? books.program64(random.nextInt(8), ProgramRecord.NAME) : 0;
    }

    private void bind() {
        int claim = claim(true);
        List<Atom> atoms = packets().filter(bounds(claim)).atoms();
        long program = handler();
        int ring = program != 0 && random.nextInt(3) == 0 ? 0 : random.nextInt(12) == 0 ? random.nextInt(4) : ring();
        if (!hasPage(DESK, 0)) {
            return;
        }
        for (int i = 0; i < atoms.size(); i++) {
            long at = DESK + (long) i * FilterAtom.BYTES;
            Atom atom = atoms.get(i);
            if (!wrote(at, atom.base() | (long) atom.width() << 8 | (long) atom.offset() << 16 | (long) atom.mask() << 32)
                    || !wrote(at + FilterAtom.VALUE, atom.value() & 0xffff_ffffL)) {
                return;
            }
        }
        calls.ask(Call.FILTER_BIND, DESK, random.nextInt(16) == 0 ? random.nextInt(18) : atoms.size(), claim,
                ring == 0 ? 0 : books.ring64(ring, RingRecord.NAME), program);
        if (ring != 0 && random.nextInt(8) != 0) {
            offerTo(ring);
        }
        arrive(1 + random.nextInt(3));
    }

    private void unbind() {
        List<Integer> own = new ArrayList<>();
        grants().filters().forEach((number, bound) -> {
            if (bound.owner() == books.name(actor)) {
                own.add(number);
            }
        });
        calls.ask(Call.FILTER_UNBIND, own.isEmpty() || random.nextInt(8) == 0 ? random.nextInt(8) : own.get(random.nextInt(own.size())));
        if (random.nextInt(4) == 0) {
            calls.ask(Call.RING_END, books.ring64(ring(), RingRecord.NAME));
        }
    }

    // ---- frames to a ring, and packets out of it -------------------------------------------------------------------------------

    private void offer() {
        int ring = ring();
        if (ring != 0) {
            offerTo(ring);
        }
    }

    private long seen(int ring) {
        return RINGS + ring * 4096L;
    }

    private long frameOf(int ring) {
        return Integer.toUnsignedLong(books.ring32(ring, RingRecord.FRAME));
    }

    private void offerTo(int ring) {
        if (books.ring32(ring, RingRecord.OWNER) != actor || !hasPage(seen(ring), frameOf(ring))) {
            return;
        }
        long offered = word(frameOf(ring), PacketRing.OFFERED);
        int count = 1 + random.nextInt(OFFERED_AT_ONCE);
        for (int i = 0; i < count; i++) {
            long frame = random.nextInt(12) == 0 ? arguments.frame() : calls.ask(Call.FRAME_ALLOC, Limits.ANY_FRAME);
            wrote(seen(ring) + PacketRing.OFFERS + (offered + i & Limits.PACKET_RING - 1) * 8, frame);
        }
        wrote(seen(ring) + PacketRing.OFFERED, random.nextInt(24) == 0 ? random.nextInt(1000) : offered + count);
    }

    /** Packets are taken out, looked at, and their frames offered again, or freed; or the ring is written nonsense to. */
    private void take() {
        int ring = ring();
        if (ring == 0 || !hasPage(seen(ring), frameOf(ring))) {
            return;
        }
        long received = word(frameOf(ring), PacketRing.RECEIVED);
        long taken = word(frameOf(ring), PacketRing.TAKEN);
        long offered = word(frameOf(ring), PacketRing.OFFERED);
        for (long at = Math.max(taken, received - 4); at < received; at++) {
            long frame = word(frameOf(ring), PacketRing.ENTRIES + (int) (at & Limits.PACKET_RING - 1) * PacketEntry.BYTES) & 0xffff_ffffL;
            if (random.nextInt(3) == 0) {
                calls.ask(Call.BIND, books.name(actor), DESK + 4096, frame, Family.WRITE);
                calls.ask(Call.UNBIND, books.name(actor), DESK + 4096);
            }
            if (random.nextInt(3) == 0) {
                calls.ask(Call.FRAME_FREE, frame);
            } else {
                wrote(seen(ring) + PacketRing.OFFERS + (offered++ & Limits.PACKET_RING - 1) * 8, frame);
            }
        }
        wrote(seen(ring) + PacketRing.OFFERED, offered);
        wrote(seen(ring) + PacketRing.TAKEN, random.nextInt(16) == 0 ? taken + random.nextInt(200) - 100 : received);
        if (random.nextInt(30) == 0) {
            wrote(seen(ring) + random.nextInt(512) * 8L, arguments.edge());
        }
    }

    // ---- sending -------------------------------------------------------------------------------------------------------------

    private void send() {
        List<Claim> held = new ArrayList<>();
        grants().claims().values().forEach(one -> {
            if (one.account() == account()) {
                held.add(one.claim());
            }
        });
        byte[] packet = packets().going(held);
        if (!hasPage(DESK, 0)) {
            return;
        }
        long frame = kernel.packets().pages().writable(actor, DESK);
        int offset = random.nextInt(8) == 0 ? 8 * random.nextInt(480) : 0;
        for (int at = 0; at < packet.length && at < 80 && offset + at < Limits.BYTES_IN_FRAME; at += Long.BYTES) {
            long word = 0;
            for (int i = 0; i < Long.BYTES && at + i < packet.length; i++) {
                word |= (packet[at + i] & 0xffL) << 8 * i;
            }
            wrote(DESK + offset + at, word);
        }
        long from = random.nextInt(12) == 0 ? arguments.frame() : frame;
        int byteCount = random.nextInt(12) == 0 ? random.nextInt(1600) : packet.length;
        for (int times = random.nextInt(12) == 0 ? 20 : 1; times > 0; times--) {
            calls.ask(Call.PACKET_SEND, from, offset, byteCount);
        }
        switch (random.nextInt(6)) {
            case 0:
                wrote(DESK + offset + 24, random.nextLong());
                break;
            case 1:
                calls.ask(Call.UNBIND, books.name(actor), DESK);
                calls.ask(random.nextBoolean() ? Call.FRAME_FREE : Call.RING_BEGIN, frame);
                break;
            case 2:
                calls.ask(Call.UNBIND, books.name(actor), DESK);
                calls.ask(Call.FRAME_GIVE, frame, books.name(books.parent(actor)));
                calls.ask(Call.PACKET_SEND, frame, offset, byteCount);
                break;
            default:
                break;
        }
    }

    /** Somebody ends or is asked for frames while the device still reads from one; the device then goes on, or does not. */
    private void endWhileSending() {
        deeds.perform(Deed.Verb.AUTOMATIC, 0);
        send();
        if (random.nextBoolean()) {
            deeds.perform(Deed.Verb.FETCH_BUFFER, SimulatedNetworkDevice.TRANSMIT);
        }
        if (books.current() == actor && actor != RawBooks.ROOT && random.nextInt(3) == 0) {
            calls.ask(Call.EXIT, random.nextInt(3));
        }
    }

    // ---- the device ------------------------------------------------------------------------------------------------------------

    void moveDevice() {
        int queue = random.nextInt(2);
        switch (random.nextInt(12)) {
            case 0:
                deeds.perform(Deed.Verb.AUTOMATIC, Math.min(1, random.nextInt(4)));
                break;
            case 1:
                deeds.perform(Deed.Verb.FETCH_BUFFER, queue);
                break;
            case 2:
            case 3:
                deeds.perform(Deed.Verb.COMPLETE, queue, random.nextInt(4) / 3);
                break;
            case 4:
                beUnusual(queue);
                break;
            default:
                arrive(random.nextInt(12) == 0 ? 20 : 1 + random.nextInt(3));
        }
    }

    private void arrive(int count) {
        for (int i = 0; i < count; i++) {
            deeds.perform(Deeds.arrival(packets().coming()));
        }
    }

    /** Seldom: nothing comes behind a lie. */
    private void beUnusual(int queue) {
        if (random.nextInt(40) == 0) {
            deeds.perform(Deed.Verb.OBEY, random.nextInt(2));
            deeds.perform(Deed.Verb.LIE, queue, random.nextInt(300), random.nextInt(5000));
        }
    }
}
