package exo.exos;

/** What environments are called on the console and in the books: up to 16 octets, which a call takes as two words. */
public final class Label {
    public static final int BYTES = 16;

    private Label() {
    }

    /**
     * Eight octets of it, the first lowest; octets behind its end are zero.
     *
     * @param from  0 for the first word, 8 for the second
     */
    public static long word(String label, int from) {
        long word = 0;
        for (int i = from; i < Math.min(label.length(), Math.min(from + 8, BYTES)); i++) {
            word |= (long) (label.charAt(i) & 0xff) << (i - from) * 8;
        }
        return word;
    }
}
