package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.Event;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.network.VirtioNet;
import exo.aegis.network.VirtioTransmitter;
import exo.machine.Machine;

/**
 * Packets on their way out. Keeps true: what was checked of a packet is a copy, and that copy is what is sent, so that its owner cannot make
 * another packet of it meanwhile; the rest is sent from where it lies, in a frame that is pinned until the device is done with it or
 * cannot reach memory any more; no environment has more than its share of the device's slots.
 */
final class Transmission {
    /** What is kept of each slot: on whose behalf the device has it, and what it reads from, a frame or one of the receiver's slots. */
    private static final int OWNER_MASK = 0xffff;
    private static final int RECEIVER_SHIFT = 16;
    private static final int FRAME_SHIFT = 32;

    /** How many of them the device reads from, beside their headers, and how many environments were refused for want of room. */
    private static final int READ_FROM = VirtioTransmitter.SLOTS_MAXIMUM * 8;
    private static final int REFUSED = READ_FROM + 8;
    /** Unless somebody waits for it, what was sent is taken back when the device has had so many. */
    private static final int TAKEN_BACK_TOGETHER = 8;
    static final int BYTES = REFUSED + 8;

    /** Slots that are taken back in one go. */
    private static final int COLLECTED_MAXIMUM = 16;

    private final Aegis aegis;
    private final Machine machine;
    private final Environments environments;
    private final VirtioNet net;
    private final VirtioTransmitter device;
    private final long slots;

    /** @param net  or null: there is nothing to send by */
    Transmission(Aegis aegis, VirtioNet net, long slots) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.environments = aegis.environments();
        this.net = net;
        this.device = net == null ? null : net.transmitter();
        this.slots = slots;
    }

    // ---- sending -----------------------------------------------------------------------------------------------------

    /**
     * Sends a packet that lies in memory, on an environment's behalf, if its account holds a claim to where it says it is from.
     *
     * @param frame  the frame that it is in, which is pinned if the device reads from it; 0: it came in by a slot of the receiver
     * @param receiverSlot  that slot
     * @return 0, or the status that says why not; positive: the device reads from the memory until it is done
     */
    long send(int owner, long address, int byteCount, long frame, int receiverSlot) {
        if (net == null) {
            return Status.NO_DEVICE;
        }
        long environment = environments.record(owner);
        int slot = slotFor(environment);
        if (slot == VirtioTransmitter.NONE) {
            commitCollect();
            slot = slotFor(environment);
        }
        if (slot == VirtioTransmitter.NONE) {
            return commitRefuse(environment);
        }
        int headerBytes = byteCount < VirtioTransmitter.HEADER_BYTES_MAXIMUM ? byteCount : VirtioTransmitter.HEADER_BYTES_MAXIMUM;
        long header = device.header(slot);
        machine.copy(header, address, headerBytes);
        if (!aegis.network().filters().permits(owner, header, headerBytes, byteCount)) {
            return Status.NOT_CLAIMED;
        }
        int rest = byteCount - headerBytes;
        long source = rest == 0 ? 0 : frame == 0 ? receiverSlot + 1L << RECEIVER_SHIFT : frame << FRAME_SHIFT;
        machine.store64(slots + slot * 8L, source | owner);
        EnvironmentRecord.packetsUnderWay(machine, environment, EnvironmentRecord.packetsUnderWay(machine, environment) + 1);
        device.send(slot, headerBytes, address + headerBytes, rest, 0, 0);
        device.kick();
        aegis.record().raise(BooksHeader.PACKETS_SENT);
        if (rest != 0) {
            commitRead(frame);
        }
        return rest == 0 ? Status.OK : 1;
    }

    /** A slot for an environment's packet; NONE: it has its share, or the device has them all. */
    private int slotFor(long environment) {
        return EnvironmentRecord.packetsUnderWay(machine, environment) >= Limits.SENDS_MAXIMUM ? VirtioTransmitter.NONE : device.freeSlot();
    }

    private void commitRead(long frame) {
        count(READ_FROM, 1);
        if (frame != 0) {
            aegis.frames().countPin(frame, 1);
        }
        commitAsk();
    }

    private long commitRefuse(long environment) {
        if (!net.isUp()) {
            return Status.NO_DEVICE;
        }
        if (EnvironmentRecord.sendRefused(machine, environment) == 0) {
            EnvironmentRecord.sendRefused(machine, environment, 1);
            count(REFUSED, 1);
        }
        commitAsk();
        return Status.WOULD_BLOCK;
    }

    /** The device may have been faster than it was asked, and does not interrupt for that. */
    private void commitAsk() {
        if (device.interrupts(true)) {
            aegis.network().commitSoon();
        }
    }

    private void count(int what, long change) {
        machine.store64(slots + what, machine.load64(slots + what) + change);
    }

    // ---- sent --------------------------------------------------------------------------------------------------------

    /** Takes back some of what the device has sent; what is left is taken back the next time. */
    void commitCollect() {
        int slot = device.poll();
        boolean any = slot != VirtioTransmitter.NONE;
        for (int collected = 1; slot != VirtioTransmitter.NONE; collected++) {
            commitDone(slot);
            slot = collected < COLLECTED_MAXIMUM ? device.poll() : VirtioTransmitter.NONE;
        }
        if (any && machine.load64(slots + REFUSED) != 0) {
            commitTell();
        }
    }

    private boolean isAwaited() {
        return machine.load64(slots + READ_FROM) + machine.load64(slots + REFUSED) != 0;
    }

    /**
     * Takes back what the device has sent, and has it interrupt when it has sent the next, if somebody waits for that; nobody does for a
     * packet that was copied whole. True: there is something to take back already.
     */
    boolean commitAwait() {
        boolean awaited = isAwaited();
        if (awaited || device.outstanding() >= TAKEN_BACK_TOGETHER) {
            commitCollect();
        }
        return awaited && isAwaited() && device.interrupts(true);
    }

    /** There is room again, and whoever was refused for want of it may ask again. */
    private void commitTell() {
        for (int owner = 1; owner < Limits.ENVIRONMENTS_MAXIMUM; owner++) {
            long environment = environments.record(owner);
            if (EnvironmentRecord.sendRefused(machine, environment) != 0) {
                EnvironmentRecord.sendRefused(machine, environment, 0);
                aegis.waits().commitPost(owner, Event.SENT);
            }
        }
        machine.store64(slots + REFUSED, 0);
    }

    private void commitDone(int slot) {
        long whose = machine.load64(slots + slot * 8L);
        machine.store64(slots + slot * 8L, 0);
        int owner = (int) whose & OWNER_MASK;
        int receiverSlot = (int) (whose >>> RECEIVER_SHIFT) & OWNER_MASK;
        long frame = whose >>> FRAME_SHIFT;
        if (frame != 0) {
            aegis.frames().countPin(frame, -1);
        }
        if (frame != 0 || receiverSlot != 0) {
            count(READ_FROM, -1);
        }
        if (receiverSlot != 0) {
            aegis.network().reception().commitSent(receiverSlot - 1);
        }
        long environment = environments.record(owner);
        EnvironmentRecord.packetsUnderWay(machine, environment, EnvironmentRecord.packetsUnderWay(machine, environment) - 1);
    }

    /** The device is dead and reaches no memory any more: all that it had is done with, as good as sent. */
    void commitAbandon() {
        for (int slot = 0; slot < VirtioTransmitter.SLOTS_MAXIMUM; slot++) {
            if (machine.load64(slots + slot * 8L) != 0) {
                commitDone(slot);
            }
        }
        commitTell();
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    long packetSend(long frame, long offset, long byteCount) {
        int caller = aegis.record().current();
        if (!aegis.frames().exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        if (aegis.frames().owner(frame) != caller || aegis.frames().kind(frame) != FrameKind.ORDINARY) {
            return Status.NOT_YOURS;
        }
        if (byteCount < Limits.PACKET_BYTES_MINIMUM || byteCount > Limits.PACKET_BYTES_MAXIMUM || offset < 0
                || offset > Limits.BYTES_IN_FRAME - byteCount) {
            return Status.BAD_ARGUMENT;
        }
        long status = send(caller, Frames.addressOf(frame) + offset, (int) byteCount, frame, 0);
        return status > 0 ? Status.OK : status;
    }
}
