package exo.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions come to, atom by atom, and what is said of those that come to nothing. */
class FilterCompilerTest {
    /** The filters, one in each pair of brackets, without the ethertype's name. */
    private static String compiled(String expression) throws FilterException {
        return FilterCompiler.compile(expression).stream().map(filter -> filter.atoms().stream().map(Atom::toString)
                .collect(Collectors.joining(", ", "[", "]"))).collect(Collectors.joining(" ")).replace("ethertype = ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "ip ~ [0x0800]",
        "ether proto 0x88cc ~ [0x88cc]",
        "icmp ~ [0x0800, protocol = 1]",
        "icmp6 ~ [0x86dd, protocol = 58]",
        "ip proto 47 ~ [0x0800, protocol = 47]",
        "proto 47 ~ [0x0800, protocol = 47] [0x86dd, protocol = 47]",
        "arp and vlan 5 ~ [0x0806, vlan = 5]",
        "ip dst host 10.0.0.1 ~ [0x0800, network[16:4] = 0x0a000001]",
        "dst 10.0.0.1 ~ [0x0800, network[16:4] = 0x0a000001] [0x0806, network[24:4] = 0x0a000001]",
        "arp src host 10.0.0.1 ~ [0x0806, network[14:2] = 0x0a00, network[16:2] = 0x0001]",
        "src net 10.1 and ip ~ [0x0800, network[12:2] = 0x0a01]",
        "ip src net 10.0.0.0/7 ~ [0x0800, network[12] & 0xfe = 0x0a]",
        "ip src net 10.0.0.0 mask 255.0.0.255 ~ [0x0800, network[12:4] & 0xff0000ff = 0x0a000000]",
        "dst net 2001:db8::/32 ~ [0x86dd, network[24:4] = 0x20010db8]",
        "ip6 src host fe80::1 ~ [0x86dd, network[8:4] = 0xfe800000, network[12:4] = 0x00000000, network[16:4] = 0x00000000, "
            + "network[20:4] = 0x00000001]",
        "ip and udp dst portrange 6-9 ~ [0x0800, protocol = 17, transport[2:2] & 0xfffe = 0x0006] "
            + "[0x0800, protocol = 17, transport[2:2] & 0xfffe = 0x0008]",
        "ip and tcp src and dst port 7 ~ [0x0800, protocol = 6, transport[0:4] = 0x00070007]",
        "ip and ether dst 52:54:00:12:34:56 ~ [0x0800, link[0:4] = 0x52540012, link[4:2] = 0x3456]",
        "arp and ether src host 52:54:0:12:34:56 ~ [0x0806, link[6:2] = 0x5254, link[8:4] = 0x00123456]",
        "ip and ether broadcast ~ [0x0800, link[0:4] = 0xffffffff, link[4:2] = 0xffff]",
        "ip and ether multicast ~ [0x0800, link[0] & 0x01 = 0x01]",
        "ip multicast ~ [0x0800, network[16] & 0xf0 = 0xe0]",
        "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn ~ [0x0800, protocol = 6, transport[13] & 0x12 = 0x02]",
        "tcp[tcpflags] & tcp-syn != 0 ~ [0x0800, protocol = 6, transport[13] & 0x02 = 0x02]",
        "icmp[icmptype] = icmp-echo ~ [0x0800, protocol = 1, transport[0] = 0x08]",
        "ip[8] = 1 ~ [0x0800, network[8] = 0x01]",
        "ip[9] = 6 ~ [0x0800, protocol = 6]",
        "ip[6:2] & 0x1fff = 0 ~ [0x0800, fragment & 2 = 0]",
        "ip[6:2] & 0x1fff != 0 ~ [0x0800, fragment & 3 = 2]",
        "ip[6:2] & 0x3fff != 0 ~ [0x0800, fragment & 3 = 1] [0x0800, fragment & 3 = 2]",
        "ether[0] & 1 = 1 and arp ~ [0x0806, link[0] & 0x01 = 0x01]",
        "ip and not ip[1] & 3 = 1 ~ [0x0800, network[1] & 0x02 = 0x02] [0x0800, network[1] & 0x03 = 0x00]",
        "ip and tcp and not ip6 ~ [0x0800, protocol = 6]",
        "tcp and udp or arp ~ [0x0806]",
        "ip or arp and vlan 3 ~ [0x0800, vlan = 3] [0x0806, vlan = 3]",
        "ip or (ip and tcp) ~ [0x0800]",
        "ip and udp dst port 7 or 8 ~ [0x0800, protocol = 17, transport[2:2] = 0x0007] [0x0800, protocol = 17, transport[2:2] = 0x0008] "
            + "[0x86dd, protocol = 17, transport[2:2] = 0x0008]",
        "ip && !tcp[13] = 0 and tcp[12] & 1 = 1 and tcp[13] & 0xfe = 0 ~ "
            + "[0x0800, protocol = 6, transport[12:2] & 0x01ff = 0x0101]"})
    void isTheseAtoms(String expression, String expected) throws FilterException {
        assertEquals(expected, compiled(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "`` ~ 0 ~ expected a condition, such as 'tcp' or 'dst port 80', found the end",
        "tcp dst prot 80 ~ 8 ~ expected 'host', 'net', 'port', 'portrange' or an address, found 'prot' (did you mean 'port'?)",
        "tpc ~ 0 ~ expected a condition, such as 'tcp' or 'dst port 80', found 'tpc' (did you mean 'tcp'?)",
        "ip dst hosst 10.0.0.1 ~ 7 ~ expected 'host', 'net', 'port', 'portrange' or an address, found 'hosst' (did you mean 'host'?)",
        "port http ~ 5 ~ expected a port's number, found 'http'",
        "port 65536 ~ 5 ~ 65536 is too much for a port's number: at most 65535",
        "portrange 9-7 ~ 10 ~ '9-7' ends before it begins",
        "portrange 9 ~ 10 ~ expected two ports with '-' between, such as '6000-6008', found '9'",
        "host 10.0.0 ~ 5 ~ expected an address, such as '10.0.0.1' or 'fe80::1', found '10.0.0'",
        "host 10.0.0.1/8 ~ 13 ~ a host is one address: say 'net' for a prefix",
        "net 10.0.0.1/8 ~ 4 ~ '10.0.0.1' has bits beyond its mask",
        "ip6 host 10.0.0.1 ~ 17 ~ the address is none of 'ip6'",
        "tcp host 10.0.0.1 ~ 4 ~ 'tcp' has ports and no addresses: say 'ip host'",
        "ip port 7 ~ 3 ~ 'ip' has no ports: say 'port', 'tcp port' or 'udp port', and 'and ip'",
        "(tcp ~ 4 ~ expected ')', found the end",
        "tcp) ~ 3 ~ expected 'and', 'or' or the end, found ')'",
        "tcp udp ~ 4 ~ expected 'and', 'or' or the end, found 'udp'",
        "ip greater 100 ~ 3 ~ 'greater' cannot be asked of a filter here",
        "ip $ ~ 3 ~ '$' means nothing here",
        "vlan ~ 4 ~ expected the VLAN's number: a filter is about one, found the end",
        "ip[8] > 5 ~ 6 ~ expected '&', '=' or '!=', found '>': a filter compares bits, nothing else",
        "ip[8:3] = 5 ~ 5 ~ expected 1, 2 or 4, found '3'",
        "ip[8] = 256 ~ 8 ~ 256 is too much for a number: at most 255",
        "ip[1] & 3 = 4 ~ 12 ~ 0x4 has bits that the mask 0x3 has not: it is never equal",
        "ip[0] & 0xf = 5 ~ 0 ~ ip[0] cannot be asked for by bytes: say 'ip' in place of it",
        "tcp and ip[20] = 5 ~ 8 ~ ip[20] cannot be asked for by bytes: say the name of the header that follows in place of it",
        "tcp[255:2] = 5 ~ 0 ~ tcp[255:2] is too far in: a filter sees 256 bytes of a header",
        "ether host 10.0.0.1 ~ 11 ~ expected an Ethernet address, such as '52:54:00:12:34:56', found '10.0.0.1'",
        "not tcp ~ 0 ~ it leaves the ethertype open: every filter is of one, say 'ip', 'ip6', 'arp' or 'ether proto' as well",
        "ether src 52:54:00:12:34:56 ~ 0 ~ it leaves the ethertype open: every filter is of one, say 'ip', 'ip6', 'arp' or 'ether proto' "
            + "as well",
        "ip and not tcp ~ 0 ~ that a packet is not of a protocol cannot be said unless it is said which it is of",
        "tcp and udp ~ 0 ~ no packet matches it: its conditions contradict each other",
        "tcp and not port 22 ~ 0 ~ it comes to more than 256 alternatives: say less, or say it with prefixes and masks"})
    void isRefusedWithThePlaceAndTheReason(String expression, int position, String message) {
        FilterException refusal = assertThrows(FilterException.class, () -> FilterCompiler.compile(expression));
        assertEquals(position + ": " + message, refusal.position() + ": " + refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip", "tcp dst port 80", "tcp and dst portrange 1-1000", "ip and tcp and not dst port 80"})
    void whatIsDirectedDoesNotTie(String expression) throws FilterException {
        assertEquals(null, FilterCompiler.tie(FilterCompiler.compile(expression)));
    }

    @Test
    void whatGoesEitherWayTies() throws FilterException {
        List<PacketFilter> filters = FilterCompiler.compile("ip and tcp port 80");
        assertEquals("[0, 1]", java.util.Arrays.toString(FilterCompiler.tie(filters)));
    }

    @Test
    void aDeepNestIsRefused() {
        FilterException refusal = assertThrows(FilterException.class, () -> FilterCompiler.compile("(".repeat(100_000)));
        assertTrue(refusal.getMessage().contains("nested too deep"), refusal.getMessage());
    }
}
