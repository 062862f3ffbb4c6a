package exo.exos;

/**
 * A new program's arguments as C's main has them: an array of addresses of NUL-terminated strings, ended by a null, in the
 * last page of its stack. Cut off where they do not fit.
 */
final class ArgumentBlock {
    private static final int BYTES = 1024;

    private final long stackTop;
    private final String[] words;

    ArgumentBlock(long stackTop, String label, String[] arguments) {
        this.stackTop = stackTop;
        this.words = new String[arguments.length + 1];
        this.words[0] = label;
        System.arraycopy(arguments, 0, this.words, 1, arguments.length);
    }

    int count() {
        return words.length;
    }

    /** Where the array is, in the program's own memory. */
    long address() {
        return stackTop - BYTES;
    }

    /**
     * The program's first stack pointer, below the array: as if its entry had been called from address 0. A C function may be
     * the entry then, as it expects its stack, and whoever walks the frames finds their end.
     */
    long stackAddress() {
        return address() - Long.BYTES;
    }

    /** Writes the block to the end of a page that will be the stack's last. */
    void write(long page) {
        long shift = page + AddressSpace.PAGE_BYTES - stackTop;
        long text = address() + (words.length + 1) * 8L;
        for (int i = 0; i < words.length; i++) {
            Native.store64(address() + shift + i * 8L, text);
            for (int c = 0; c < words[i].length() && text < stackTop - 1; c++) {
                Native.store8(text++ + shift, words[i].charAt(c));
            }
            Native.store8(Math.min(text++, stackTop - 1) + shift, 0);
        }
    }
}
