package exo.exos;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentState;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.exos.kernel.AccountRecord;
import exo.exos.kernel.BooksHeader;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.FrameRecord;
import exo.exos.kernel.ProgramRecord;
import exo.exos.kernel.RingRecord;
import exo.exos.kernel.SliceRecord;

/**
 * The kernel's public books, which every environment sees read-only: who exists, what is free, whose turn comes when. Reading
 * them is loads and no call, and allocates nothing. What they tell may have changed by the time that one acts on it; the call
 * that acts then says so.
 */
public final class Books {
    private static final long START = Limits.BOOKS_START;
    /** Frame 0 is never given out: as a number it is no frame. */
    private static final int NONE = 0;

    private Books() {
    }

    // ---- environments ------------------------------------------------------------------------------------------------------

    /** The record (of {@link EnvironmentRecord}) at an index. */
    public static long environment(long index) {
        return START + BooksHeader.environments(START) + index * EnvironmentRecord.BYTES;
    }

    /** The record of a name; it is another's if the name is stale. */
    public static long environmentNamed(long name) {
        return environment(name & EnvironmentName.INDEX_MASK);
    }

    /** State (of {@link EnvironmentState}) of an environment; FREE when the name is stale. */
    public static long state(long name) {
        long record = environmentNamed(name);
        return EnvironmentRecord.name(record) == name ? EnvironmentRecord.state(record) : EnvironmentState.FREE;
    }

    /** Name of an environment that has this label and has not ended; 0: there is none. Of several, the first in the book. */
    public static long find(String label) {
        long low = Label.word(label, 0);
        long high = Label.word(label, 8);
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            long record = environment(index);
            long state = EnvironmentRecord.state(record);
            long text = EnvironmentRecord.labelAddress(record);
            if (state != EnvironmentState.FREE && state != EnvironmentState.ENDED
                    && Native.load64(text) == low && Native.load64(text + 8) == high) {
                return EnvironmentRecord.name(record);
            }
        }
        return EnvironmentName.NONE;
    }

    // ---- accounts ----------------------------------------------------------------------------------------------------------

    /** The record (of {@link AccountRecord}) at an index. */
    public static long account(long index) {
        return START + BooksHeader.accounts(START) + index * AccountRecord.BYTES;
    }

    /** The record of the account that an environment spends from. */
    public static long accountOf(long environmentName) {
        return account(EnvironmentRecord.account(environmentNamed(environmentName)));
    }

    // ---- programs and rings ------------------------------------------------------------------------------------------------

    /** The record (of {@link ProgramRecord}) of a program by its name; it is another's if the name is stale. */
    public static long program(long name) {
        return START + BooksHeader.programs(START) + (name & EnvironmentName.INDEX_MASK) * ProgramRecord.BYTES;
    }

    /** The record (of {@link RingRecord}) of a packet ring by its name; it is another's if the name is stale. */
    public static long ring(long name) {
        return START + BooksHeader.rings(START) + (name & EnvironmentName.INDEX_MASK) * RingRecord.BYTES;
    }

    /** The network device's Ethernet address, its first octet lowest; 0: there is none. */
    public static long networkAddress() {
        return BooksHeader.networkAddress(START);
    }

    // ---- time slices -------------------------------------------------------------------------------------------------------

    private static long slice(long position) {
        return START + BooksHeader.slices(START) + position * SliceRecord.BYTES;
    }

    /** Index of the environment that owns a position of the vector; 0: it is free. */
    public static long sliceOwner(long position) {
        return SliceRecord.owner(slice(position));
    }

    /** Index of the environment that a position was donated to by transfers; 0: to none. */
    public static long sliceHolder(long position) {
        return SliceRecord.holder(slice(position));
    }

    /** The first position from here on that an environment owns; -1: none up to the vector's end. */
    public static long sliceOf(long environmentName, long from) {
        for (long position = from; position < Limits.SLICES; position++) {
            if (sliceOwner(position) == (environmentName & EnvironmentName.INDEX_MASK)) {
                return position;
            }
        }
        return -1;
    }

    /** Length of a slice in cycles. */
    public static long sliceCycles() {
        return BooksHeader.sliceCycles(START);
    }

    // ---- frames ------------------------------------------------------------------------------------------------------------

    /** The record (of {@link FrameRecord}) of a frame, which is below {@link #frameCount}. */
    public static long frame(long number) {
        return START + BooksHeader.frames(START) + number * FrameRecord.BYTES;
    }

    /** Frames that the book has records for. */
    public static long frameCount() {
        return BooksHeader.frameCount(START);
    }

    /** Frames on the free list, of anyone's to allocate. */
    public static long framesFree() {
        return BooksHeader.framesFree(START);
    }

    /** A free frame whose number is this remainder of that many colours; 0: there is none. To be asked for by its number. */
    public static long freeFrameOfColour(long colour, long colours) {
        long number = BooksHeader.firstFree(START);
        while (number != NONE && number % colours != colour) {
            number = FrameRecord.next(frame(number));
        }
        return number;
    }

    /** A free frame from a number to below another; 0: there is none. */
    public static long freeFrameInRange(long from, long to) {
        long number = BooksHeader.firstFree(START);
        while (number != NONE && (number < from || number >= to)) {
            number = FrameRecord.next(frame(number));
        }
        return number;
    }

    /** The first of so many free frames that follow each other; 0: there is no such run. */
    public static long freeRun(long count) {
        long run = 0;
        for (long number = 1; number < frameCount(); number++) {
            run = FrameRecord.kind(frame(number)) == FrameKind.FREE ? run + 1 : 0;
            if (run == count) {
                return number - count + 1;
            }
        }
        return NONE;
    }
}
