package exo.aegis.network;

/** Sizes of numbers: said here, as a class file that takes them from Java's own classes depends on those. */
final class Width {
    static final int OCTET_BITS = 8;
    /** What a field of a record, or an atom, has. */
    static final int WORD = 4;
    static final int WORD_BITS = 32;
    static final int DOUBLE = 8;
    static final int DOUBLE_BITS = 64;

    private Width() {
    }
}
