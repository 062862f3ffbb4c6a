package exo.abi.spec;

/**
 * One field of a layout.
 *
 * @param name  camelCase, as in Java
 * @param offset  in bytes from the record's start
 * @param width  bytes of one element: 1, 4 or 8, unsigned, little-endian
 * @param count  elements; more than 1 is an array, of which accessors give only the address
 */
public record Field(String name, int offset, int width, int count, String meaning) {
    public boolean array() {
        return count > 1;
    }

    public int bytes() {
        return width * count;
    }

    public int end() {
        return offset + bytes();
    }
}
