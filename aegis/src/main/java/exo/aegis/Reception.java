package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.PacketFlag;
import exo.abi.PacketVerdict;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.ProgramRecord;
import exo.aegis.network.VirtioNet;
import exo.aegis.network.VirtioReceiver;
import exo.machine.Machine;

/**
 * Packets on their way in: from the device's slots to whose they are. Keeps true: every frame in a slot is the kernel's, and whose it last
 * was is known, so that nobody finds in a packet's frame what another left there; a slot whose frame is nobody's yet goes back to the
 * device at once, so that none is lost while there is room; what a packet cost is charged to whom it was for.
 */
final class Reception {
    /** Slots that the kernel keeps filled. */
    static final int SLOTS = 64;
    /** Packets in one go, and cycles after which no other is begun: what bounds it. */
    private static final int PACKETS_MAXIMUM = 8;
    private static final long CYCLES_MAXIMUM = 2000;
    /** For each slot: the frame in it, and the name of whose alone is what lies there, or 0. */
    private static final int SLOT_BYTES = 16;
    private static final int WAS = 8;
    /** What is kept of the packet that a handler runs for. */
    private static final int HANDLER = SLOTS * SLOT_BYTES;
    private static final int PACKET = HANDLER + 8;
    private static final int PACKET_SLOT = HANDLER + 16;
    private static final int HELD_BACK = HANDLER + 24;
    /** What of the last packets is on the accounts of whom they were for, in cycles. */
    private static final int CHARGED = HANDLER + 32;
    static final int BYTES = HANDLER + 64;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final long book;
    private final VirtioReceiver device;
    private final PacketFilters filters;

    /** @param net  or null: nothing arrives, and there are no filters either */
    Reception(Aegis aegis, VirtioNet net, long book, PacketFilters filters) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.book = book;
        this.device = net == null ? null : net.receiver();
        this.filters = filters;
    }

    private long slot(int slot) {
        return book + (long) slot * SLOT_BYTES;
    }

    // ---- boot --------------------------------------------------------------------------------------------------------

    /** Fills the device's slots with free frames. */
    void commitFill() {
        for (int slot = 0; slot < SLOTS && slot < device.slots() && record.firstFreeFrame() != 0; slot++) {
            long frame = record.firstFreeFrame();
            aegis.frames().commitNetwork(frame);
            machine.store64(slot(slot), frame);
            commitPost(slot);
        }
        device.kick();
    }

    private void commitPost(int slot) {
        device.post(slot, Frames.addressOf(machine.load64(slot(slot))));
    }

    // ---- receiving ---------------------------------------------------------------------------------------------------

    /** Deals with what has arrived, up to a bound, from this moment on. */
    void commitReceive(long started) {
        long now = started;
        machine.store64(book + CHARGED, 0);
        int packets = 0;
        int slot = device.poll();
        while (slot != VirtioReceiver.NONE) {
            now = commitPacket(slot, device.packetBytes(), now);
            packets++;
            slot = packets < PACKETS_MAXIMUM && now - started < CYCLES_MAXIMUM ? device.poll() : VirtioReceiver.NONE;
        }
        if (packets != 0) {
            device.kick();
        }
    }

    /** Deals with one packet, which was looked for from a moment on; gives the moment when that is done. */
    private long commitPacket(int slot, long byteCount, long lookedFor) {
        record.raise(BooksHeader.PACKETS_RECEIVED);
        long frame = machine.load64(slot(slot));
        long packet = Frames.addressOf(frame) + Limits.PACKET_OFFSET;
        int filter = 0;
        machine.store64(book + HELD_BACK, 0);
        if (byteCount >= Limits.PACKET_BYTES_MINIMUM && byteCount <= Limits.PACKET_BYTES_MAXIMUM) {
            long found = machine.cycles();
            filter = filters.classify(packet, byteCount);
            record.header(BooksHeader.CLASSIFY_CYCLES, machine.cycles() - found);
        }
        long target = filter == 0 ? 0 : filters.target(filter);
        commitMix(slot, target);
        if (filter == 0) {
            record.raise(BooksHeader.PACKETS_UNCLAIMED);
        } else {
            commitFor(target, filter, slot, packet, (int) byteCount);
        }
        if (machine.load64(book + HELD_BACK) == 0) {
            commitPost(slot);
        }
        long now = machine.cycles();
        record.header(BooksHeader.RECEIVE_CYCLES, now - lookedFor);
        if (filter != 0) {
            aegis.runs().commitCharge(PacketTarget.owner(target), now - lookedFor);
            machine.store64(book + CHARGED, charged() + now - lookedFor);
        }
        return now;
    }

    /** How many cycles of the last {@link #commitReceive} are on the accounts of whom its packets were for. */
    long charged() {
        return machine.load64(book + CHARGED);
    }

    /** A packet lies in its frame beside what was there: unless both are the same environment's, that is nobody's alone any more. */
    private void commitMix(int slot, long target) {
        long name = target == 0 ? 0 : EnvironmentRecord.name(machine, aegis.environments().record(PacketTarget.owner(target)));
        if (machine.load64(slot(slot) + WAS) != name) {
            machine.store64(slot(slot) + WAS, 0);
        }
    }

    private void commitFor(long target, int filter, int slot, long packet, int byteCount) {
        int owner = PacketTarget.owner(target);
        if (aegis.environments().state(owner) == EnvironmentState.ENDED) {
            return;
        }
        int program = PacketTarget.program(target);
        int ring = PacketTarget.ring(target);
        boolean deliver = program == 0 || handled(program, slot, packet, byteCount);
        if (deliver && ring != 0) {
            commitDeliver(ring, slot, filter, byteCount);
        }
    }

    private boolean handled(int program, int slot, long packet, int byteCount) {
        machine.store64(book + HANDLER, program);
        machine.store64(book + PACKET, packet);
        machine.store64(book + PACKET_SLOT, slot);
        return aegis.runs().commitRun(program, packet, byteCount, Limits.HANDLER_BUDGET)
                && aegis.runs().result() == PacketVerdict.DELIVER;
    }

    /** A packet that a handler is still sending from its frame is not delivered as well. */
    private void commitDeliver(int ring, int slot, int filter, int byteCount) {
        if (machine.load64(book + HELD_BACK) != 0) {
            return;
        }
        long frame = machine.load64(slot(slot));
        long name = aegis.rings().ownerName(ring);
        int said = device.flags(Frames.addressOf(frame));
        long flags = ((said & VirtioReceiver.CHECKSUM_VALID) != 0 ? PacketFlag.CHECKED : 0)
                | ((said & VirtioReceiver.CHECKSUM_PARTIAL) != 0 ? PacketFlag.PARTIAL : 0);
        if (machine.load64(slot(slot) + WAS) != name) {
            commitClearAround(Frames.addressOf(frame), byteCount);
            machine.store64(slot(slot) + WAS, name);
        }
        long other = aegis.rings().commitExchange(ring, frame, byteCount, filter, flags);
        if (other != PacketRings.NONE) {
            machine.store64(slot(slot), other);
        }
    }

    /** Leaves nothing in a frame but the packet. */
    private void commitClearAround(long frame, int byteCount) {
        int end = Limits.PACKET_OFFSET + byteCount;
        for (; (end & 7) != 0; end++) {
            machine.store8(frame + end, 0);
        }
        machine.zero(frame + end, Limits.BYTES_IN_FRAME - end);
        machine.zero(frame, 8);
        machine.store32(frame + 8, 0);
    }

    // ---- what a handler is told of, and does --------------------------------------------------------------------------------

    /** Index of the handler that runs. */
    int handler() {
        return (int) machine.load64(book + HANDLER);
    }

    /** Physical address of its area. */
    long handlerArea() {
        return Frames.addressOf(ProgramRecord.areaFrame(machine, aegis.programs().record(handler())));
    }

    /** Physical address of the packet that it runs for. */
    long packet() {
        return machine.load64(book + PACKET);
    }

    /** Sends the packet, as it is now; its frame stays out of the device's slots while the device reads from it. */
    long send(long byteCount) {
        if (byteCount < Limits.PACKET_BYTES_MINIMUM || byteCount > aegis.runs().memoryBytes()
                || machine.load64(book + HELD_BACK) != 0) {
            return Status.BAD_ARGUMENT;
        }
        int slot = (int) machine.load64(book + PACKET_SLOT);
        long status = aegis.network().transmission().send(aegis.programs().owner(handler()), packet(), (int) byteCount, 0, slot);
        if (status > 0) {
            machine.store64(book + HELD_BACK, 1);
        }
        return status > 0 ? Status.OK : status;
    }

    /** The device has sent what lay in a slot's frame. */
    void commitSent(int slot) {
        commitPost(slot);
        device.kick();
    }
}
