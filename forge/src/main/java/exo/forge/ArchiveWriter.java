package exo.forge;

import exo.abi.ArchiveEntry;
import exo.abi.ArchiveHeader;
import exo.abi.Limits;
import exo.abi.Magic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The boot archive: a header, a table of entries, and each entry's bytes on pages of their own (docs/ABI.md, layouts). */
final class ArchiveWriter {
    private record Entry(String name, int kind, byte[] bytes) {
    }

    private final List<Entry> entries = new ArrayList<>();

    /** Adds an entry; gives its index. */
    int add(String name, int kind, byte[] bytes) {
        entries.add(new Entry(name, kind, bytes));
        return entries.size() - 1;
    }

    void write(Path file) throws ForgeException {
        try {
            Files.write(file, toBytes());
        } catch (IOException e) {
            throw new ForgeException("cannot write " + file + ": " + e.getMessage(), 1);
        }
    }

    byte[] toBytes() {
        int tableEnd = ArchiveHeader.BYTES + entries.size() * ArchiveEntry.BYTES;
        int total = wholePages(tableEnd);
        for (Entry entry : entries) {
            total += wholePages(entry.bytes.length);
        }
        ByteBuffer archive = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        archive.putLong(ArchiveHeader.MAGIC, Magic.ARCHIVE);
        archive.putInt(ArchiveHeader.ENTRY_COUNT, entries.size());
        archive.putInt(ArchiveHeader.VERSION, Magic.ARCHIVE_VERSION);
        archive.putLong(ArchiveHeader.TOTAL_BYTES, total);
        int offset = wholePages(tableEnd);
        for (int i = 0; i < entries.size(); i++) {
            writeEntry(archive, ArchiveHeader.BYTES + i * ArchiveEntry.BYTES, entries.get(i), offset);
            offset += wholePages(entries.get(i).bytes.length);
        }
        return archive.array();
    }

    private static void writeEntry(ByteBuffer archive, int at, Entry entry, int offset) {
        byte[] name = entry.name.getBytes(StandardCharsets.US_ASCII);
        archive.put(at + ArchiveEntry.NAME, name, 0, Math.min(name.length, ArchiveEntry.NAME_BYTES - 1));
        archive.putInt(at + ArchiveEntry.KIND, entry.kind);
        archive.putLong(at + ArchiveEntry.OFFSET, offset);
        archive.putLong(at + ArchiveEntry.BYTE_COUNT, entry.bytes.length);
        archive.put(offset, entry.bytes);
    }

    private static int wholePages(int byteCount) {
        int page = (int) Limits.BYTES_IN_FRAME;
        return (byteCount + page - 1) / page * page;
    }
}
