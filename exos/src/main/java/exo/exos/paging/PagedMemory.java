package exo.exos.paging;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Loads and stores that may raise a page fault, and so run the pager: the compiler takes each to change anything, keeps it where
 * it is, and reads fields anew after it.
 */
@Include(value = "exos.h", isSystem = false)
public final class PagedMemory {
    private PagedMemory() {
    }

    @Unmanaged
    @Import(name = "exos_load_paged")
    public static native long load64(long userVa);

    @Unmanaged
    @Import(name = "exos_store_paged")
    public static native void store64(long userVa, long value);
}
