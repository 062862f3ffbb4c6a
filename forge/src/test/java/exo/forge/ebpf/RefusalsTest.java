package exo.forge.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The exact words for what cannot be translated, but for the line's number: users search for them, so they are an interface. */
final class RefusalsTest {
    private static void refused(Class<?> type, String message) {
        UntranslatableException refusal = assertThrows(UntranslatableException.class, () -> Translated.program(type.getName()));
        String name = type.getName();
        assertEquals(message, refusal.getMessage().replace(name + ".", "").replace(name, "CLASS").replaceAll("java:\\d+", "java:N"));
    }

    @Test
    void thereAreNoObjects() {
        refused(Refused.Objects.class, "handle, Refused.java:N: creates an object: keep what it has in static variables of the class, "
                + "which lie in the area");
        refused(Refused.Instance.class, "handle, Refused.java:N: creates an object: keep what it has in static variables of the class, "
                + "which lie in the area");
        refused(Refused.Arrays.class, "handle, Refused.java:N: creates an array: declare it as a static array of the class, which "
                + "lies in the area");
        refused(Refused.Strings.class, "handle, Refused.java:N: uses a string: use numbers, or a static byte array");
        refused(Refused.Concatenation.class, "handle, Refused.java:N: makes a string or a lambda: there are none; call a static method");
        refused(Refused.Null.class, "handle, Refused.java:N: compares references: there is no null and no second packet");
    }

    @Test
    void thereAreNoExceptionsFloatsAndLocks() {
        refused(Refused.Throws.class, "handle, Refused.java:N: creates an object: keep what it has in static variables of the class, "
                + "which lie in the area");
        refused(Refused.Catches.class, "handle: handle catches exceptions: there are none; test before, and return a result");
        refused(Refused.Floats.class, "handle, Refused.java:N: computes with float or double: use int or long");
        refused(Refused.Locks.class, "handle: handle is native or synchronized: neither can be downloaded");
    }

    @Test
    void whatIsCalledIsKnownAndReturns() {
        refused(Refused.Recursion.class, "factorial, Refused.java:N: calls factorial, which is running already: write a loop, "
                + "recursion has no bound");
        refused(Refused.Library.class, "handle, Refused.java:N: calls java.lang.Math.abs: only static methods of its own class "
                + "can be called, the packet's or the input's, and min, max, compare, compareUnsigned, toUnsignedInt, toUnsignedLong and "
                + "reverseBytes of Java's numbers");
    }

    @Test
    void theAreaIsTheClassesOwnStaticVariables() {
        refused(Refused.Foreign.class, "handle, Refused.java:N: uses a static variable of exo.forge.ebpf.Refused$Elsewhere: only those of "
                + "its own class lie in the area");
        refused(Refused.Computed.class, "<clinit>, Refused.java:N: the class's initialiser computes: give static variables constants, "
                + "and arrays constant lengths and elements");
        refused(Refused.Replaced.class, "handle, Refused.java:N: stores an array to table: an array of the area stays where it is; copy "
                + "its elements");
    }

    @Test
    void aClassIsOneProgram() {
        String both = "'static int handle(Packet packet, int length)' %s 'static boolean holds(PredicateInput input)': one of them "
                + "makes the program";
        refused(Refused.Neither.class, "CLASS: has neither " + String.format(both, "nor"));
        refused(Refused.Both.class, "CLASS: has both " + String.format(both, "and"));
    }
}
