package exo.filters;

import java.util.List;
import java.util.Map;

/** The language's words, and what is meant by one that is none. */
final class Words {
    static final Map<String, Integer> ETHERTYPES = Map.of("ip", 0x800, "arp", 0x806, "ip6", 0x86dd);
    static final Map<String, Integer> PROTOCOLS = Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmp6", 58);
    static final Map<String, Integer> OFFSETS = Map.of("tcpflags", 13, "icmptype", 0, "icmpcode", 1, "icmp6type", 0, "icmp6code", 1);
    static final Map<String, Integer> NUMBERS = Map.of("tcp-fin", 1, "tcp-syn", 2, "tcp-rst", 4, "tcp-push", 8, "tcp-ack", 16,
            "tcp-urg", 32, "icmp-echoreply", 0, "icmp-echo", 8, "icmp6-echo", 128, "icmp6-echoreply", 129);
    private static final List<String> KNOWN = List.of("ether", "ip", "ip6", "arp", "tcp", "udp", "icmp", "icmp6", "vlan", "src", "dst",
            "host", "net", "port", "portrange", "proto", "mask", "and", "or", "not", "broadcast", "multicast");
    /** Of libpcap's, those that no filter of ours can express. */
    private static final List<String> NOT_EXPRESSIBLE = List.of("greater", "less", "len", "gateway", "inbound", "outbound", "mpls",
            "pppoed", "pppoes", "wlan", "rarp", "sctp", "decnet", "iso", "stp", "ipx", "netbeui", "ah", "esp", "pim", "igmp", "vrrp",
            "protochain", "ifname", "ifindex", "geneve", "vxlan", "llc", "link", "ppp", "slip", "fddi", "tr", "radio", "atalk",
            "aarp", "lat", "mopdl", "moprc");
    /** A word of so many letters may be meant by one that has two others; a shorter one by one that has one. */
    private static final int LONG_WORD = 5;

    private Words() {
    }

    static boolean isKnown(String word) {
        return KNOWN.contains(word);
    }

    /** What is to be said of a word that cannot stand where it does. */
    static String problem(Token token, String expected) {
        if (NOT_EXPRESSIBLE.contains(token.text())) {
            return "'" + token.text() + "' cannot be asked of a filter here";
        }
        String nearest = token.kind() == Token.WORD && !isKnown(token.text()) ? nearest(token.text()) : null;
        return "expected " + expected + ", found " + token.quoted() + (nearest == null ? "" : " (did you mean '" + nearest + "'?)");
    }

    private static String nearest(String word) {
        String best = null;
        int least = word.length() < LONG_WORD ? 2 : 3;
        for (String known : KNOWN) {
            int distance = distance(word, known);
            if (distance < least && distance < known.length()) {
                least = distance;
                best = known;
            }
        }
        return best;
    }

    /** Letters to add, drop, change, or swap with their neighbour. */
    private static int distance(String one, String other) {
        int[][] table = new int[one.length() + 1][other.length() + 1];
        for (int row = 0; row <= one.length(); row++) {
            for (int column = 0; column <= other.length(); column++) {
                table[row][column] = row == 0 ? column : column == 0 ? row : step(table, one, other, row, column);
            }
        }
        return table[one.length()][other.length()];
    }

    private static int step(int[][] table, String one, String other, int row, int column) {
        boolean same = one.charAt(row - 1) == other.charAt(column - 1);
        int least = Math.min(Math.min(table[row - 1][column], table[row][column - 1]) + 1, table[row - 1][column - 1] + (same ? 0 : 1));
        boolean swapped = row > 1 && column > 1 && one.charAt(row - 1) == other.charAt(column - 2)
                && one.charAt(row - 2) == other.charAt(column - 1);
        return swapped ? Math.min(least, table[row - 2][column - 2] + 1) : least;
    }
}
