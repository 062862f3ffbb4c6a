package exo.exos.paging;

import exo.abi.Right;
import org.teavm.interop.Unmanaged;

/**
 * How a page's word in a {@link PageTable} is made: the frame's number from bit 12 on, rights of {@link Right} in bits 0 to 2,
 * what is known of the page in the others. The three software bits are also kept in the kernel's entry while there is one.
 */
@Unmanaged
public final class PageWord {
    /** The page is the program's to touch, whether it has a frame yet or not. */
    public static final long RESERVED = 1 << 3;
    /** It has a frame. */
    public static final long RESIDENT = 1 << 4;
    /** Its frame is shown by other pages too: whoever writes first gets a copy. */
    public static final long COPY_ON_WRITE = 1 << 8;
    /** The first write to it is to be noticed. */
    public static final long WATCHED = 1 << 9;
    /** It was written while it was watched. */
    public static final long WRITTEN = 1 << 10;

    static final int FRAME_SHIFT = 12;
    private static final long RIGHTS = Right.READ | Right.WRITE | Right.EXECUTE;

    private PageWord() {
    }

    /** Number of the frame that a resident page shows. */
    public static long frame(long word) {
        return word >>> FRAME_SHIFT;
    }

    /** The same page with another frame. */
    static long withFrame(long word, long frame) {
        return word & (1L << FRAME_SHIFT) - 1 | RESIDENT | frame << FRAME_SHIFT;
    }

    /** What the kernel's entry is to permit now, with the software bits. */
    static long bindingRights(long word) {
        long rights = word & (RIGHTS | Right.SOFTWARE);
        return (word & (COPY_ON_WRITE | WATCHED)) == 0 ? rights : rights & ~Right.WRITE;
    }
}
