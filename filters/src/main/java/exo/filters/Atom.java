package exo.filters;

import exo.abi.PacketBase;
import exo.abi.PacketField;

/**
 * One condition of a filter, as the ABI's FilterAtom has it.
 *
 * @param base  PacketBase
 * @param width  1, 2 or 4 bytes
 * @param mask  bits that matter of the bytes, read big-endian
 * @param value  what they are
 */
public record Atom(int base, int width, int offset, int mask, int value) {
    private static final String[] BASES = {"field", "link", "network", "transport"};

    @Override
    public String toString() {
        if (base == PacketBase.FIELD) {
            return field();
        }
        String at = BASES[base] + "[" + offset + (width == 1 ? "" : ":" + width) + "]";
        return at + (mask == full(width) ? "" : " & " + hexadecimal(mask, width)) + " = " + hexadecimal(value, width);
    }

    private String field() {
        switch (offset) {
            case PacketField.ETHERTYPE:
                return "ethertype = " + hexadecimal(value, width);
            case PacketField.VLAN:
                return "vlan = " + value;
            case PacketField.PROTOCOL:
                return "protocol = " + value;
            default:
                return "fragment & " + mask + " = " + value;
        }
    }

    private static int full(int width) {
        return width == 4 ? -1 : (1 << 8 * width) - 1;
    }

    private static String hexadecimal(int number, int width) {
        String digits = Integer.toHexString(number);
        return "0x" + "0".repeat(Math.max(0, 2 * width - digits.length())) + digits;
    }
}
