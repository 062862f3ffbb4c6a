package exo.tests.kernel;

import exo.abi.ArchiveEntry;
import exo.abi.ArchiveHeader;
import exo.abi.EntryKind;
import exo.abi.Magic;

/**
 * The smallest first program: an ELF64 with one segment to run and one to write, and the boot archive around it. Both come
 * as {@link Octets}, so that a test can make one field wrong.
 */
final class StewardFile {
    static final long CODE = 0x40_0000L;
    static final long DATA = 0x60_0000L;
    static final long STACK_TOP = 0x7fff_0000_0000L;
    /** Bytes of the segment to write: of the file, and of zeros behind them, into a second page. */
    static final int DATA_IN_FILE = 24;
    static final int DATA_IN_MEMORY = 5000;
    static final String TEXT = "text of the steward";

    static final int ENTRY = 24;
    static final int HEADERS_OFFSET = 32;
    static final int HEADERS_COUNT = 56;
    static final int FIRST_HEADER = 64;
    static final int SECOND_HEADER = 64 + 56;
    static final int HEADER_FLAGS = 4;
    static final int HEADER_OFFSET = 8;
    static final int HEADER_ADDRESS = 16;
    static final int HEADER_FILE_BYTES = 32;
    static final int HEADER_MEMORY_BYTES = 40;
    private static final int CODE_OFFSET = 0x100;
    private static final int DATA_OFFSET = 0x180;
    /** Where the file lies in the archive. */
    static final long OFFSET = 4096;
    static final int FIRST_ENTRY = ArchiveHeader.BYTES;

    private StewardFile() {
    }

    static Octets elf() {
        Octets elf = new Octets().put64(0, 0x0001_0102_464c_457fL).put16(16, 2).put16(18, 62).put32(20, 1)
                .put64(ENTRY, CODE).put64(HEADERS_OFFSET, FIRST_HEADER).put16(52, 64).put16(54, 56)
                .put16(HEADERS_COUNT, 2);
        segment(elf, FIRST_HEADER, 5, CODE_OFFSET, CODE, TEXT.length(), TEXT.length());
        segment(elf, SECOND_HEADER, 6, DATA_OFFSET, DATA, DATA_IN_FILE, DATA_IN_MEMORY);
        elf.put(CODE_OFFSET, TEXT);
        for (int i = 0; i < DATA_IN_FILE; i += 8) {
            elf.put64(DATA_OFFSET + i, 0x1111_1111_1111_1111L * (i / 8 + 1));
        }
        return elf;
    }

    static void segment(Octets elf, long header, int flags, long offset, long address, long fileBytes,
            long memoryBytes) {
        elf.put32(header, 1).put32(header + HEADER_FLAGS, flags).put64(header + HEADER_OFFSET, offset)
                .put64(header + HEADER_ADDRESS, address).put64(header + HEADER_FILE_BYTES, fileBytes)
                .put64(header + HEADER_MEMORY_BYTES, memoryBytes).put64(header + 48, 4096);
    }

    /** An archive with this as its only program, called steward. */
    static Octets archive(byte[] elf) {
        Octets archive = new Octets().put64(ArchiveHeader.MAGIC, Magic.ARCHIVE).put32(ArchiveHeader.ENTRY_COUNT, 1)
                .put32(ArchiveHeader.VERSION, Magic.ARCHIVE_VERSION);
        archive.put(FIRST_ENTRY + ArchiveEntry.NAME, "steward").put32(FIRST_ENTRY + ArchiveEntry.KIND, EntryKind.PROGRAM)
                .put64(FIRST_ENTRY + ArchiveEntry.OFFSET, OFFSET)
                .put64(FIRST_ENTRY + ArchiveEntry.BYTE_COUNT, elf.length);
        archive.put(OFFSET, elf).length(OFFSET + elf.length + 64);
        return archive.put64(ArchiveHeader.TOTAL_BYTES, OFFSET + elf.length + 64);
    }

    static byte[] archive() {
        return archive(elf().bytes()).bytes();
    }
}
