package exo.tests.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's ELF as loaders read it, byte by byte from the specifications of ELF-64, PVH and Multiboot2, and what is wrong
 * with it.
 */
final class KernelImage {
    static final Path FILE = Exo.ROOT.resolve(".exo/kernel/aegis.elf");
    static final int PVH_NOTE_TYPE = 18;
    private static final int ENTRY = 24;
    private static final int SEGMENT_TABLE = 32;
    private static final int SECTION_TABLE = 40;
    private static final int SEGMENT_COUNT = 56;
    private static final int SECTION_COUNT = 60;
    private static final int SEGMENT_BYTES = 56;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int LOAD = 1;
    private static final int NOTE = 4;
    private static final int EXECUTABLE = 1;
    private static final int WRITABLE = 2;
    private static final int SYMBOLS = 2;
    private static final int MULTIBOOT2_MAGIC = 0xe85250d6;
    private static final int MULTIBOOT2_WITHIN = 32 * 1024;

    private final ByteBuffer bytes;

    KernelImage(byte[] file) {
        this.bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Everything for which some loader, or the kernel's own promises, would refuse it; empty: nothing. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (bytes.getInt(0) != 0x464c457f || bytes.get(4) != 2 || bytes.getShort(16) != 2 || bytes.getShort(18) != 62) {
            complaints.add("not an executable ELF-64 for x86-64");
        }
        complainOfTheNote(complaints);
        complainOfMultiboot2(complaints);
        for (int segment : segments(LOAD)) {
            int flags = bytes.getInt(segment + 4);
            if ((flags & WRITABLE) != 0 && (flags & EXECUTABLE) != 0) {
                complaints.add("a segment is writable and executable");
            }
        }
        if (!entryIsCode()) {
            complaints.add("the entry is not the physical address of code");
        }
        if (symbols().stream().noneMatch(name -> name.startsWith("exo.aegis."))) {
            complaints.add("no symbol has a name of exo.aegis");
        }
        return complaints;
    }

    private void complainOfTheNote(List<String> complaints) {
        int note = pvhNote();
        if (note < 0) {
            complaints.add("no note of owner Xen and type 18");
        } else if (bytes.getInt(note + 4) != 4) {
            complaints.add("the PVH note's descriptor is not of 4 bytes");
        } else if (Integer.toUnsignedLong(bytes.getInt(note + 16)) != bytes.getLong(ENTRY)) {
            complaints.add("the PVH note does not name the entry");
        }
    }

    /** Where the note starts: name size, descriptor size, type, "Xen\0", descriptor; negative: nowhere. */
    int pvhNote() {
        for (int segment : segments(NOTE)) {
            int at = (int) bytes.getLong(segment + 8);
            int end = at + (int) bytes.getLong(segment + 32);
            while (at < end) {
                int name = bytes.getInt(at);
                if (name == 4 && bytes.getInt(at + 12) == 0x006e6558 && bytes.getInt(at + 8) == PVH_NOTE_TYPE) {
                    return at;
                }
                at += 12 + aligned(name) + aligned(bytes.getInt(at + 4));
            }
        }
        return -1;
    }

    private static int aligned(int size) {
        return size + 3 & ~3;
    }

    private void complainOfMultiboot2(List<String> complaints) {
        int header = multiboot2Header();
        if (header < 0) {
            complaints.add("no Multiboot2 header on 8 bytes in the first 32 KiB");
        } else if (bytes.getInt(header) + bytes.getInt(header + 4) + bytes.getInt(header + 8) + bytes.getInt(header + 12)
                != 0) {
            complaints.add("the Multiboot2 header's checksum is wrong");
        }
    }

    int multiboot2Header() {
        for (int at = 0; at + 16 <= Math.min(bytes.limit(), MULTIBOOT2_WITHIN); at += 8) {
            if (bytes.getInt(at) == MULTIBOOT2_MAGIC) {
                return at;
            }
        }
        return -1;
    }

    private boolean entryIsCode() {
        long entry = bytes.getLong(ENTRY);
        return segments(LOAD).stream().anyMatch(segment -> (bytes.getInt(segment + 4) & EXECUTABLE) != 0
                && entry >= bytes.getLong(segment + 24) && entry < bytes.getLong(segment + 24) + bytes.getLong(segment + 32));
    }

    /** What is loaded and never written: code and constants, the boot's own included. */
    long readOnlyBytes() {
        return segments(LOAD).stream().filter(segment -> (bytes.getInt(segment + 4) & WRITABLE) == 0)
                .mapToLong(segment -> bytes.getLong(segment + 32)).sum();
    }

    /** Where the program headers of a type are. */
    List<Integer> segments(int type) {
        List<Integer> found = new ArrayList<>();
        int table = (int) bytes.getLong(SEGMENT_TABLE);
        for (int index = 0; index < bytes.getShort(SEGMENT_COUNT); index++) {
            if (bytes.getInt(table + index * SEGMENT_BYTES) == type) {
                found.add(table + index * SEGMENT_BYTES);
            }
        }
        return found;
    }

    List<String> symbols() {
        List<String> names = new ArrayList<>();
        int table = (int) bytes.getLong(SECTION_TABLE);
        for (int index = 0; index < bytes.getShort(SECTION_COUNT); index++) {
            int section = table + index * SECTION_BYTES;
            if (bytes.getInt(section + 4) == SYMBOLS) {
                int strings = (int) bytes.getLong(table + bytes.getInt(section + 40) * SECTION_BYTES + 24);
                int start = (int) bytes.getLong(section + 24);
                int end = start + (int) bytes.getLong(section + 32);
                for (int symbol = start; symbol < end; symbol += SYMBOL_BYTES) {
                    names.add(text(strings + bytes.getInt(symbol)));
                }
            }
        }
        return names;
    }

    private String text(int at) {
        int end = at;
        while (bytes.get(end) != 0) {
            end++;
        }
        return new String(bytes.array(), at, end - at, StandardCharsets.UTF_8);
    }
}
