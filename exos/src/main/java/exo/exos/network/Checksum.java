package exo.exos.network;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/** The Internet's checksum (RFC 1071): the complement of the ones' complement sum of 16-bit words, the last one padded. */
@Unmanaged
public final class Checksum {
    private static final long HALF = 0xffff;
    private static final long WORD = 0xffff_ffffL;

    private Checksum() {
    }

    /**
     * The sum so far, not folded and in the machine's order, with more bytes, of which all but the last stretch have an even number. Eight
     * are added at a time: a sum of swapped words is the swapped sum (RFC 1071, section 2 B).
     */
    public static long add(long sum, long userVa, int byteCount) {
        long total = sum;
        long at = userVa;
        long end = userVa + byteCount;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            total += raw(at) + raw(at + Integer.BYTES);
        }
        if (at + Integer.BYTES <= end) {
            total += raw(at);
            at += Integer.BYTES;
        }
        for (int shift = 0; at < end; at++) {
            total += (long) Octets.load8(at) << shift;
            shift ^= Byte.SIZE;
        }
        return total;
    }

    /** A word as what it adds to a sum. */
    public static long word(int value) {
        return (value & 0xff) << 8 | value >>> 8 & 0xff;
    }

    private static long raw(long userVa) {
        return Address.fromLong(userVa).getInt() & WORD;
    }

    /** The sum of words, 0 to 0xffff, in the network's order. */
    public static int folded(long sum) {
        long total = (sum >>> 32) + (sum & 0xffff_ffffL);
        total = (total >>> 16) + (total & HALF);
        total = (total >>> 16) + (total & HALF);
        return (int) word((int) ((total >>> 16) + (total & HALF)));
    }

    /** What goes into a header whose field is 0 now; what comes out as 0 over one whose field is right. */
    public static int of(long userVa, int byteCount) {
        return ~folded(add(0, userVa, byteCount)) & (int) HALF;
    }
}
