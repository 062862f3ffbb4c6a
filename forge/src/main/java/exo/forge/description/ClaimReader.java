package exo.forge.description;

import exo.abi.ClaimAny;
import exo.abi.PacketField;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of one claim, which is in words of pcap-filter(7):
 *
 * <pre>
 *   claim     =  [ "vlan" NUMBER ] ( "arp" | [ "ip" ] internet | "ip6" [ internet ] [ "host" ADDRESS ] | "ether proto" NUMBER )
 *   internet  =  ( "udp" | "tcp" ) [ "port" NUMBER | "portrange" NUMBER-NUMBER ] | "icmp" | "icmp6" | "proto" NUMBER
 * </pre>
 */
final class ClaimReader {
    private static final List<String> FIRST_WORDS = List.of("arp", "ip", "ip6", "udp", "tcp", "icmp", "icmp6", "proto", "ether", "vlan");
    private static final List<String> LATER_WORDS = List.of("port", "portrange", "host");
    private static final Map<String, Integer> PROTOCOLS = Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmp6", 58);
    private static final int VLAN_MAXIMUM = 4095;
    private static final int PROTOCOL_MAXIMUM = 255;
    private static final int ETHERTYPE_MINIMUM = 0x600;
    private static final int ETHERTYPE_MAXIMUM = 0xffff;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");
    private static final Pattern IPV6_ADDRESS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int IPV6_BYTES = 16;

    private final Deque<String> words;
    private int ethertype;
    private int vlan = PacketField.UNTAGGED;
    private int protocol = ClaimAny.PROTOCOL;
    private byte[] address;
    private int portFirst;
    private int portLast = Claim.PORT_MAXIMUM;

    /** What is wrong with a claim, to be told behind its text. */
    static final class MalformedClaimException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedClaimException(String problem) {
            super(problem);
        }
    }

    private ClaimReader(String text) {
        this.words = new ArrayDeque<>(List.of(text.split(" ")));
    }

    /** @param text  words with single spaces between them */
    static Claim read(String text) throws MalformedClaimException {
        ClaimReader reader = new ClaimReader(text);
        reader.readAll();
        return new Claim(text, reader.ethertype, reader.vlan, reader.protocol, reader.address, reader.portFirst, reader.portLast);
    }

    private void readAll() throws MalformedClaimException {
        if (take("vlan")) {
            vlan = number("vlan", 0, VLAN_MAXIMUM);
        }
        String word = words.isEmpty() ? "" : words.peek();
        if (!FIRST_WORDS.contains(word) || word.equals("vlan")) {
            throw new MalformedClaimException(word.isEmpty() ? "says no protocol, as \"udp port 7\" does"
                    : "begins with '" + word + "', not with one of " + String.join(", ", FIRST_WORDS) + Nearest.hint(word, FIRST_WORDS));
        }
        readKind();
        if (!words.isEmpty()) {
            throw new MalformedClaimException("goes on with '" + words.peek() + "', " + whyNot(words.peek()));
        }
    }

    private static String whyNot(String word) {
        switch (word) {
            case "port":
            case "portrange":
                return "which only udp and tcp have, once";
            case "host":
                return "which stands at the end, and of ip6 only: else the address is the machine's own";
            default:
                return "which does not belong there" + Nearest.hint(word, LATER_WORDS);
        }
    }

    private void readKind() throws MalformedClaimException {
        if (take("arp")) {
            ethertype = Claim.ARP;
        } else if (take("ether")) {
            readEthertype();
        } else if (take("ip6")) {
            ethertype = Claim.IPV6;
            readInternet();
            if (take("host")) {
                address = readAddress();
            }
        } else {
            ethertype = words.peek().equals("icmp6") ? Claim.IPV6 : Claim.IPV4;
            take("ip");
            readInternet();
        }
    }

    private void readEthertype() throws MalformedClaimException {
        if (!take("proto")) {
            throw new MalformedClaimException("has 'ether' without 'proto' behind it");
        }
        ethertype = number("ether proto", ETHERTYPE_MINIMUM, ETHERTYPE_MAXIMUM);
        if (ethertype == Claim.IPV4 || ethertype == Claim.ARP || ethertype == Claim.IPV6) {
            throw new MalformedClaimException("says by number what is called 'ip', 'arp' or 'ip6'");
        }
    }

    private void readInternet() throws MalformedClaimException {
        String word = words.isEmpty() ? "" : words.peek();
        if (take("proto")) {
            protocol = number("proto", 0, PROTOCOL_MAXIMUM);
        } else if (PROTOCOLS.containsKey(word)) {
            protocol = PROTOCOLS.get(words.remove());
            if (word.equals("icmp") && ethertype == Claim.IPV6 || word.equals("icmp6") && ethertype == Claim.IPV4) {
                throw new MalformedClaimException("has '" + word + "', which is not of that version of IP");
            }
            readPorts(word);
        }
    }

    private void readPorts(String protocolWord) throws MalformedClaimException {
        boolean hasPorts = protocolWord.equals("udp") || protocolWord.equals("tcp");
        if (hasPorts && take("port")) {
            portFirst = number("port", 0, Claim.PORT_MAXIMUM);
            portLast = portFirst;
        } else if (hasPorts && take("portrange")) {
            readRange();
        }
    }

    private void readRange() throws MalformedClaimException {
        String word = words.isEmpty() ? "" : words.remove();
        Matcher range = RANGE.matcher(word);
        if (!range.matches()) {
            throw new MalformedClaimException("has 'portrange' with '" + word + "', which is not such as 80-90");
        }
        portFirst = Integer.parseInt(range.group(1));
        portLast = Integer.parseInt(range.group(2));
        if (portFirst > portLast || portLast > Claim.PORT_MAXIMUM) {
            throw new MalformedClaimException("has the ports " + word + ", which must rise, up to " + Claim.PORT_MAXIMUM);
        }
    }

    /** A literal, so that nobody is asked for it. */
    private byte[] readAddress() throws MalformedClaimException {
        String word = words.isEmpty() ? "" : words.remove();
        try {
            byte[] bytes = IPV6_ADDRESS.matcher(word).matches() ? InetAddress.getByName(word).getAddress() : new byte[0];
            if (bytes.length == IPV6_BYTES) {
                return bytes;
            }
        } catch (UnknownHostException notOne) {
            // It is told below.
        }
        throw new MalformedClaimException("has 'host' with '" + word + "', which is no IPv6 address");
    }

    private boolean take(String word) {
        boolean there = word.equals(words.peek());
        if (there) {
            words.remove();
        }
        return there;
    }

    private int number(String what, int minimum, int maximum) throws MalformedClaimException {
        String word = words.isEmpty() ? "" : words.remove();
        try {
            int number = Integer.decode(word);
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // It is told below.
        }
        throw new MalformedClaimException("has '" + what + "' with '" + word + "', which is not from " + minimum + " to " + maximum);
    }
}
