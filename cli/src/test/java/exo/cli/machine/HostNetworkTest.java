package exo.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.forge.description.DescriptionException;
import exo.forge.description.NetworkDescription;
import exo.forge.description.Overrides;
import exo.forge.description.SystemDescription;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host lacks is told before the machine starts, and by name. */
class HostNetworkTest {
    @TempDir
    private Path interfaces;

    private static NetworkDescription network(String net) throws DescriptionException {
        return SystemDescription.parse(Path.of("exo.toml"), "schema = 1\n[net]\n" + net + "\n[[env]]\nname = \"a\"\nmain = \"A\"\n",
                Overrides.none()).network();
    }

    private void refused(int status, String message, String net) {
        Failure failure = assertThrows(Failure.class, () -> HostNetwork.check(network(net), interfaces));
        assertEquals(message, failure.getMessage());
        assertEquals(status, failure.exitStatus());
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int first = tcp.getLocalPort();
            int second = udp.getLocalPort();
            refused(ExitStatus.EXO_FAILED, "port " + first + "/tcp of this host, published as " + first + ":80/tcp, is in use",
                    "publish = [\"" + first + ":80\"]");
            refused(ExitStatus.EXO_FAILED, "port " + second + "/udp of this host, published as " + second + ":7/udp, is in use",
                    "publish = [\"" + second + ":7/udp\"]");
            int remote = second == 1 ? 2 : 1;
            refused(ExitStatus.EXO_FAILED, "port " + second + "/udp of this host, of --net dgram:" + second + ":" + remote
                    + ", is in use", "mode = \"dgram:" + second + ":" + remote + "\"");
        }
    }

    @Test
    void aPortThatIsFreeIsStillFreeAfterTheLook() throws Exception {
        int port;
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = tcp.getLocalPort();
        }
        HostNetwork.check(network("publish = [\"" + port + ":80\"]"), interfaces);
        HostNetwork.check(network("publish = [\"" + port + ":80\"]"), interfaces);
    }

    @Test
    void aTapIsMadeByTheHostsOwnerAndNotByExo() throws Exception {
        refused(ExitStatus.HOST_PREREQUISITE_MISSING, """
                tap0 does not exist. Create it once, as root, then retry:
                         ip tuntap add tap0 mode tap user "$USER" && ip link set tap0 up
                       Or drop --net: user-mode networking needs nothing.""", "mode = \"tap:tap0\"");
        Files.createDirectory(interfaces.resolve("tap0"));
        refused(ExitStatus.HOST_PREREQUISITE_MISSING, "tap0 is an interface of this host, but not a tap", "mode = \"tap:tap0\"");
        Files.writeString(interfaces.resolve("tap0/tun_flags"), "0x1002\n");
        HostNetwork.check(network("mode = \"tap:tap0\""), interfaces);
    }
}
