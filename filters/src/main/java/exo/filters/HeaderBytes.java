package exo.filters;

import exo.abi.PacketBase;
import java.util.List;
import java.util.Map;

/**
 * What {@code header[offset:size] & mask = value} comes to. Some bytes of a header are what parsing has found of it already, and a filter
 * can ask for that alone; what they are to be is then said by it, or refused with what to say in place of it.
 */
final class HeaderBytes {
    private static final int OFFSETS = 256;
    private static final int LINK_ADDRESSES = 12;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int FRAGMENT_OFFSET_HIGH = 0x1f;

    private HeaderBytes() {
    }

    static List<Conjunction> of(Expression.Bytes bytes) throws FilterException {
        if (bytes.offset() + bytes.bits().mask().length > OFFSETS) {
            throw new FilterException(bytes.position(), place(bytes) + " is too far in: a filter sees " + OFFSETS + " bytes of a header");
        }
        List<Conjunction> where = header(bytes.header());
        Conjunction what = condition(bytes);
        return Alternatives.and(where, bytes.equal() ? List.of(what) : negated(what));
    }

    /** Of fragment kinds and protocols there is nothing but the opposite; of bytes, that one of their bits differs. */
    private static List<Conjunction> negated(Conjunction what) {
        return what.bytes().isEmpty() ? Alternatives.not(what) : Alternatives.notBytes(what);
    }

    private static String place(Expression.Bytes bytes) {
        return bytes.header() + "[" + bytes.offset() + (bytes.bits().mask().length == 1 ? "" : ":" + bytes.bits().mask().length) + "]";
    }

    private static List<Conjunction> header(String name) {
        Integer ethertype = Words.ETHERTYPES.get(name);
        if (ethertype != null || name.equals("ether")) {
            return List.of(ethertype == null ? new Conjunction() : Conjunction.ofEthertype(ethertype));
        }
        // As libpcap has it, of IPv4 but for icmp6.
        return Primitives.protocol(name.equals("icmp6") ? 0x86dd : 0x800, Words.PROTOCOLS.get(name));
    }

    private static Conjunction condition(Expression.Bytes bytes) throws FilterException {
        Conjunction all = new Conjunction();
        int length = bytes.bits().mask().length;
        Conjunction field = field(bytes);
        if (field != null) {
            return field;
        }
        int base = bytes.header().equals("ether") ? PacketBase.LINK
                : Words.ETHERTYPES.containsKey(bytes.header()) ? PacketBase.NETWORK : PacketBase.TRANSPORT;
        for (int index = 0; index < length; index++) {
            int mask = bytes.bits().mask()[index] & 0xff;
            requireBytes(bytes, bytes.offset() + index, mask);
            all = all.and(Conjunction.ofByte(Conjunction.place(base, bytes.offset() + index), mask, bytes.bits().value()[index]));
        }
        return base == PacketBase.TRANSPORT ? all.and(Conjunction.ofFragments(Conjunction.WHOLE | Conjunction.FIRST)) : all;
    }

    /** What is asked for by a field, if it is exactly that; else null. */
    private static Conjunction field(Expression.Bytes bytes) {
        int mask = number(bytes.bits().mask());
        int value = number(bytes.bits().value());
        int length = bytes.bits().mask().length;
        if (bytes.header().equals("ip") && bytes.offset() == 9 && length == 1 && mask == 0xff) {
            return Conjunction.ofProtocol(value);
        }
        if (bytes.header().equals("ip") && bytes.offset() == 6 && length == 2 && mask == 0x1fff && value == 0) {
            return Conjunction.ofFragments(Conjunction.WHOLE | Conjunction.FIRST);
        }
        if (bytes.header().equals("ip") && bytes.offset() == 6 && length == 2 && mask == 0x3fff && value == 0) {
            return Conjunction.ofFragments(Conjunction.WHOLE);
        }
        return bytes.header().equals("ether") && bytes.offset() == LINK_ADDRESSES && length == 2 && mask == 0xffff
                ? Conjunction.ofEthertype(value) : null;
    }

    private static int number(byte[] octets) {
        int number = 0;
        for (byte octet : octets) {
            number = number << 8 | octet & 0xff;
        }
        return number;
    }

    private static void requireBytes(Expression.Bytes bytes, int offset, int mask) throws FilterException {
        String instead = switch (bytes.header()) {
            case "ether" -> offset < LINK_ADDRESSES ? null : "'ether proto', or the header's own name,";
            case "ip" -> ipv4(offset, mask);
            case "ip6" -> offset >= IPV6_BYTES ? "the name of the header that follows" : offset == 0 && (mask & 0xf0) != 0 ? "'ip6'"
                    : offset == 6 && mask != 0 ? "'ip6 proto'" : null;
            default -> null;
        };
        if (instead != null) {
            throw new FilterException(bytes.position(), place(bytes) + " cannot be asked for by bytes: say " + instead + " in place of it");
        }
    }

    private static String ipv4(int offset, int mask) {
        Map<Integer, String> taken = Map.of(0, "'ip'", 9, "'ip proto'", 7, "'ip[6:2] & 0x1fff = 0', for no later fragment,");
        if (offset >= IPV4_BYTES) {
            return "the name of the header that follows";
        }
        boolean fragment = offset == 6 && (mask & (FRAGMENT_OFFSET_HIGH | 0x20)) != 0;
        return mask == 0 ? null : fragment ? taken.get(7) : taken.get(offset);
    }
}
