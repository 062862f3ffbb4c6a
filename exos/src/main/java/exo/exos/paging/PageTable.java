package exo.exos.paging;

import org.teavm.interop.Unmanaged;

/**
 * What an environment knows of its pages: one word for each ({@link PageWord}). Structures differ in what they cost; all take
 * their memory when they are made, so that asking and changing them at a fault needs none.
 */
public interface PageTable {
    /** The word of a page, given by its address; 0: the table has none. */
    @Unmanaged
    long word(long page);

    /**
     * Sets the word of a page; 0 takes the page out.
     *
     * @return  whether there was room for it
     */
    @Unmanaged
    boolean put(long page, long word);

    /** Pages that have a word. */
    long pageCount();

    /** Memory that the table takes. */
    long byteCount();

    /** What structure it is, in words. */
    String structure();
}
