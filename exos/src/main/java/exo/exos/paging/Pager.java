package exo.exos.paging;

import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.exos.AddressSpace;
import exo.exos.ExceptionHandler;
import exo.exos.Exceptions;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;
import org.teavm.interop.Address;
import org.teavm.interop.Function;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Resolves the environment's own page faults, the application-level virtual memory of Engler, Kaashoek and O'Toole (1995): looks
 * the page up in a table of the program's own, binds it, with the kernel's tables that this takes, and resumes. There is one, as
 * there is one exception handler. It must not be asked for pages that itself needs: they lie in pinned memory. A page is told by
 * the user address of its first byte.
 */
@StaticInit
public final class Pager {
    /** Where a copy is filled before it is shown. */
    private static final long WINDOW = 0x2000_0000_2000L;
    private static final int PAGE_FAULT = 14;
    private static final long ERROR_PRESENT = 1;
    private static final long ERROR_WRITE = 2;
    private static final int SHARES_SLOT_BITS = 8;

    private static PageTable table;
    /** How many pages show a frame, for those that several do; a frame's number stands where a table has a page's. */
    private static HashedPageTable shares;
    private static long self;
    private static long faults;
    private static long copies;
    private static long refused;

    private Pager() {
    }

    /** Puts the pager in charge of a table; of another table, if it was before. */
    public static void start(PageTable pages) {
        self = KernelCalls.envSelf();
        table = pages;
        if (shares == null) {
            shares = new HashedPageTable(SHARES_SLOT_BITS);
        }
        Exceptions.handleBy(Function.get(ExceptionHandler.class, Pager.class, "handle"));
    }

    // ---- what runs at a fault ----------------------------------------------------------------------------------------------

    @Unmanaged
    static long handle(long vector, long errorCode, long faultAddress) {
        if (vector != PAGE_FAULT) {
            return 0;
        }
        faults++;
        long page = faultAddress & -AddressSpace.PAGE_BYTES;
        long word = table.word(page);
        if ((word & PageWord.RESERVED) != 0 && ((errorCode & ERROR_PRESENT) == 0 ? makeResident(page, word)
                : (errorCode & ERROR_WRITE) != 0 && permitWrite(page, word))) {
            return 1;
        }
        refused++;
        return 0;
    }

    @Unmanaged
    private static boolean makeResident(long page, long word) {
        long resident = word;
        if ((word & PageWord.RESIDENT) == 0) {
            long frame = KernelCalls.frameAlloc(Limits.ANY_FRAME);
            if (frame < 0) {
                return false;
            }
            resident = PageWord.withFrame(word, frame);
            table.put(page, resident);
        }
        return bind(page, PageWord.frame(resident), PageWord.bindingRights(resident));
    }

    @Unmanaged
    private static boolean bind(long page, long frame, long rights) {
        long status = KernelCalls.bind(self, page, frame, rights);
        while (status == Status.NO_TABLE) {
            long fresh = KernelCalls.frameAlloc(Limits.ANY_FRAME);
            if (fresh < 0 || KernelCalls.tableGive(self, fresh) < 0) {
                return false;
            }
            status = KernelCalls.bind(self, page, frame, rights);
        }
        return status == 0;
    }

    /** A write where the binding permits none. */
    @Unmanaged
    private static boolean permitWrite(long page, long word) {
        if ((word & Right.WRITE) == 0) {
            return false;
        }
        long noticed = (word & PageWord.WATCHED) == 0 ? word : word & ~PageWord.WATCHED | PageWord.WRITTEN;
        if ((noticed & PageWord.COPY_ON_WRITE) != 0) {
            return makeOwn(page, noticed & ~PageWord.COPY_ON_WRITE);
        }
        table.put(page, noticed);
        return KernelCalls.protect(self, page, PageWord.bindingRights(noticed)) == 0;
    }

    /** Gives a page a frame that no other shows: a copy, or its own if the others have theirs already. */
    @Unmanaged
    private static boolean makeOwn(long page, long word) {
        long shared = PageWord.frame(word);
        long showing = shares.word(shared << PageWord.FRAME_SHIFT);
        if (showing <= 1) {
            shares.put(shared << PageWord.FRAME_SHIFT, 0);
            table.put(page, word);
            return KernelCalls.protect(self, page, PageWord.bindingRights(word)) == 0;
        }
        long copy = KernelCalls.frameAlloc(Limits.ANY_FRAME);
        if (copy < 0 || !bind(WINDOW, copy, Right.READ | Right.WRITE)) {
            return false;
        }
        Address.moveMemoryBlock(Address.fromLong(page), Address.fromLong(WINDOW), AddressSpace.PAGE_BYTES);
        KernelCalls.unbind(self, WINDOW);
        KernelCalls.unbind(self, page);
        shares.put(shared << PageWord.FRAME_SHIFT, showing - 1);
        long own = PageWord.withFrame(word, copy);
        table.put(page, own);
        copies++;
        return bind(page, copy, PageWord.bindingRights(own));
    }

    // ---- what a program asks for -------------------------------------------------------------------------------------------

    /**
     * Makes pages the program's to touch; each gets a cleared frame when it first is.
     *
     * @param rights  of {@link Right}
     * @throws IllegalStateException  when the table has no room for them
     */
    public static void reserve(long firstPage, int pages, long rights) {
        for (int i = 0; i < pages; i++) {
            put(firstPage + (long) i * AddressSpace.PAGE_BYTES, rights | PageWord.RESERVED);
        }
    }

    private static void put(long page, long word) {
        if (!table.put(page, word)) {
            throw new IllegalStateException("the page table has no room for another page");
        }
    }

    /** Takes a page out of the table, if it is in it, and frees its frame if it alone shows it. */
    public static void release(long page) {
        long word = table.word(page);
        table.put(page, 0);
        KernelCalls.unbind(self, page);
        if ((word & PageWord.RESIDENT) != 0) {
            long frame = PageWord.frame(word);
            long showing = (word & PageWord.COPY_ON_WRITE) == 0 ? 0 : shares.word(frame << PageWord.FRAME_SHIFT);
            if (showing > 1) {
                shares.put(frame << PageWord.FRAME_SHIFT, showing - 1);
            } else {
                shares.put(frame << PageWord.FRAME_SHIFT, 0);
                KernelCalls.frameFree(frame);
            }
        }
    }

    /** Notices the next write to a page; {@link #wasWritten} tells of it. */
    public static void watch(long page) {
        change(page, table.word(page) & ~PageWord.WRITTEN | PageWord.WATCHED);
    }

    /** Whether a page was written since it was last watched. */
    public static boolean wasWritten(long page) {
        return (table.word(page) & PageWord.WRITTEN) != 0;
    }

    /** Changes what a reserved page permits, for good: a fault against it is the program's own. */
    public static void protect(long page, long rights) {
        change(page, table.word(page) & ~(Right.READ | Right.WRITE | Right.EXECUTE) | rights);
    }

    private static void change(long page, long word) {
        table.put(page, word);
        KernelCalls.protect(self, page, PageWord.bindingRights(word));
    }

    /** Shows a page's frame at another reserved page too; whichever is written first gets a copy of its own. */
    public static void share(long page, long otherPage) {
        long word = table.word(page);
        if ((word & PageWord.RESIDENT) == 0) {
            makeResident(page, word);
            word = table.word(page);
        }
        long key = PageWord.frame(word) << PageWord.FRAME_SHIFT;
        long showing = (word & PageWord.COPY_ON_WRITE) == 0 ? 1 : shares.word(key);
        release(otherPage);
        shares.put(key, showing + 1);
        change(page, word | PageWord.COPY_ON_WRITE);
        put(otherPage, word | PageWord.COPY_ON_WRITE);
    }

    /**
     * Drops the kernel's last-level table that translates an address, as a program does that is short of frames: the pages keep
     * their frames, as this table knows them, and are bound again when they are touched.
     */
    public static void dropBindings(long address) {
        long left = 1;
        while (left > 0) {
            left = KernelException.checked("table_drop", KernelCalls.tableDrop(self, address));
        }
    }

    // ---- what it did -------------------------------------------------------------------------------------------------------

    /** Faults that came to it. */
    public static long faults() {
        return faults;
    }

    /** Pages that it copied because they were written. */
    public static long copies() {
        return copies;
    }

    /** Faults that it declined. */
    public static long refused() {
        return refused;
    }
}
