package exo.exos.paging;

import exo.exos.PinnedMemory;
import org.teavm.interop.Address;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** An array of words, one for each page of a region: found by one load, and as long as the region. */
@StaticInit
public final class LinearPageTable implements PageTable {
    private static final int LOG_BYTES_IN_WORD = 3;

    private final long words;
    private final long firstPage;
    private final long byteCount;
    private long pageCount;

    /** @param pages  how many pages from that address on it is for */
    public LinearPageTable(long firstPage, long pages) {
        this.firstPage = firstPage;
        this.byteCount = pages * Long.BYTES;
        this.words = PinnedMemory.pages(byteCount);
    }

    @Override
    @Unmanaged
    public long word(long page) {
        long offset = offset(page);
        return inside(offset) ? Address.fromLong(words + offset).getLong() : 0;
    }

    @Override
    @Unmanaged
    public boolean put(long page, long word) {
        long offset = offset(page);
        if (!inside(offset)) {
            return false;
        }
        Address place = Address.fromLong(words + offset);
        pageCount += (word != 0 ? 1 : 0) - (place.getLong() != 0 ? 1 : 0);
        place.putLong(word);
        return true;
    }

    @Unmanaged
    private long offset(long page) {
        return page - firstPage >> PageWord.FRAME_SHIFT << LOG_BYTES_IN_WORD;
    }

    @Unmanaged
    private boolean inside(long offset) {
        return Long.compareUnsigned(offset, byteCount) < 0;
    }

    @Override
    public long pageCount() {
        return pageCount;
    }

    @Override
    public long byteCount() {
        return byteCount;
    }

    @Override
    public String structure() {
        return "linear";
    }
}
