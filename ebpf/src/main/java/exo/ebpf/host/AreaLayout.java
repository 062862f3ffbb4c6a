package exo.ebpf.host;

import exo.ebpf.Addresses;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The area of a program from an ELF object: its sections of data one behind the other, in the object's order, each aligned as it asks for
 * and to 8 bytes at least. Sections license and version, which the Linux kernel reads, are left out.
 */
final class AreaLayout {
    private static final int ALIGNMENT_LEAST = 8;
    /** Far more than any hook gives. */
    private static final int BYTES_MOST = 1 << 24;
    private static final int RELOCATION_64 = 2;

    private final ElfFile file;
    private final Map<Integer, Integer> starts = new LinkedHashMap<>();
    private int size;

    AreaLayout(ElfFile file) throws UnreadableException {
        this.file = file;
        for (ElfFile.Section section : file.sections()) {
            if (section.isData() && !section.name().equals("license") && !section.name().equals("version")) {
                size = aligned(size, section.alignment());
                starts.put(section.number(), size);
                size = checkedSize(size + section.size());
            }
        }
    }

    static int checkedSize(long size) throws UnreadableException {
        if (size < 0 || size > BYTES_MOST) {
            throw new UnreadableException("has more than " + BYTES_MOST + " bytes of variables");
        }
        return (int) size;
    }

    private static int aligned(int at, long alignment) throws UnreadableException {
        int multiple = Math.max(ALIGNMENT_LEAST, checkedSize(alignment));
        return checkedSize(((long) at + multiple - 1) / multiple * multiple);
    }

    /** Where in the area the symbol's section begins and the symbol in it, or -1 if it is in none that is laid out. */
    int offset(ElfFile.Symbol symbol) throws UnreadableException {
        Integer start = starts.get(symbol.section());
        return start == null ? -1 : checkedSize(start + symbol.value());
    }

    /** What the area holds at first. */
    byte[] contents() throws UnreadableException {
        byte[] contents = new byte[size];
        for (Map.Entry<Integer, Integer> start : starts.entrySet()) {
            ElfFile.Section section = file.section(start.getKey());
            byte[] bytes = file.bytes(section);
            relocate(section, bytes);
            System.arraycopy(bytes, 0, contents, start.getValue(), bytes.length);
        }
        return contents;
    }

    /** Variables that hold addresses of others. */
    private void relocate(ElfFile.Section section, byte[] bytes) throws UnreadableException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (ElfFile.Relocation relocation : file.relocations(section)) {
            int target = offset(relocation.symbol());
            long at = relocation.offset();
            if (relocation.type() != RELOCATION_64 || target < 0 || at < 0 || at > bytes.length - Long.BYTES) {
                throw new UnreadableException("has in section " + section.name() + " the address of "
                        + file.nameOf(relocation.symbol()) + ", which is no 64-bit address of a variable");
            }
            buffer.putLong((int) at, Addresses.AREA + target + buffer.getLong((int) at));
        }
    }

    /** Where each named variable is. */
    Map<String, Integer> variables() throws UnreadableException {
        Map<String, Integer> variables = new LinkedHashMap<>();
        for (ElfFile.Symbol symbol : file.symbols()) {
            int offset = offset(symbol);
            if (offset >= 0 && symbol.type() != ElfFile.Symbol.TYPE_SECTION && !symbol.name().isEmpty()) {
                variables.put(symbol.name(), offset);
            }
        }
        return variables;
    }
}
