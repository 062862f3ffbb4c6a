package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of the network card and the environments' claims: what is read, what goes without saying, and each refusal's words. */
class NetworkDescriptionTest {
    private static final String WEB = "schema = 1\n[[env]]\nname = \"web\"\nmain = \"demo.Web\"\n";
    private static final String NET = WEB + "[net]\n";

    private static NetworkDescription network(String text, Overrides overrides) throws DescriptionException {
        return SystemDescription.parse(Path.of("exo.toml"), text, overrides).network();
    }

    private static void refused(String text, String... problems) {
        refused(text, Overrides.none(), problems);
    }

    private static void refused(String text, Overrides overrides, String... problems) {
        DescriptionException refusal = assertThrows(DescriptionException.class, () -> network(text, overrides));
        assertEquals(String.join("\n", problems), refusal.getMessage());
    }

    @Test
    void everyKeyIsRead() throws DescriptionException {
        NetworkDescription network = network(NET + """
                mode = "user"
                publish = ["7007:7/udp", "8080:80", "9"]
                mac = "52:54:00:AB:cd:ef"
                address = "10.0.2.99"
                """, Overrides.none());
        assertEquals(new NetworkDescription(NetworkMode.USER, List.of(new PublishedPort(7007, 7, "udp"),
                new PublishedPort(8080, 80, "tcp"), new PublishedPort(9, 9, "tcp")), "52:54:00:ab:cd:ef", "10.0.2.99"), network);
        assertEquals("[7007:7/udp, 8080:80/tcp, 9:9/tcp]", network.publish().toString());
    }

    @Test
    void withoutAWordThereIsNoCard() throws DescriptionException {
        assertEquals(NetworkDescription.NONE, network(WEB, Overrides.none()));
        assertFalse(NetworkDescription.NONE.hasCard());
    }

    @Test
    void aTableAClaimOrAPublishedPortAskForOne() throws DescriptionException {
        assertEquals(NetworkMode.USER, network(NET, Overrides.none()).mode());
        assertEquals(NetworkMode.USER, network(WEB + "claims = [\"icmp\"]\n", Overrides.none()).mode());
        assertEquals(NetworkMode.USER, network(WEB, Overrides.none().set("net.publish", "[\"7\"]", "--publish")).mode());
        assertEquals(NetworkMode.NONE, network(WEB + "claims = []\n", Overrides.none()).mode());
        assertTrue(network(NET, Overrides.none()).hasCard());
    }

    @Test
    void everyModeIsWrittenAsItIsRead() throws DescriptionException {
        for (String mode : List.of("user", "none", "tap:tap0", "tap:veth_1.2-a", "dgram:40001:40002")) {
            assertEquals(mode, network(NET + "mode = \"" + mode + "\"\n", Overrides.none()).mode().toString());
        }
    }

    @Test
    void claimsAreKeptInTheirOwnWords() throws DescriptionException {
        SystemDescription system = SystemDescription.parse(Path.of("exo.toml"),
                WEB + "claims = [\"udp  port 7\", \"icmp\", \" arp\"]\n", Overrides.none());
        assertEquals(List.of("udp port 7", "icmp", "arp"), system.environments().get(0).claims().stream().map(Claim::text).toList());
        refused(WEB + "claims = [\"icmp\", \" \"]\n",
                "exo.toml:5:19: a claim is empty: it says which packets, as \"udp port 7\" does");
        refused(WEB + "claims = [\"udp port 7\", \"udp  port 7\"]\n", "exo.toml:5:25: claim 'udp port 7' is there twice");
        refused(WEB + "claims = \"icmp\"\n", "exo.toml:5:1: claims must be an array of strings");
        refused(WEB + " cliams = [\"icmp\"]\n", "exo.toml:5:2: unknown key 'cliams' in [[env]] (did you mean 'claims'?)");
    }

    private static void claimRefused(String claim, String problem) {
        refused(WEB + "claims = [\"" + claim + "\"]\n", "exo.toml:5:11: claim '" + claim + "' " + problem);
    }

    @Test
    void aClaimThatIsNoneIsToldWhereAndWhy() {
        claimRefused("upd port 7", "begins with 'upd', not with one of arp, ip, ip6, udp, tcp, icmp, icmp6, proto, ether, vlan "
                + "(did you mean 'udp'?)");
        claimRefused("udp prot 7", "goes on with 'prot', which does not belong there (did you mean 'port'?)");
        claimRefused("udp port 65536", "has 'port' with '65536', which is not from 0 to 65535");
        claimRefused("tcp portrange 90-80", "has the ports 90-80, which must rise, up to 65535");
        claimRefused("tcp portrange 80", "has 'portrange' with '80', which is not such as 80-90");
        claimRefused("icmp port 7", "goes on with 'port', which only udp and tcp have, once");
        claimRefused("udp host 10.0.2.15", "goes on with 'host', which stands at the end, and of ip6 only: "
                + "else the address is the machine's own");
        claimRefused("ip6 icmp", "has 'icmp', which is not of that version of IP");
        claimRefused("ip6 udp host 10.0.2.15", "has 'host' with '10.0.2.15', which is no IPv6 address");
        claimRefused("ether proto 0x800", "says by number what is called 'ip', 'arp' or 'ip6'");
        claimRefused("vlan 7", "says no protocol, as \"udp port 7\" does");
        claimRefused("vlan 4096 arp", "has 'vlan' with '4096', which is not from 0 to 4095");
    }

    @Test
    void aClaimIsReadAsTheKernelHasIt() throws ClaimReader.MalformedClaimException {
        Claim range = ClaimReader.read("vlan 3 tcp portrange 80-90");
        assertEquals(List.of(0x800, 3, 6, 32, 80, 90), List.of(range.ethertype(), range.vlan(), range.protocol(), range.addressBits(),
                range.portFirst(), range.portLast()));
        assertEquals("0a00020f000000000000000000000000", HexFormat.of().formatHex(range.addressBytes(NetworkDescription.NONE)));
        Claim ip6 = ClaimReader.read("ip6 udp port 7 host fe80::1");
        assertEquals(List.of(0x86dd, 4096, 17, 128, 7, 7), List.of(ip6.ethertype(), ip6.vlan(), ip6.protocol(), ip6.addressBits(),
                ip6.portFirst(), ip6.portLast()));
        assertEquals("fe800000000000000000000000000001", HexFormat.of().formatHex(ip6.addressBytes(NetworkDescription.NONE)));
        Claim other = ClaimReader.read("ether proto 0x88b5");
        assertEquals(List.of(0x88b5, 256, 0, 0, 65535), List.of(other.ethertype(), other.protocol(), other.addressBits(),
                other.portFirst(), other.portLast()));
    }

    @Test
    void twoEnvironmentsThatClaimTheSamePacketAreBothNamed() throws DescriptionException {
        String web = WEB + "claims = [\"tcp portrange 80-90\", \"icmp\"]\n[[env]]\nname = \"other\"\nmain = \"demo.Other\"\n";
        refused(web + "claims = [\"arp\", \"tcp port 85\"]\n", "exo.toml:9:18: claim 'tcp port 85' overlaps "
                + "'tcp portrange 80-90' of 'web': a packet is one environment's");
        refused(web + "claims = [\"ip\"]\n", "exo.toml:9:11: claim 'ip' overlaps 'tcp portrange 80-90' of 'web': "
                + "a packet is one environment's");
        network(web + "claims = [\"tcp port 91\", \"vlan 1 icmp\", \"ip6 tcp port 80\"]\n", Overrides.none());
    }

    @Test
    void whoClaimsPacketsMayBindFiltersAndDownloadCode() throws DescriptionException {
        for (String[] claimed : new String[][] {{"", "0", "0"}, {"claims = [\"arp\"]\n", "16", "8"},
                {"claims = [\"arp\"]\nfilters = 3\ncode = 0\n", "3", "0"}}) {
            EnvironmentDescription web = SystemDescription.parse(Path.of("exo.toml"), WEB + claimed[0], Overrides.none())
                    .environments().get(0);
            assertEquals(claimed[1], String.valueOf(web.filters()));
            assertEquals(claimed[2], String.valueOf(web.codePages()));
        }
        refused(WEB + "filters = -1\n", "exo.toml:5:1: filters must be from 0 to 16384, not -1");
    }

    @Test
    void aModeIsOneOfFour() {
        String forms = " is none of user, none, tap:NAME, dgram:LOCALPORT:REMOTEPORT";
        refused(NET + "mode = \"usr\"\n", "exo.toml:6:1: mode 'usr'" + forms + " (did you mean 'user'?)");
        refused(NET + "mode = \"tab:x\"\n", "exo.toml:6:1: mode 'tab:x'" + forms + " (did you mean 'tap'?)");
        for (String mode : List.of("tap", "tap:", "tap:sixteen-letters-", "tap:a b", "tap:-a", "tap:a,script=x", "dgram:1", "dgram:0:1",
                "dgram:1:65536", "dgram:5:5", "dgram:1:2:3")) {
            refused(NET + "mode = \"" + mode + "\"\n", "exo.toml:6:1: mode '" + mode + "'" + forms);
        }
        refused(NET + "mode = 1\n", "exo.toml:6:1: mode must be a string");
        refused(NET + "mdoe = \"user\"\n", "exo.toml:6:1: unknown key 'mdoe' in [net] (did you mean 'mode'?)");
        refused("schema = 1\nnet = 1\n" + WEB.substring("schema = 1\n".length()), "exo.toml:2:1: net must be a table: [net]");
    }

    @Test
    void aPublishedPortIsTheHostsOnce() {
        for (String port : List.of("", "0", "65536", "7:", ":7", "1:2:3", "7/sctp", "7/udp ", "127.0.0.1:7:7", "-7")) {
            refused(NET + "publish = [\"" + port + "\"]\n", "exo.toml:6:1: publish '" + port
                    + "' is not [HOST:]GUEST with /tcp or /udp behind it, ports from 1 to 65535");
        }
        refused(NET + "publish = [\"7:7/udp\", \"7\", \"7:9/udp\"]\n",
                "exo.toml:6:1: publish '7:9/udp': the host's port 7/udp is taken by one before");
        refused(NET + "publish = [7]\n", "exo.toml:6:1: publish must be an array of strings");
    }

    @Test
    void portsArePublishedByQemusOwnNetworkAlone() throws DescriptionException {
        String both = NET + "mode = \"none\"\npublish = [\"7\"]\n";
        refused(both, "exo.toml:7:1: ports are published in mode 'user' only, not 'none'");
        refused(WEB, Overrides.none().set("net.publish", "[\"7\"]", "--publish").set("net.mode", "tap:tap0", "--net"),
                "--publish: ports are published in mode 'user' only, not 'tap:tap0'");
        NetworkDescription changed = network(NET + "publish = [\"7\"]\n", Overrides.none().set("net.mode", "dgram:1:2", "--net"));
        assertEquals(List.of(), changed.publish());
    }

    @Test
    void aCardsAddressIsOneCards() {
        refused(NET + "mac = \"52:54:00:12:34\"\n", "exo.toml:6:1: mac '52:54:00:12:34' is not six bytes such as 52:54:00:12:34:56");
        refused(NET + "mac = \"52-54-00-12-34-56\"\n",
                "exo.toml:6:1: mac '52-54-00-12-34-56' is not six bytes such as 52:54:00:12:34:56");
        for (String mac : List.of("01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00")) {
            refused(NET + "mac = \"" + mac + "\"\n", "exo.toml:6:1: mac '" + mac
                    + "' is no address of one card: its first byte must be even, and not all be 0");
        }
    }

    @Test
    void theGuestsAddressIsOfTheNetworkItIsOn() throws DescriptionException {
        for (String address : List.of("10.0.2", "10.0.2.256", "10.0.2.015", "10.0.2.x", "", "10.0.2.15.1", "::1")) {
            refused(NET + "address = \"" + address + "\"\n",
                    "exo.toml:6:1: address '" + address + "' is not an IPv4 address such as 10.0.2.15");
        }
        for (String address : List.of("10.0.2.3", "10.0.2.255", "192.168.0.7")) {
            refused(NET + "address = \"" + address + "\"\n",
                    "exo.toml:6:1: address '" + address + "' must be from 10.0.2.4 to 10.0.2.254 in mode 'user'");
        }
        assertEquals("192.168.0.7", network(NET + "mode = \"tap:tap0\"\naddress = \"192.168.0.7\"\n", Overrides.none()).address());
    }
}
