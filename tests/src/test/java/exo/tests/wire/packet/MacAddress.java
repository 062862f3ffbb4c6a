package exo.tests.wire.packet;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The address of a network card, 48 bits. */
public record MacAddress(long value) {
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
    public static final MacAddress ZERO = new MacAddress(0);
    private static final int BYTES = 6;
    private static final long GROUP_BIT = 1L << 40;
    private static final long MULTICAST_IPV6 = 0x3333_0000_0000L;
    private static final int HEXADECIMAL = 16;
    private static final int BYTE_MASK = 0xff;

    /** Of six bytes in hexadecimal between colons. */
    public static MacAddress of(String text) {
        String[] octets = text.split(":");
        if (octets.length != BYTES) {
            throw new IllegalArgumentException(text);
        }
        return new MacAddress(Arrays.stream(octets).mapToLong(octet -> Long.parseLong(octet, HEXADECIMAL))
                .reduce(0, (sum, octet) -> sum << Byte.SIZE | octet));
    }

    /** Where packets to an IPv6 multicast address go (RFC 2464 section 7). */
    public static MacAddress ofMulticast(Ipv6Address address) {
        return new MacAddress(MULTICAST_IPV6 | address.low() & 0xffff_ffffL);
    }

    public boolean isGroup() {
        return (value & GROUP_BIT) != 0;
    }

    @Override
    public String toString() {
        return IntStream.range(0, BYTES)
                .mapToObj(index -> "%02x".formatted(value >>> (BYTES - 1 - index) * Byte.SIZE & BYTE_MASK))
                .collect(Collectors.joining(":"));
    }
}
