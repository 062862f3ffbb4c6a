package exo.aegis.network;

import exo.machine.Machine;

/**
 * The transmit queue: slots of two descriptors. The first piece of a packet is copied into the slot, behind the device's own
 * header, so that nobody can change it any more; the second, if there is one, is sent from where it lies.
 */
public final class VirtioTransmitter {
    /** Of {@link #poll}, nothing has been sent; of {@link #freeSlot}, all slots are the device's. */
    public static final int NONE = VirtioQueue.NONE;
    /** What fits the first piece. */
    public static final int HEADER_BYTES_MAXIMUM = 240;

    public static final int SLOTS_MAXIMUM = VirtioQueue.SIZE_MAXIMUM / 2;
    static final int SLOT_BYTES = 256;
    /** So that the first piece begins at 16. */
    private static final int VIRTIO_HEADER = 4;
    private static final int PACKET = VIRTIO_HEADER + VirtioNet.HEADER_BYTES;
    private static final int NEEDS_CHECKSUM = 1;
    private static final long ANY = 0xffff_ffffL;

    private static final int FREE_COUNT = 0;
    private static final int FREE = 8;
    /** Of the stack of free slots. */
    static final int FREE_BYTES = FREE + SLOTS_MAXIMUM * 8;

    private final Machine machine;
    private final VirtioNet net;
    private final VirtioQueue queue;
    private final long slots;
    private final long free;

    /**
     * @param slots  physical address of {@link #SLOTS_MAXIMUM} times {@link #SLOT_BYTES}
     * @param free  physical address of {@link #FREE_BYTES}
     */
    VirtioTransmitter(Machine machine, VirtioNet net, VirtioQueue queue, long slots, long free) {
        this.machine = machine;
        this.net = net;
        this.queue = queue;
        this.slots = slots;
        this.free = free;
    }

    boolean start(boolean byEvent) {
        boolean good = queue.start(byEvent);
        machine.store64(free + FREE_COUNT, 0);
        for (int slot = slots() - 1; slot >= 0 && good; slot--) {
            push(slot);
        }
        return good;
    }

    private void push(int slot) {
        long count = machine.load64(free + FREE_COUNT);
        machine.store64(free + FREE + count * 8, slot);
        machine.store64(free + FREE_COUNT, count + 1);
    }

    /** How many slots there are; they are numbered from 0. */
    public int slots() {
        return queue.size() / 2;
    }

    /** The slot that the next packet will have, or NONE. */
    public int freeSlot() {
        long count = machine.load64(free + FREE_COUNT);
        return net.isUp() && count > 0 ? (int) machine.load64(free + FREE + count * 8 - 8) : NONE;
    }

    /** Physical address, a multiple of 16, where the first piece of the packet in a slot is to be written. */
    public long header(int slot) {
        return slots + (long) slot * SLOT_BYTES + PACKET;
    }

    /**
     * Gives the device a packet in a slot whose first piece has been written. The second piece is
     * read until the slot has been polled, or until all DMA has ended. Tell the device so, once for any number of packets, by
     * {@link #kick}.
     *
     * @param slot  which {@link #freeSlot} has told; no other has been given away since; NONE: nothing happens
     * @param headerBytes  1 to {@link #HEADER_BYTES_MAXIMUM}
     * @param payloadBytes  0: there is no second piece
     * @param checksumStart  with {@link VirtioFeature#CHECKSUM}: the device is to sum from this byte of the packet on and to put
     *         the result so many bytes behind it; 0: it is not to
     */
    public void send(int slot, int headerBytes, long payloadPhysicalAddress, int payloadBytes, int checksumStart, int checksumOffset) {
        if (slot == NONE) {
            return;
        }
        machine.store64(free + FREE_COUNT, machine.load64(free + FREE_COUNT) - 1);
        long start = slots + (long) slot * SLOT_BYTES + VIRTIO_HEADER;
        machine.store32(start, checksumStart == 0 ? 0 : NEEDS_CHECKSUM);
        machine.store32(start + 4, (long) checksumStart << 16);
        machine.store32(start + 8, checksumOffset);
        int head = 2 * slot;
        if (payloadBytes == 0) {
            queue.describe(head, start, VirtioNet.HEADER_BYTES + headerBytes, 0, 0);
            queue.offer(head, 1);
        } else {
            queue.describe(head, start, VirtioNet.HEADER_BYTES + headerBytes, VirtioQueue.NEXT, head + 1);
            queue.describe(head + 1, payloadPhysicalAddress, payloadBytes, 0, 0);
            queue.offer(head, payloadPhysicalAddress + 1);
        }
    }

    public void kick() {
        if (net.isUp()) {
            queue.kick();
        }
    }

    /** The next slot whose packet has been sent, which is free from now on; or NONE. */
    public int poll() {
        if (!net.isUp()) {
            return NONE;
        }
        int head = queue.take(0, ANY);
        if (head == VirtioQueue.NONE) {
            return NONE;
        }
        if (head == VirtioQueue.LIE) {
            net.commitDead("it says to have sent what it did not have");
            return NONE;
        }
        int slot = head >>> 1;
        push(slot);
        return slot;
    }

    /** Whether the device may be reading what is in this slot. */
    public boolean isSending(int slot) {
        return net.mayAccessMemory() && queue.held(2 * slot) != 0;
    }

    /** Physical address of the second piece that the device may be reading by this slot, or 0: none. */
    public long payload(int slot) {
        return isSending(slot) ? queue.held(2 * slot) - 1 : 0;
    }

    /** How many slots the device has. */
    public int outstanding() {
        return net.mayAccessMemory() ? queue.outstanding() : 0;
    }

    /** As {@link VirtioReceiver#interrupts}, of packets that have been sent. */
    public boolean interrupts(boolean on) {
        return net.isUp() && queue.interrupts(on);
    }
}
