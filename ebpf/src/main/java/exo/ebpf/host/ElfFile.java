package exo.ebpf.host;

import java.util.ArrayList;
import java.util.List;

/** Sections, symbols and relocations of a relocatable ELF64 object for machine BPF (System V ABI, chapter 4; ELF for eBPF). */
final class ElfFile {
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int RELOCATABLE = 1;
    private static final int MACHINE_BPF = 247;

    // ---- the file's header: where its fields are
    private static final int HEADER_BYTES = 64;
    private static final int IDENTITY_CLASS = 4;
    private static final int IDENTITY_DATA = 5;
    private static final int TYPE = 16;
    private static final int MACHINE = 18;
    private static final int SECTION_HEADERS = 40;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_OF_NAMES = 62;

    // ---- a section's header
    private static final int SECTION_HEADER_BYTES = 64;
    private static final int SECTION_TYPE = 4;
    private static final int SECTION_FLAGS = 8;
    private static final int SECTION_OFFSET = 24;
    private static final int SECTION_SIZE = 32;
    private static final int SECTION_LINK = 40;
    private static final int SECTION_INFORMATION = 44;
    private static final int SECTION_ALIGNMENT = 48;

    // ---- a symbol; its information is its type and, in the high bits, its binding
    private static final int SYMBOL_BYTES = 24;
    private static final int SYMBOL_INFORMATION = 4;
    private static final int SYMBOL_SECTION = 6;
    private static final int SYMBOL_VALUE = 8;
    private static final int SYMBOL_SIZE = 16;
    private static final int SYMBOL_TYPE_BITS = 4;

    // ---- a relocation; its information is its type and, in the high half, its symbol
    private static final int RELOCATION_BYTES = 16;
    private static final int RELOCATION_INFORMATION = 8;

    /** Section numbers from here on do not name sections. */
    private static final int RESERVED_SECTIONS = 0xff00;

    /** A named part of the file. @param number its place in the section header table */
    record Section(int number, String name, int type, long flags, long offset, long size, int link, int information, long alignment) {
        private static final int TYPE_SYMBOLS = 2;
        private static final int TYPE_NOTHING_IN_FILE = 8;
        private static final int TYPE_RELOCATIONS = 9;
        private static final long FLAG_ALLOCATED = 2;
        private static final long FLAG_EXECUTABLE = 4;

        boolean isCode() {
            return (flags & FLAG_EXECUTABLE) != 0 && size > 0;
        }

        boolean isData() {
            return (flags & FLAG_ALLOCATED) != 0 && (flags & FLAG_EXECUTABLE) == 0 && size > 0;
        }

        boolean isInFile() {
            return type != TYPE_NOTHING_IN_FILE;
        }
    }

    /** @param section the number of its section, or 0 if it is defined elsewhere */
    record Symbol(String name, int type, boolean global, int section, long value, long size) {
        private static final int TYPE_FUNCTION = 2;
        static final int TYPE_SECTION = 3;

        boolean isFunction() {
            return type == TYPE_FUNCTION;
        }
    }

    /** @param offset of the place in its section */
    record Relocation(long offset, int type, Symbol symbol) {
    }

    private final ElfBytes file;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    ElfFile(byte[] bytes) throws UnreadableException {
        file = new ElfBytes(bytes);
        checkHeader();
        readSections();
        readSymbols();
    }

    static boolean isElf(byte[] bytes) {
        try {
            return new ElfBytes(bytes).load32(0) == MAGIC;
        } catch (UnreadableException tooShort) {
            return false;
        }
    }

    private void checkHeader() throws UnreadableException {
        if (file.length() < HEADER_BYTES || file.load32(0) != MAGIC) {
            throw new UnreadableException("is no ELF file");
        }
        int machine = file.load16(MACHINE);
        if (file.load8(IDENTITY_CLASS) != CLASS_64 || file.load8(IDENTITY_DATA) != LITTLE_ENDIAN || machine != MACHINE_BPF) {
            throw new UnreadableException("is an ELF file for another machine (number " + machine + "), not for BPF, 64-bit and "
                    + "little-endian (number " + MACHINE_BPF + ", as clang -target bpf -c writes)");
        }
        if (file.load16(TYPE) != RELOCATABLE) {
            throw new UnreadableException("is no relocatable object, as clang -target bpf -c writes");
        }
    }

    private void readSections() throws UnreadableException {
        long table = file.load64(SECTION_HEADERS);
        int count = file.load16(SECTION_COUNT);
        long names = file.load64(headerOf(table, file.load16(SECTION_OF_NAMES)) + SECTION_OFFSET);
        for (int number = 0; number < count; number++) {
            long header = headerOf(table, number);
            sections.add(new Section(number, file.string(names + file.load32(header)), file.load32(header + SECTION_TYPE),
                    file.load64(header + SECTION_FLAGS), file.load64(header + SECTION_OFFSET), file.load64(header + SECTION_SIZE),
                    file.load32(header + SECTION_LINK), file.load32(header + SECTION_INFORMATION),
                    file.load64(header + SECTION_ALIGNMENT)));
        }
    }

    private static long headerOf(long table, int number) {
        return table + (long) number * SECTION_HEADER_BYTES;
    }

    private void readSymbols() throws UnreadableException {
        for (Section section : sections) {
            if (section.type() == Section.TYPE_SYMBOLS) {
                long names = section(section.link()).offset();
                for (long at = 0; at < section.size(); at += SYMBOL_BYTES) {
                    symbols.add(symbol(section.offset() + at, names));
                }
            }
        }
    }

    private Symbol symbol(long at, long names) throws UnreadableException {
        int information = file.load8(at + SYMBOL_INFORMATION);
        int type = information & (1 << SYMBOL_TYPE_BITS) - 1;
        int section = file.load16(at + SYMBOL_SECTION);
        return new Symbol(file.string(names + file.load32(at)), type, information >> SYMBOL_TYPE_BITS != 0,
                section < RESERVED_SECTIONS ? section : 0, file.load64(at + SYMBOL_VALUE), file.load64(at + SYMBOL_SIZE));
    }

    List<Section> sections() {
        return sections;
    }

    List<Symbol> symbols() {
        return symbols;
    }

    Section section(int number) throws UnreadableException {
        if (number < 0 || number >= sections.size()) {
            throw new UnreadableException("names a section " + number + " that it does not have");
        }
        return sections.get(number);
    }

    /** The section's bytes; zeros of one that has none in the file. */
    byte[] bytes(Section section) throws UnreadableException {
        return section.isInFile() ? file.copy(section.offset(), section.size()) : new byte[AreaLayout.checkedSize(section.size())];
    }

    List<Relocation> relocations(Section target) throws UnreadableException {
        List<Relocation> relocations = new ArrayList<>();
        for (Section section : sections) {
            if (section.type() == Section.TYPE_RELOCATIONS && section.information() == target.number()) {
                for (long at = 0; at < section.size(); at += RELOCATION_BYTES) {
                    long information = file.load64(section.offset() + at + RELOCATION_INFORMATION);
                    relocations.add(new Relocation(file.load64(section.offset() + at), (int) information, symbolAt(information >>> Integer.SIZE)));
                }
            }
        }
        return relocations;
    }

    private Symbol symbolAt(long number) throws UnreadableException {
        if (number >= symbols.size()) {
            throw new UnreadableException("names a symbol " + number + " that it does not have");
        }
        return symbols.get((int) number);
    }

    /** As messages name it: a section's symbol has its section's name. */
    String nameOf(Symbol symbol) throws UnreadableException {
        return symbol.name().isEmpty() ? section(symbol.section()).name() : symbol.name();
    }
}
