package exo.cli.machine;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.forge.description.NetworkDescription;
import exo.forge.description.NetworkMode;
import exo.forge.description.PublishedPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a machine's network needs of the host, looked at before the machine starts: QEMU's own words for it explain little. */
public final class HostNetwork {
    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final int PRIVILEGED_BELOW = 1024;
    /** Put before a privileged port's number to name one that is not. */
    private static final int UNPRIVILEGED_OFFSET = 8000;

    private HostNetwork() {
    }

    public static void check(NetworkDescription network) throws Failure {
        check(network, INTERFACES);
    }

    /** @param interfaces where the host's kernel lists its network interfaces */
    static void check(NetworkDescription network, Path interfaces) throws Failure {
        NetworkMode mode = network.mode();
        if (mode.kind() == NetworkMode.Kind.TAP) {
            checkTap(mode.interfaceName(), interfaces);
        }
        if (mode.kind() == NetworkMode.Kind.DGRAM && !isFree(mode.localPort(), true)) {
            throw new Failure(ExitStatus.EXO_FAILED, "port " + mode.localPort() + "/udp of this host, of --net " + mode + ", is in use");
        }
        for (PublishedPort port : network.publish()) {
            if (!isFree(port.hostPort(), port.protocol().equals(PublishedPort.UDP))) {
                throw new Failure(ExitStatus.EXO_FAILED, notFree(port));
            }
        }
    }

    private static void checkTap(String name, Path interfaces) throws Failure {
        if (!Files.exists(interfaces.resolve(name))) {
            throw new Failure(ExitStatus.HOST_PREREQUISITE_MISSING, name + " does not exist. Create it once, as root, then retry:\n"
                    + "         ip tuntap add " + name + " mode tap user \"$USER\" && ip link set " + name + " up\n"
                    + "       Or drop --net: user-mode networking needs nothing.");
        }
        if (!Files.exists(interfaces.resolve(name).resolve("tun_flags"))) {
            throw new Failure(ExitStatus.HOST_PREREQUISITE_MISSING, name + " is an interface of this host, but not a tap");
        }
    }

    private static boolean isFree(int port, boolean udp) {
        InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            if (udp) {
                new DatagramSocket(place).close();
            } else {
                new ServerSocket(place.getPort(), 1, place.getAddress()).close();
            }
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static String notFree(PublishedPort port) {
        String other = port.hostPort() + UNPRIVILEGED_OFFSET + ":" + port.guestPort() + "/" + port.protocol();
        String why = port.hostPort() < PRIVILEGED_BELOW
                ? " is in use, or not for this user to take: publish another, as in --publish " + other : " is in use";
        return "port " + port.hostName() + " of this host, published as " + port + "," + why;
    }
}
