package exo.filters;

/**
 * A piece of an expression.
 *
 * @param kind  WORD, SYMBOL or END
 * @param text  of a word in small letters; of the end empty
 * @param position  characters before it
 */
record Token(int kind, String text, int position) {
    static final int WORD = 0;
    static final int SYMBOL = 1;
    static final int END = 2;

    boolean is(String other) {
        return kind != END && text.equals(other);
    }

    boolean isNumber() {
        return kind == WORD && Character.isDigit(text.charAt(0));
    }

    String quoted() {
        return kind == END ? "the end" : "'" + text + "'";
    }
}
