package exo.cli.machine;

import exo.forge.description.NetworkDescription;
import exo.forge.description.NetworkMode;
import exo.forge.description.PublishedPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of QEMU's command line that makes the network card and what it is connected to. The card is a modern virtio one
 * (version 1), on the machines with PCI a PCI function, on microvm in the last of its 24 memory-mapped slots, as QEMU has it. (Not in the
 * first: QEMU moves input 0 of an I/O APIC to input 2, of the second one too, where that slot's interrupt is.) Everything that listens on
 * the host does so on its loopback.
 */
final class QemuNetwork {
    /** Of the connection; captures name their interface by it. */
    static final String NAME = "net0";
    private static final String MICROVM = "microvm";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String USER_NETWORK = "10.0.2.0/24";

    private QemuNetwork() {
    }

    /** @param captureFile what passes the card is written there, in libpcap's older format; or null */
    static List<String> arguments(String machine, NetworkDescription network, Path captureFile) {
        List<String> arguments = new ArrayList<>();
        if (!network.hasCard()) {
            return arguments;
        }
        arguments.addAll(List.of("-netdev", connection(network)));
        if (machine.equals(MICROVM)) {
            // QEMU 7.2 would otherwise offer the registers of before virtio 1.0.
            arguments.addAll(List.of("-global", "virtio-mmio.force-legacy=off",
                    "-device", "virtio-net-device,netdev=" + NAME + ",mac=" + network.mac()));
        } else {
            // Without a file for firmware to boot from the network: it would be loaded, and run, for nothing.
            arguments.addAll(List.of("-device",
                    "virtio-net-pci,disable-legacy=on,romfile=,netdev=" + NAME + ",mac=" + network.mac()));
        }
        if (captureFile != null) {
            arguments.addAll(List.of("-object", "filter-dump,id=capture,netdev=" + NAME + ",file="
                    + QemuCommand.commasDoubled(captureFile.toString())));
        }
        return arguments;
    }

    private static String connection(NetworkDescription network) {
        NetworkMode mode = network.mode();
        return switch (mode.kind()) {
            case USER -> "user,id=" + NAME + ",net=" + USER_NETWORK + ",dhcpstart=" + network.address() + forwards(network);
            // QEMU's scripts would change the host's interfaces: that is its owner's to do.
            case TAP -> "tap,id=" + NAME + ",ifname=" + mode.interfaceName() + ",script=no,downscript=no";
            case DGRAM -> "dgram,id=" + NAME + socket("local", mode.localPort()) + socket("remote", mode.remotePort());
            case NONE -> throw new IllegalArgumentException("no card, no connection");
        };
    }

    private static String forwards(NetworkDescription network) {
        StringBuilder forwards = new StringBuilder();
        for (PublishedPort port : network.publish()) {
            forwards.append(",hostfwd=").append(port.protocol()).append(':').append(LOOPBACK).append(':').append(port.hostPort())
                    .append('-').append(network.address()).append(':').append(port.guestPort());
        }
        return forwards.toString();
    }

    private static String socket(String end, int port) {
        return "," + end + ".type=inet," + end + ".host=" + LOOPBACK + "," + end + ".port=" + port;
    }
}
