package exo.exos.code;

/**
 * The instructions of handlers and predicates that are written in Java. Forge translates the class when it builds the program, and puts
 * what that gives in the place of the call.
 */
public final class CodeInJava {
    private static final int DIGITS = 16;
    private static final int DIGIT_BITS = 4;
    private static final int HEXADECIMAL = 16;

    private CodeInJava() {
    }

    /**
     * The program of a class, named by its literal: {@code text(UdpEcho.class)}. Its static variables are at the beginning of its area,
     * in their order, and are all 0 at first.
     */
    public static long[] text(Class<?> program) {
        throw new IllegalStateException(program.getName() + " is not named where forge could see it");
    }

    /** Instructions one after the other, as 16 hexadecimal digits each. */
    public static long[] ofDigits(String digits) {
        long[] text = new long[digits.length() / DIGITS];
        for (int i = 0; i < digits.length(); i++) {
            text[i / DIGITS] = text[i / DIGITS] << DIGIT_BITS | Character.digit(digits.charAt(i), HEXADECIMAL);
        }
        return text;
    }
}
