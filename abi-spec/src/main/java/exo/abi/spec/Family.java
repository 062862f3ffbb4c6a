package exo.abi.spec;

/**
 * Calls on one kind of object: they share a range of numbers, and in the kernel one handler.
 *
 * @param handler  the method of {@code exo.aegis.Aegis} that gives the handler; empty when dispatch answers by itself
 * @param first  lowest number of the range
 * @param last  highest number of the range, inclusive; the gaps are for calls to come
 */
public record Family(String title, String handler, int first, int last, String meaning) {
    public boolean answeredInline() {
        return handler.isEmpty();
    }
}
