package exo.abi.spec;

/**
 * A named number of the ABI.
 *
 * @param wide  64 bits (a {@code long} in Java, hexadecimal where read); otherwise an {@code int}
 */
public record Constant(String name, long value, boolean wide, String meaning) {
}
