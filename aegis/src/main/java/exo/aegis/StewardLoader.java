package exo.aegis;

import exo.abi.EntryKind;
import exo.abi.Limits;
import exo.abi.Magic;
import exo.abi.Right;
import exo.aegis.layout.ArchiveEntry;
import exo.aegis.layout.ArchiveHeader;
import exo.machine.Machine;

/**
 * Loads the first program, once, at boot; every other is loaded by a program. Finds the steward in the boot archive, copies
 * the segments of its ELF to fresh frames and binds those with the rights that the segment asks for. The file is an
 * allegation: every offset and size is checked before it is used.
 */
final class StewardLoader {
    /** "steward", zero padded, as the first word of a label and of an archive entry's name. */
    static final long LABEL = 0x0064_7261_7765_7473L;
    private static final long ELF_MAGIC = 0x0001_0102_464c_457fL;
    private static final long IDENTIFICATION_MASK = 0x00ff_ffff_ffff_ffffL;
    private static final int EXECUTABLE_FOR_X86_64 = 62 << 16 | 2;
    private static final int LOADABLE = 1;
    private static final int SEGMENTS_MAXIMUM = 16;
    private static final int BYTES_IN_SEGMENT_HEADER = 56;
    private static final int ENTRIES_MAXIMUM = 4096;
    private static final int TABLES = 24;
    private static final int STACK_PAGES = 32;
    private static final long STACK_TOP = 0x7fff_0000_0000L;

    private final Aegis aegis;
    private final Machine machine;
    private final long archive;
    private final long archiveBytes;

    StewardLoader(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.archive = aegis.record().archiveBase();
        this.archiveBytes = aegis.record().archiveBytes();
    }

    /** What is wrong, or null: the first environment is ready to run. */
    String load() {
        long entry = find();
        if (entry == 0) {
            return "no program named steward in it";
        }
        long offset = ArchiveEntry.offset(machine, entry);
        long byteCount = ArchiveEntry.byteCount(machine, entry);
        if (offset < 0 || (offset & Limits.BYTES_IN_FRAME - 1) != 0 || byteCount < 64 || offset > archiveBytes
                || byteCount > archiveBytes - offset) {
            return "the steward lies outside it";
        }
        long elf = archive + offset;
        if ((machine.load64(elf) & IDENTIFICATION_MASK) != ELF_MAGIC
                || machine.load32(elf + 16) != EXECUTABLE_FOR_X86_64) {
            return "the steward is not an ELF for this machine";
        }
        if (aegis.record().freeFrames() < TABLES + STACK_PAGES + 2) {
            return "too little memory for the steward; raise --memory";
        }
        return prepare(elf, byteCount);
    }

    private long find() {
        if (archiveBytes < ArchiveHeader.BYTES || ArchiveHeader.magic(machine, archive) != Magic.ARCHIVE) {
            return 0;
        }
        long count = ArchiveHeader.entryCount(machine, archive);
        long fitting = (archiveBytes - ArchiveHeader.BYTES) / ArchiveEntry.BYTES;
        for (long i = 0; i < count && i < fitting && i < ENTRIES_MAXIMUM; i++) {
            long entry = archive + ArchiveHeader.BYTES + i * ArchiveEntry.BYTES;
            if (ArchiveEntry.kind(machine, entry) == EntryKind.PROGRAM
                    && machine.load64(ArchiveEntry.nameAddress(entry)) == LABEL) {
                return entry;
            }
        }
        return 0;
    }

    private String prepare(long elf, long byteCount) {
        // Not both in the call: of two arguments, C may take the second first.
        long context = take();
        long root = take();
        aegis.environments().commitSpace(Environments.ROOT, root, context);
        for (int table = 0; table < TABLES; table++) {
            aegis.frames().commitPool(take());
        }
        long headers = machine.load64(elf + 32);
        long count = machine.load32(elf + 56) & 0xffff;
        if (count > SEGMENTS_MAXIMUM || headers < 0 || (headers & 7) != 0
                || headers > byteCount - count * BYTES_IN_SEGMENT_HEADER) {
            return "the steward's segment headers lie outside it";
        }
        for (int i = 0; i < count; i++) {
            long header = elf + headers + (long) i * BYTES_IN_SEGMENT_HEADER;
            if (machine.load32(header) == LOADABLE && !loadSegment(elf, byteCount, header)) {
                return "a segment of the steward is malformed, or does not fit in memory";
            }
        }
        for (int page = 1; page <= STACK_PAGES; page++) {
            if (!bind(STACK_TOP - page * Limits.BYTES_IN_FRAME, take(), Right.READ | Right.WRITE)) {
                return "the steward's segments leave no room for its stack";
            }
        }
        long entry = machine.load64(elf + 24);
        if (!UserMemory.isUserAddress(entry)) {
            return "the steward's entry lies outside user memory";
        }
        aegis.environments().commitStart(Environments.ROOT, entry, STACK_TOP, 0, 0);
        return null;
    }

    private boolean loadSegment(long elf, long elfBytes, long header) {
        long rights = rightsOf(machine.load32(header + 4));
        long offset = machine.load64(header + 8);
        long userVa = machine.load64(header + 16);
        long fileBytes = machine.load64(header + 32);
        long memoryBytes = machine.load64(header + 40);
        if (rights < 0 || offset < 0 || fileBytes < 0 || fileBytes > memoryBytes || offset > elfBytes
                || fileBytes > elfBytes - offset || !UserMemory.isUserRange(userVa, memoryBytes)) {
            return false;
        }
        long start = userVa & -Limits.BYTES_IN_FRAME;
        if ((userVa + memoryBytes - start) / Limits.BYTES_IN_FRAME + 1 + STACK_PAGES > aegis.record().freeFrames()) {
            return false;
        }
        for (long page = start; page < userVa + memoryBytes; page += Limits.BYTES_IN_FRAME) {
            long frame = take();
            long from = page < userVa ? userVa : page;
            long end = page + Limits.BYTES_IN_FRAME < userVa + fileBytes
                    ? page + Limits.BYTES_IN_FRAME : userVa + fileBytes;
            if (end > from) {
                machine.copy(Frames.addressOf(frame) + from - page, elf + offset + from - userVa, end - from);
            }
            if (!bind(page, frame, rights)) {
                return false;
            }
        }
        return true;
    }

    /** ELF's flags (1 execute, 2 write, 4 read) as the ABI's; -1 for writable code. */
    private static long rightsOf(long flags) {
        if ((flags & 3) == 3) {
            return -1;
        }
        return Right.READ | ((flags & 2) != 0 ? Right.WRITE : 0) | ((flags & 1) != 0 ? Right.EXECUTE : 0);
    }

    private long take() {
        long frame = aegis.record().firstFreeFrame();
        aegis.frames().commitTake(Environments.ROOT, frame);
        return frame;
    }

    private boolean bind(long userVa, long frame, long rights) {
        if (!aegis.bindings().hasTablesFor(Environments.ROOT, userVa)) {
            return false;
        }
        long entry = aegis.bindings().commitEntryOf(Environments.ROOT, userVa);
        boolean free = (machine.load64(entry) & 1) == 0;
        if (free) {
            aegis.bindings().commitBind(entry, frame, rights);
        }
        return free;
    }
}
