package exo.aegis.network;

import exo.machine.Machine;

/** Bytes of packets as numbers: big-endian ("network order") for what is compared by size, raw (little-endian) for what is only equal. */
final class Octets {
    private static final int EVERY_SECOND = 0x5555_5555;
    private static final int EVERY_PAIR = 0x3333_3333;
    private static final int EVERY_NIBBLE = 0x0f0f_0f0f;
    private static final int SUM_OF_BYTES = 0x0101_0101;

    private Octets() {
    }

    /** The value that so many bytes have when read in the other order. */
    static int swapped(int value, int width) {
        int reversed = value << 24 | (value & 0xff00) << 8 | value >>> 8 & 0xff00 | value >>> 24;
        return width == Width.WORD ? reversed : reversed >>> Width.WORD_BITS - Width.OCTET_BITS * width;
    }

    static int bitCount(int value) {
        int pairs = value - (value >>> 1 & EVERY_SECOND);
        int nibbles = (pairs & EVERY_PAIR) + (pairs >>> 2 & EVERY_PAIR);
        return (nibbles + (nibbles >>> 4) & EVERY_NIBBLE) * SUM_OF_BYTES >>> 24;
    }

    /** Of 32 bits, the mask of so many leading ones in network order: none for 0 or less, all for 32 or more. */
    static int prefixMask(int bits) {
        return bits <= 0 ? 0 : bits >= Width.WORD_BITS ? -1 : -1 << Width.WORD_BITS - bits;
    }

    /** 1, 2 or 4 bytes at any alignment, raw. */
    static int raw(Machine machine, long address, int width) {
        int value = machine.load8(address);
        for (int index = 1; index < width; index++) {
            value |= machine.load8(address + index) << Width.OCTET_BITS * index;
        }
        return value;
    }

    static int big16(Machine machine, long address) {
        return machine.load8(address) << 8 | machine.load8(address + 1);
    }

    static int big32(Machine machine, long address) {
        return big16(machine, address) << 16 | big16(machine, address + 2);
    }
}
