package exo.forge.description;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of the host's loopback that leads to a port of the guest, written {@code [HOST:]GUEST[/tcp or /udp]}: without a
 * host's port it is the same number, without a protocol TCP.
 *
 * @param protocol tcp or udp
 */
public record PublishedPort(int hostPort, int guestPort, String protocol) {
    public static final String UDP = "udp";
    private static final String TCP = "tcp";
    private static final int PORT_MAX = 65_535;
    private static final Pattern FORM = Pattern.compile("(?:([0-9]{1,5}):)?([0-9]{1,5})(?:/(tcp|udp))?");

    /** Empty when the text is not of the form, or a port is out of range. */
    static Optional<PublishedPort> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int guest = Integer.parseInt(matcher.group(2));
        int host = matcher.group(1) == null ? guest : Integer.parseInt(matcher.group(1));
        String protocol = matcher.group(3) == null ? TCP : matcher.group(3);
        return isPort(guest) && isPort(host) ? Optional.of(new PublishedPort(host, guest, protocol)) : Optional.empty();
    }

    static boolean isPort(int number) {
        return number >= 1 && number <= PORT_MAX;
    }

    /** "7007/udp", as errors name it. */
    public String hostName() {
        return hostPort + "/" + protocol;
    }

    @Override
    public String toString() {
        return hostPort + ":" + guestPort + "/" + protocol;
    }
}
