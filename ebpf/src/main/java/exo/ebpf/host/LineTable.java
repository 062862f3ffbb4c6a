package exo.ebpf.host;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * From which source lines the instructions of an ELF object come, by sections .BTF and .BTF.ext, which clang writes with {@code -g}
 * (BPF Type Format, section 3 and 4 of the Linux kernel's description).
 */
final class LineTable {
    private static final int MAGIC = 0xeb9f;

    // ---- both headers: where their fields are; offsets count from the header's end
    private static final int HEADER_BYTES = 4;
    private static final int STRINGS_OFFSET = 16;
    private static final int STRINGS_BYTES = 20;
    private static final int LINES_OFFSET = 16;
    private static final int LINES_BYTES = 20;

    /** Before the lines of a section: its name, and how many there are. */
    private static final int COUNT = 4;
    private static final int SECTION_BYTES = 8;

    // ---- a line: the instruction's byte in its section, and from where it comes
    private static final int LINE_FILE = 4;
    private static final int LINE_TEXT = 8;
    /** The number of the line, and in the low bits of the column. */
    private static final int LINE_NUMBER = 12;
    private static final int COLUMN_BITS = 10;
    private static final int LINE_BYTES_LEAST = 16;

    private final Map<String, TreeMap<Long, SourceLine>> lines = new HashMap<>();

    /** Empty if the object has none, or what it has cannot be read: a program without lines is a program still. */
    LineTable(ElfFile file) {
        try {
            byte[] types = bytes(file, ".BTF");
            byte[] extension = bytes(file, ".BTF.ext");
            if (types.length > 0 && extension.length > 0) {
                read(new ElfBytes(types), new ElfBytes(extension));
            }
        } catch (UnreadableException damaged) {
            lines.clear();
        }
    }

    private static byte[] bytes(ElfFile file, String name) throws UnreadableException {
        for (ElfFile.Section section : file.sections()) {
            if (section.name().equals(name)) {
                return file.bytes(section);
            }
        }
        return new byte[0];
    }

    private void read(ElfBytes types, ElfBytes extension) throws UnreadableException {
        if (types.load16(0) != MAGIC || extension.load16(0) != MAGIC) {
            return;
        }
        ElfBytes strings = part(types, STRINGS_OFFSET, STRINGS_BYTES);
        ElfBytes information = part(extension, LINES_OFFSET, LINES_BYTES);
        int recordBytes = information.load32(0);
        if (recordBytes < LINE_BYTES_LEAST) {
            return;
        }
        long at = Integer.BYTES;
        while (at < information.length()) {
            TreeMap<Long, SourceLine> ofSection = lines.computeIfAbsent(strings.string(information.load32(at)), name -> new TreeMap<>());
            int count = information.load32(at + COUNT);
            at += SECTION_BYTES;
            for (int number = 0; number < count; number++, at += recordBytes) {
                String text = strings.string(information.load32(at + LINE_TEXT)).trim();
                int line = information.load32(at + LINE_NUMBER) >>> COLUMN_BITS;
                ofSection.put((long) information.load32(at), new SourceLine(strings.string(information.load32(at + LINE_FILE)), line, text));
            }
        }
    }

    private static ElfBytes part(ElfBytes section, int offset, int length) throws UnreadableException {
        return section.part((long) section.load32(HEADER_BYTES) + section.load32(offset), section.load32(length));
    }

    /** Of the instruction at a byte of a section: the line last begun before it, or null. */
    SourceLine of(String section, long offset) {
        TreeMap<Long, SourceLine> ofSection = lines.get(section);
        Map.Entry<Long, SourceLine> line = ofSection == null ? null : ofSection.floorEntry(offset);
        return line == null ? null : line.getValue();
    }
}
