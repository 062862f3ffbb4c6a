package exo.forge.description;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the machine's network card is connected to, as files and flags write it: {@code none} (there is no card),
 * {@code user} (QEMU's own small network, which needs no right on the host), {@code tap:NAME} (an interface of the host
 * that is there already), {@code dgram:LOCALPORT:REMOTEPORT} (each Ethernet frame is one UDP datagram between two ports
 * of the host's loopback; the local port is the machine's, the remote one the peer's).
 *
 * @param interfaceName of a tap, or null
 * @param localPort of dgram, or 0
 * @param remotePort of dgram, or 0
 */
public record NetworkMode(Kind kind, String interfaceName, int localPort, int remotePort) {
    static final String FORMS = "user, none, tap:NAME, dgram:LOCALPORT:REMOTEPORT";
    static final NetworkMode NONE = new NetworkMode(Kind.NONE, null, 0, 0);
    static final NetworkMode USER = new NetworkMode(Kind.USER, null, 0, 0);
    private static final String TAP_PREFIX = "tap:";
    /** Linux's own limit is 15 bytes; the characters are those that mean nothing to QEMU or a shell. */
    private static final Pattern TAP = Pattern.compile("tap:([A-Za-z0-9_][A-Za-z0-9_.-]{0,14})");
    private static final Pattern DGRAM = Pattern.compile("dgram:([0-9]{1,5}):([0-9]{1,5})");

    /** The ways, by what is before the first colon. */
    public enum Kind {
        NONE,
        USER,
        TAP,
        DGRAM
    }

    /** Empty when the text is none of the forms. */
    static Optional<NetworkMode> parse(String text) {
        Matcher tap = TAP.matcher(text);
        Matcher dgram = DGRAM.matcher(text);
        if (tap.matches()) {
            return Optional.of(new NetworkMode(Kind.TAP, tap.group(1), 0, 0));
        }
        if (dgram.matches()) {
            int local = Integer.parseInt(dgram.group(1));
            int remote = Integer.parseInt(dgram.group(2));
            boolean usable = PublishedPort.isPort(local) && PublishedPort.isPort(remote) && local != remote;
            return usable ? Optional.of(new NetworkMode(Kind.DGRAM, null, local, remote)) : Optional.empty();
        }
        return text.equals("user") ? Optional.of(USER) : text.equals("none") ? Optional.of(NONE) : Optional.empty();
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "none";
            case USER -> "user";
            case TAP -> TAP_PREFIX + interfaceName;
            case DGRAM -> "dgram:" + localPort + ":" + remotePort;
        };
    }
}
