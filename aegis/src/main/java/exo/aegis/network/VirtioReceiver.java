package exo.aegis.network;

import exo.machine.Machine;

/**
 * The receive queue: slots, each with a descriptor of its own, that stand empty or have a frame of memory which the device fills
 * with a packet, behind twelve bytes of its own. Which slots the device has, and with which frame, can be asked at any time.
 */
public final class VirtioReceiver {
    /** Of {@link #poll}: nothing has arrived. */
    public static final int NONE = VirtioQueue.NONE;
    /** What a slot's memory is: a frame. */
    public static final int BUFFER_BYTES = 4096;
    /** Where in its memory a packet begins: behind the device's own header (virtio 1.2, 5.1.6). */
    public static final int PACKET = VirtioNet.HEADER_BYTES;
    /** In {@link #flags}: the packet's checksum is yet to be completed; the device has found it right. */
    public static final int CHECKSUM_PARTIAL = 1;
    public static final int CHECKSUM_VALID = 2;

    private final Machine machine;
    private final VirtioNet net;
    private final VirtioQueue queue;

    VirtioReceiver(Machine machine, VirtioNet net, VirtioQueue queue) {
        this.machine = machine;
        this.net = net;
        this.queue = queue;
    }

    /** How many slots there are; they are numbered from 0. */
    public int slots() {
        return queue.size();
    }

    /**
     * Gives the device a frame of memory by an empty slot. It may write there from now on until the slot has been polled, or
     * until all DMA has ended. Tell it so, once for any number of slots, by {@link #kick}.
     *
     * @return false, and nothing has happened: the device is not up, or the slot is not empty
     */
    public boolean post(int slot, long framePhysicalAddress) {
        if (!net.isUp() || queue.held(slot) != 0) {
            return false;
        }
        queue.describe(slot, framePhysicalAddress, BUFFER_BYTES, VirtioQueue.DEVICE_WRITES, 0);
        queue.offer(slot, framePhysicalAddress);
        return true;
    }

    public void kick() {
        if (net.isUp()) {
            queue.kick();
        }
    }

    /** The next slot that a packet has arrived in, which is empty from now on; or NONE. {@link #packetBytes} is of this packet. */
    public int poll() {
        if (!net.isUp()) {
            return NONE;
        }
        int slot = queue.take(PACKET, BUFFER_BYTES);
        if (slot == VirtioQueue.LIE) {
            net.commitDead("it gave back what it did not have, or more than fits");
            return NONE;
        }
        return slot;
    }

    /** Bytes of the packet that was polled last: 0 to the buffer's room. */
    public int packetBytes() {
        return (int) queue.takenBytes() - PACKET;
    }

    /** What the device says of a packet's checksum, read once from the frame that it has filled: any value. */
    public int flags(long framePhysicalAddress) {
        return machine.load8(framePhysicalAddress);
    }

    /** Physical address of the frame that the device may be writing to by this slot, or 0: none. */
    public long posted(int slot) {
        return net.mayAccessMemory() ? queue.held(slot) : 0;
    }

    /** How many slots the device has. */
    public int outstanding() {
        return net.mayAccessMemory() ? queue.outstanding() : 0;
    }

    /**
     * Whether the next packet is to be an interrupt; there may be some unasked.
     *
     * @return whether there are packets already, for which none will come
     */
    public boolean interrupts(boolean on) {
        return net.isUp() && queue.interrupts(on);
    }
}
