package exo.aegis;

import exo.machine.Machine;

/** Bytes between two positions that only rise, in a range of physical memory: the console's two buffers are such rings. */
final class Ring {
    static final int BITS_IN_BYTE = 8;
    static final int BYTES_IN_WORD = 8;
    private static final int BITS_IN_WORD = 64;
    private static final long MASK = Books.RING_BYTES - 1;

    private Ring() {
    }

    static int at(Machine machine, long ring, long position) {
        return machine.load8(ring + (position & MASK));
    }

    static void put(Machine machine, long ring, long position, int octet) {
        machine.store8(ring + (position & MASK), octet);
    }

    /** Eight bytes, the lowest first, in two words of memory: there must be room for both, as what is behind is lost. */
    static void putWord(Machine machine, long ring, long position, long octets) {
        long shift = (position & BYTES_IN_WORD - 1) * BITS_IN_BYTE;
        long first = ring + (position & MASK & -BYTES_IN_WORD);
        machine.store64(first, machine.load64(first) & (1L << shift) - 1 | octets << shift);
        if (shift != 0) {
            machine.store64(ring + (position + BYTES_IN_WORD & MASK & -BYTES_IN_WORD), octets >>> BITS_IN_WORD - shift);
        }
    }

    static long room(long head, long tail) {
        return Books.RING_BYTES - (tail - head);
    }
}
