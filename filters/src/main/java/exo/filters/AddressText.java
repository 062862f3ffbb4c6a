package exo.filters;

import exo.filters.Expression.Bits;
import java.util.Arrays;

/** Numbers, ports and addresses as they are written. Each method gives null for what is none. */
final class AddressText {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int LINK_BYTES = 6;
    private static final int HEXADECIMAL = 16;
    private static final int OCTAL = 8;
    private static final int DECIMAL = 10;
    private static final long WORD_MAXIMUM = 0xffff_ffffL;

    private AddressText() {
    }

    /** Decimal, hexadecimal after 0x, octal after 0: up to 32 bits. */
    static Long number(String text) {
        boolean hexadecimal = text.startsWith("0x");
        boolean octal = !hexadecimal && text.length() > 1 && text.charAt(0) == '0';
        return number(hexadecimal ? text.substring(2) : text, hexadecimal ? HEXADECIMAL : octal ? OCTAL : DECIMAL, WORD_MAXIMUM);
    }

    private static Long number(String digits, int radix, long maximum) {
        long value = 0;
        for (int index = 0; index < digits.length(); index++) {
            int digit = Character.digit(digits.charAt(index), radix);
            value = value * radix + digit;
            if (digit < 0 || value > maximum) {
                return null;
            }
        }
        return digits.isEmpty() ? null : (Long) value;
    }

    /** Four numbers with dots between, or fewer where {@code partial}: how many bytes there are is the length. */
    static byte[] ipv4(String text, boolean partial) {
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[parts.length];
        for (int index = 0; index < parts.length && parts.length <= IPV4_BYTES; index++) {
            Long part = number(parts[index], DECIMAL, 0xff);
            if (part == null) {
                return null;
            }
            address[index] = part.byteValue();
        }
        return parts.length == IPV4_BYTES || partial && parts.length < IPV4_BYTES ? address : null;
    }

    /** Six bytes in hexadecimal with colons between. */
    static byte[] link(String text) {
        String[] parts = text.split(":", -1);
        byte[] address = new byte[LINK_BYTES];
        for (int index = 0; index < parts.length; index++) {
            Long part = parts.length == LINK_BYTES ? number(parts[index], HEXADECIMAL, 0xff) : null;
            if (part == null) {
                return null;
            }
            address[index] = part.byteValue();
        }
        return address;
    }

    /** As RFC 4291, section 2.2, has it: groups with colons, once "::" for zeros. */
    static byte[] ipv6(String text) {
        int gap = text.indexOf("::");
        byte[] address = new byte[IPV6_BYTES];
        if (gap < 0) {
            return groups(text, address, 0) == IPV6_BYTES ? address : null;
        }
        byte[] tail = new byte[IPV6_BYTES];
        int before = gap == 0 ? 0 : groups(text.substring(0, gap), address, 0);
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), tail, 0);
        if (before < 0 || after < 0 || before + after >= IPV6_BYTES) {
            return null;
        }
        System.arraycopy(tail, 0, address, IPV6_BYTES - after, after);
        return address;
    }

    /** How many bytes the groups are, or -1. */
    private static int groups(String text, byte[] to, int from) {
        int at = from;
        for (String group : text.split(":", -1)) {
            Long value = number(group, HEXADECIMAL, 0xffff);
            if (value == null || at + 2 > IPV6_BYTES) {
                return -1;
            }
            to[at++] = (byte) (value >>> 8);
            to[at++] = value.byteValue();
        }
        return at;
    }

    static Bits exactly(byte[] address) {
        byte[] mask = new byte[address.length];
        Arrays.fill(mask, (byte) -1);
        return new Bits(mask, address);
    }

    /** The leading bits of an address; null if others are set. */
    static Bits prefix(byte[] address, long bits) {
        byte[] mask = new byte[address.length];
        for (int bit = 0; bit < bits; bit++) {
            mask[bit / 8] |= (byte) (0x80 >>> bit % 8);
        }
        return masked(address, mask);
    }

    static Bits masked(byte[] address, byte[] mask) {
        for (int index = 0; index < mask.length; index++) {
            if ((address[index] & ~mask[index]) != 0) {
                return null;
            }
        }
        return new Bits(mask, address);
    }
}
