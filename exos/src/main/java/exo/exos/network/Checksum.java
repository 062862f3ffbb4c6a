package exo.exos.network;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/** The Internet's checksum (RFC 1071): the complement of the ones' complement sum of 16-bit words, the last one padded. */
@Unmanaged
public final class Checksum {
    private static final long HALF = 0xffff;

    private Checksum() {
    }

    /**
     * The sum so far, not folded, with more bytes, of which all but the last stretch have an even number. Eight are added at a time, in the
     * machine's order: a sum of swapped words is the swapped sum (RFC 1071, section 2 B).
     */
    public static long add(long sum, long userVa, int byteCount) {
        long total = 0;
        int at = 0;
        for (; at + Long.BYTES <= byteCount; at += Long.BYTES) {
            long words = Address.fromLong(userVa + at).getLong();
            total += (words >>> 32) + (words & 0xffff_ffffL);
        }
        for (; at < byteCount; at++) {
            total += (long) Octets.load8(userVa + at) << ((at & 1) == 0 ? 0 : 8);
        }
        int folded = folded(total);
        return sum + ((folded & 0xff) << 8 | folded >>> 8);
    }

    /** The sum of words, 0 to 0xffff. */
    public static int folded(long sum) {
        long total = (sum >>> 32) + (sum & 0xffff_ffffL);
        total = (total >>> 16) + (total & HALF);
        total = (total >>> 16) + (total & HALF);
        return (int) ((total >>> 16) + (total & HALF));
    }

    /** What goes into a header whose field is 0 now; what comes out as 0 over one whose field is right. */
    public static int of(long userVa, int byteCount) {
        return ~folded(add(0, userVa, byteCount)) & (int) HALF;
    }
}
