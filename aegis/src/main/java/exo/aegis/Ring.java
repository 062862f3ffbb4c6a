package exo.aegis;

import exo.machine.Machine;

/** Bytes between two positions that only rise, in a range of physical memory: the console's two buffers are such rings. */
final class Ring {
    private static final long MASK = Books.RING_BYTES - 1;

    private Ring() {
    }

    static int at(Machine machine, long ring, long position) {
        return machine.load8(ring + (position & MASK));
    }

    static void put(Machine machine, long ring, long position, int octet) {
        machine.store8(ring + (position & MASK), octet);
    }

    static long room(long head, long tail) {
        return Books.RING_BYTES - (tail - head);
    }
}
