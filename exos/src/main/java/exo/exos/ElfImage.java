package exo.exos;

import exo.abi.Limits;
import exo.abi.Right;

/**
 * A static ELF executable in memory, as an allegation: each question checks what it reads against the file's size. System V
 * gABI, chapters 4 and 5.
 */
public final class ElfImage {
    private static final long IDENTIFICATION = 0x0001_0102_464c_457fL;
    private static final long IDENTIFICATION_MASK = 0x00ff_ffff_ffff_ffffL;
    private static final int EXECUTABLE = 2;
    private static final int X86_64 = 62;
    private static final int LOADABLE = 1;
    private static final int INTERPRETER = 3;
    private static final int BYTES_IN_HEADER = 64;
    private static final int BYTES_IN_SEGMENT = 56;
    private static final int SEGMENTS_MAXIMUM = 32;

    private final long start;
    private final long byteCount;

    public ElfImage(long start, long byteCount) {
        this.start = start;
        this.byteCount = byteCount;
    }

    /** Why this is not a program for us, in words; null: it is one. */
    public String complaint() {
        if (byteCount < BYTES_IN_HEADER || (Native.load64(start) & IDENTIFICATION_MASK) != IDENTIFICATION) {
            return "not a 64-bit little-endian ELF";
        }
        if (half(18) != X86_64) {
            return "an ELF for another machine than x86-64";
        }
        if (half(16) != EXECUTABLE) {
            return "not a statically linked executable at fixed addresses (link it with -static -no-pie)";
        }
        if (half(54) != BYTES_IN_SEGMENT || segmentCount() == 0 || segmentCount() > SEGMENTS_MAXIMUM || !headersInside()) {
            return "malformed: its segment headers lie outside it";
        }
        for (int i = 0; i < segmentCount(); i++) {
            String complaint = segmentComplaint(i);
            if (complaint != null) {
                return complaint;
            }
        }
        return isUserRange(entry(), 1) ? null : "malformed: its entry lies outside user memory";
    }

    private boolean headersInside() {
        long offset = Native.load64(start + 32);
        return offset >= 0 && offset <= byteCount - (long) segmentCount() * BYTES_IN_SEGMENT && (offset & 7) == 0;
    }

    private String segmentComplaint(int segment) {
        if (type(segment) == INTERPRETER) {
            return "dynamically linked: there is no loader for that here (link it with -static)";
        }
        if (!isLoadable(segment)) {
            return null;
        }
        if ((flags(segment) & 3) == 3) {
            return "a segment is both writable and executable";
        }
        boolean inside = offset(segment) >= 0 && fileBytes(segment) >= 0 && fileBytes(segment) <= memoryBytes(segment)
                && offset(segment) <= byteCount && fileBytes(segment) <= byteCount - offset(segment);
        return inside && isUserRange(address(segment), memoryBytes(segment)) ? null
                : "malformed: a segment lies outside the file or user memory";
    }

    private static boolean isUserRange(long address, long bytes) {
        return address >= Limits.USER_START && address < Limits.USER_END && bytes >= 0 && bytes <= Limits.USER_END - address;
    }

    private int half(int offset) {
        return Native.load8(start + offset) | Native.load8(start + offset + 1) << 8;
    }

    private long header(int segment) {
        return start + Native.load64(start + 32) + (long) segment * BYTES_IN_SEGMENT;
    }

    private long type(int segment) {
        return Native.load32(header(segment));
    }

    private long flags(int segment) {
        return Native.load32(header(segment) + 4);
    }

    private long offset(int segment) {
        return Native.load64(header(segment) + 8);
    }

    // ---- of a program without complaint -----------------------------------------------------------------------------------

    public int segmentCount() {
        return half(56);
    }

    public long entry() {
        return Native.load64(start + 24);
    }

    public boolean isLoadable(int segment) {
        return type(segment) == LOADABLE;
    }

    /** Rights of {@link Right} that its pages are to have. */
    public long rights(int segment) {
        long flags = flags(segment);
        return Right.READ | ((flags & 2) != 0 ? Right.WRITE : 0) | ((flags & 1) != 0 ? Right.EXECUTE : 0);
    }

    public long address(int segment) {
        return Native.load64(header(segment) + 16);
    }

    public long memoryBytes(int segment) {
        return Native.load64(header(segment) + 40);
    }

    public long fileBytes(int segment) {
        return Native.load64(header(segment) + 32);
    }

    /** Where in memory the segment's bytes are. */
    public long bytes(int segment) {
        return start + offset(segment);
    }
}
