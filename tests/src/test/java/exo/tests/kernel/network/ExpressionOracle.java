package exo.tests.kernel.network;

import exo.filters.Expression;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether an expression is true of a packet, found on its tree and not by atoms. A packet with a tag matches only by way of a
 * {@code vlan} that is true of it: so what is found is whether the expression is true with such a one, and whether it is without.
 */
final class ExpressionOracle {
    /** How an expression can be true. */
    private enum Way {
        WITH_VLAN,
        WITHOUT_VLAN
    }

    /** Of bytes that lie beyond the packet's end neither what is asked nor its opposite is true. */
    private enum Verdict {
        TRUE,
        FALSE,
        BEYOND;

        Verdict and(Verdict other) {
            return this != TRUE ? this : other;
        }

        /** TRUE of one is enough; then BEYOND of one is too much for the opposite. */
        Verdict or(Verdict other) {
            return this == TRUE || other == TRUE ? TRUE : this == BEYOND || other == BEYOND ? BEYOND : FALSE;
        }
    }

    private static final Map<String, Integer> ETHERTYPES = Map.of("ip", 0x800, "arp", 0x806, "ip6", 0x86dd);
    private static final Map<String, Integer> PROTOCOLS = Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmp6", 58);

    private final ParsedPacket packet;

    private ExpressionOracle(ParsedPacket packet) {
        this.packet = packet;
    }

    static boolean matches(Expression expression, byte[] octets) {
        ParsedPacket packet = new ParsedPacket(octets);
        Way wanted = packet.vlan() >= 0 ? Way.WITH_VLAN : Way.WITHOUT_VLAN;
        return packet.wellFormed() && new ExpressionOracle(packet).ways(expression, true).contains(wanted);
    }

    private Set<Way> ways(Expression expression, boolean wanted) {
        if (expression instanceof Expression.Not not) {
            return ways(not.inner(), !wanted);
        }
        if (expression instanceof Expression.And and) {
            return wanted ? both(and.first(), and.second(), true) : either(and.first(), and.second(), false);
        }
        if (expression instanceof Expression.Or or) {
            return wanted ? either(or.first(), or.second(), true) : both(or.first(), or.second(), false);
        }
        if (expression instanceof Expression.Vlan vlan) {
            boolean is = packet.vlan() == vlan.value();
            return is != wanted ? Set.of() : EnumSet.of(wanted ? Way.WITH_VLAN : Way.WITHOUT_VLAN);
        }
        return primitive(expression) == (wanted ? Verdict.TRUE : Verdict.FALSE) ? EnumSet.of(Way.WITHOUT_VLAN) : Set.of();
    }

    private Set<Way> either(Expression first, Expression second, boolean wanted) {
        Set<Way> all = EnumSet.noneOf(Way.class);
        all.addAll(ways(first, wanted));
        all.addAll(ways(second, wanted));
        return all;
    }

    private Set<Way> both(Expression first, Expression second, boolean wanted) {
        Set<Way> all = EnumSet.noneOf(Way.class);
        for (Way one : ways(first, wanted)) {
            for (Way other : ways(second, wanted)) {
                all.add(one == Way.WITH_VLAN ? one : other);
            }
        }
        return all;
    }

    private static Verdict of(boolean is) {
        return is ? Verdict.TRUE : Verdict.FALSE;
    }

    private Verdict primitive(Expression expression) {
        if (expression instanceof Expression.Ethertype ethertype) {
            return of(packet.ethertype() == ethertype.value());
        }
        if (expression instanceof Expression.Protocol protocol) {
            return protocol(protocol.ethertype(), protocol.value());
        }
        if (expression instanceof Expression.LinkAddress address) {
            return directed(address.direction(), at(6, address.address()), at(0, address.address()));
        }
        if (expression instanceof Expression.Address address) {
            return address(address);
        }
        return expression instanceof Expression.Port port ? port(port) : bytes((Expression.Bytes) expression);
    }

    private Verdict protocol(int ethertype, int protocol) {
        boolean family = ethertype == 0 ? packet.ethertype() == 0x800 || packet.ethertype() == 0x86dd : packet.ethertype() == ethertype;
        return of(family && packet.protocol() == protocol);
    }

    /** One byte after the other: the first that differs decides. */
    private Verdict at(int offset, Expression.Bits bits) {
        for (int index = 0; index < bits.mask().length; index++) {
            int at = offset + index;
            if (bits.mask()[index] != 0 && at >= packet.octets().length) {
                return Verdict.BEYOND;
            }
            if (bits.mask()[index] != 0 && ((packet.octets()[at] ^ bits.value()[index]) & bits.mask()[index]) != 0) {
                return Verdict.FALSE;
            }
        }
        return Verdict.TRUE;
    }

    private static Verdict directed(Expression.Direction direction, Verdict source, Verdict destination) {
        return switch (direction) {
            case SOURCE -> source;
            case DESTINATION -> destination;
            case BOTH -> source.and(destination);
            case EITHER -> source.or(destination);
        };
    }

    private Verdict address(Expression.Address address) {
        boolean family = address.ethertype() == 0 ? packet.ethertype() == 0x800 || packet.ethertype() == 0x806
                : packet.ethertype() == address.ethertype();
        if (!family) {
            return Verdict.FALSE;
        }
        int source = packet.ethertype() == 0x800 ? 12 : packet.ethertype() == 0x806 ? 14 : 8;
        int destination = packet.ethertype() == 0x800 ? 16 : 24;
        return directed(address.direction(), at(packet.network() + source, address.address()),
                at(packet.network() + destination, address.address()));
    }

    private Verdict port(Expression.Port port) {
        boolean protocol = port.protocol() == 0 ? packet.protocol() == 6 || packet.protocol() == 17
                : packet.protocol() == port.protocol();
        if (!protocol || packet.transport() < 0) {
            return Verdict.FALSE;
        }
        return directed(port.direction(), inRange(packet.transport(), port), inRange(packet.transport() + 2, port));
    }

    /** Of a port cut off after its first byte, what all that it could be have in common: atoms look at a byte alone where it decides. */
    private Verdict inRange(int at, Expression.Port port) {
        int there = Math.min(2, packet.octets().length - at);
        if (there <= 0) {
            return Verdict.BEYOND;
        }
        int least = there == 2 ? packet.half(at) : (packet.octets()[at] & 0xff) << 8;
        int greatest = there == 2 ? least : least | 0xff;
        if (least >= port.first() && greatest <= port.last()) {
            return Verdict.TRUE;
        }
        return greatest < port.first() || least > port.last() ? Verdict.FALSE : Verdict.BEYOND;
    }

    private Verdict bytes(Expression.Bytes bytes) {
        Integer ethertype = ETHERTYPES.get(bytes.header());
        Integer protocol = PROTOCOLS.get(bytes.header());
        int base = ethertype != null ? packet.network() : protocol != null ? packet.transport() : 0;
        boolean there = ethertype != null ? packet.ethertype() == ethertype
                : protocol == null || packet.protocol() == protocol && packet.ethertype() == (protocol == 58 ? 0x86dd : 0x800);
        if (!there || base < 0) {
            return Verdict.FALSE;
        }
        Verdict equal = at(base + bytes.offset(), bytes.bits());
        return bytes.equal() || equal == Verdict.BEYOND ? equal : of(equal == Verdict.FALSE);
    }
}
