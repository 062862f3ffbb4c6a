package exo.forge.description;

import java.util.List;

/**
 * The {@code [net]} table: the machine's network card and what it is connected to. There is at most one card.
 *
 * @param publish ports of the host that lead to the guest; only in mode user
 * @param mac the card's address, six bytes in lower-case hexadecimal between colons
 * @param address the guest's IPv4 address, as QEMU's DHCP server gives it and published ports lead to it
 */
public record NetworkDescription(NetworkMode mode, List<PublishedPort> publish, String mac, String address) {
    static final String MAC = "52:54:00:12:34:56";
    static final String ADDRESS = "10.0.2.15";
    /** A machine without a card. */
    public static final NetworkDescription NONE = new NetworkDescription(NetworkMode.NONE, List.of(), MAC, ADDRESS);

    public NetworkDescription {
        publish = List.copyOf(publish);
    }

    public boolean hasCard() {
        return mode.kind() != NetworkMode.Kind.NONE;
    }
}
