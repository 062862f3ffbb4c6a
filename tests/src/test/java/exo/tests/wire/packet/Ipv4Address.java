package exo.tests.wire.packet;

import java.util.Arrays;

/** An IPv4 address. */
public record Ipv4Address(int value) {
    private static final int BYTE_MASK = 0xff;

    /** Of four numbers between dots. */
    public static Ipv4Address of(String text) {
        String[] octets = text.split("\\.");
        if (octets.length != Integer.BYTES) {
            throw new IllegalArgumentException(text);
        }
        return new Ipv4Address(Arrays.stream(octets).mapToInt(Integer::parseInt).reduce(0, (sum, octet) -> sum << Byte.SIZE | octet));
    }

    @Override
    public String toString() {
        return (value >>> 24) + "." + (value >>> 16 & BYTE_MASK) + "." + (value >>> 8 & BYTE_MASK) + "." + (value & BYTE_MASK);
    }
}
