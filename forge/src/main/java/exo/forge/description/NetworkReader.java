package exo.forge.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the {@code [net]} table, which need not be there: without it there is a network, QEMU's own, if a program claims
 * packets or a flag publishes a port, and else none.
 */
final class NetworkReader {
    private static final List<String> KINDS = List.of("user", "none", "tap", "dgram");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int MAC_GROUP_BIT = 1;
    private static final int HEXADECIMAL = 16;
    private static final Pattern NUMBER_OF_BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int BYTES_IN_ADDRESS = 4;
    private static final int BYTE_MAX = 255;
    /** QEMU's user network, RFC 1918; .2 is the host there and .3 its name server. */
    private static final String USER_NETWORK = "10.0.2.";
    private static final int USER_ADDRESS_MIN = 4;
    private static final int USER_ADDRESS_MAX = 254;

    private final TableReader reader;
    private final Map<String, Overrides.Override> overrides;

    NetworkReader(TableReader reader, Map<String, Overrides.Override> overrides) {
        this.reader = reader;
        this.overrides = overrides;
    }

    /** @param wanted whether the description has the table, or a program that claims packets */
    NetworkDescription read(boolean wanted) {
        NetworkMode absent = wanted || overrides.containsKey("net.publish") ? NetworkMode.USER : NetworkMode.NONE;
        NetworkMode mode = readMode(absent);
        List<PublishedPort> publish = readPublish();
        if (!publish.isEmpty() && mode.kind() != NetworkMode.Kind.USER) {
            publish = publishWithoutUser(mode);
        }
        NetworkDescription network = new NetworkDescription(mode, publish, readMac(), readAddress(mode));
        reader.refuseUnknown(Set.of());
        return network;
    }

    private NetworkMode readMode(NetworkMode absent) {
        String text = reader.string("mode", absent.toString());
        return NetworkMode.parse(text).orElseGet(() -> {
            String kind = text.replaceFirst(":.*", "");
            String hint = KINDS.contains(kind) ? "" : Nearest.hint(kind, KINDS);
            return reader.refuse("mode", "mode '" + text + "' is none of " + NetworkMode.FORMS + hint, absent);
        });
    }

    /** A flag that only changes the mode of a description leaves its ports without a meaning, which is no mistake. */
    private List<PublishedPort> publishWithoutUser(NetworkMode mode) {
        boolean onlyModeChanged = overrides.containsKey("net.mode") && !overrides.containsKey("net.publish");
        return onlyModeChanged ? List.of()
                : reader.refuse("publish", "ports are published in mode 'user' only, not '" + mode + "'", List.of());
    }

    private List<PublishedPort> readPublish() {
        List<PublishedPort> ports = new ArrayList<>();
        for (String text : reader.strings("publish")) {
            PublishedPort port = PublishedPort.parse(text).orElse(null);
            if (port == null) {
                reader.refuse("publish", "publish '" + text
                        + "' is not [HOST:]GUEST with /tcp or /udp behind it, ports from 1 to 65535", null);
            } else if (ports.stream().anyMatch(other -> other.hostName().equals(port.hostName()))) {
                reader.refuse("publish", "publish '" + text + "': the host's port " + port.hostName() + " is taken by one before",
                        null);
            } else {
                ports.add(port);
            }
        }
        return ports;
    }

    private String readMac() {
        String text = reader.string("mac", NetworkDescription.MAC);
        String mac = text.toLowerCase(Locale.ROOT);
        if (!MAC.matcher(mac).matches()) {
            return reader.refuse("mac", "mac '" + text + "' is not six bytes such as 52:54:00:12:34:56", NetworkDescription.MAC);
        }
        boolean ofGroup = (Integer.parseInt(mac.substring(0, 2), HEXADECIMAL) & MAC_GROUP_BIT) != 0;
        if (ofGroup || mac.equals("00:00:00:00:00:00")) {
            return reader.refuse("mac", "mac '" + text + "' is no address of one card: its first byte must be even, and not all be 0",
                    NetworkDescription.MAC);
        }
        return mac;
    }

    private String readAddress(NetworkMode mode) {
        String address = reader.string("address", NetworkDescription.ADDRESS);
        if (!isAddress(address)) {
            return reader.refuse("address", "address '" + address + "' is not an IPv4 address such as 10.0.2.15",
                    NetworkDescription.ADDRESS);
        }
        int last = Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
        boolean ofUserNetwork = address.startsWith(USER_NETWORK) && last >= USER_ADDRESS_MIN && last <= USER_ADDRESS_MAX;
        if (mode.kind() == NetworkMode.Kind.USER && !ofUserNetwork) {
            return reader.refuse("address", "address '" + address + "' must be from " + USER_NETWORK + USER_ADDRESS_MIN
                    + " to " + USER_NETWORK + USER_ADDRESS_MAX + " in mode 'user'", NetworkDescription.ADDRESS);
        }
        return address;
    }

    private static boolean isAddress(String text) {
        List<String> numbers = List.of(text.split("\\.", -1));
        return numbers.size() == BYTES_IN_ADDRESS && numbers.stream().allMatch(number ->
                NUMBER_OF_BYTE.matcher(number).matches() && Integer.parseInt(number) <= BYTE_MAX);
    }
}
