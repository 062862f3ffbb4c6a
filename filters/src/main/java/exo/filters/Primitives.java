package exo.filters;

import exo.abi.PacketBase;
import exo.filters.Expression.Bits;
import exo.filters.Expression.Direction;
import java.util.ArrayList;
import java.util.List;

/** What each primitive comes to, in alternatives. */
final class Primitives {
    private static final int IPV4 = 0x800;
    private static final int ARP = 0x806;
    private static final int IPV6 = 0x86dd;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int NOT_LATER = Conjunction.WHOLE | Conjunction.FIRST;
    private static final int PORT_BITS = 16;

    private Primitives() {
    }

    static List<Conjunction> of(Expression expression) throws FilterException {
        if (expression instanceof Expression.Ethertype ethertype) {
            return List.of(Conjunction.ofEthertype(ethertype.value()));
        }
        if (expression instanceof Expression.Vlan vlan) {
            return List.of(Conjunction.ofVlan(vlan.value()));
        }
        if (expression instanceof Expression.Protocol protocol) {
            return protocol(protocol.ethertype(), protocol.value());
        }
        if (expression instanceof Expression.LinkAddress address) {
            return directed(address.direction(), bytes(PacketBase.LINK, 6, address.address()),
                    bytes(PacketBase.LINK, 0, address.address()));
        }
        if (expression instanceof Expression.Address address) {
            return address(address);
        }
        return expression instanceof Expression.Port port ? port(port) : HeaderBytes.of((Expression.Bytes) expression);
    }

    /** So many bytes from an offset on. */
    static Conjunction bytes(int base, int offset, Bits bits) {
        Conjunction all = new Conjunction();
        for (int index = 0; index < bits.mask().length; index++) {
            all = all.and(Conjunction.ofByte(Conjunction.place(base, offset + index), bits.mask()[index], bits.value()[index]));
        }
        return all;
    }

    private static List<Conjunction> directed(Direction direction, Conjunction source, Conjunction destination) {
        switch (direction) {
            case SOURCE:
                return List.of(source);
            case DESTINATION:
                return List.of(destination);
            case BOTH:
                return List.of(source.and(destination));
            default:
                return List.of(source, destination);
        }
    }

    static List<Conjunction> protocol(int ethertype, int value) {
        List<Conjunction> all = new ArrayList<>();
        for (int each : ethertype == 0 ? new int[] {IPV4, IPV6} : new int[] {ethertype}) {
            all.add(Conjunction.ofEthertype(each).and(Conjunction.ofProtocol(value)));
        }
        return all;
    }

    private static List<Conjunction> address(Expression.Address address) {
        List<Conjunction> all = new ArrayList<>();
        for (int each : address.ethertype() == 0 ? new int[] {IPV4, ARP} : new int[] {address.ethertype()}) {
            int source = each == IPV4 ? 12 : each == ARP ? 14 : 8;
            int destination = each == IPV4 ? 16 : 24;
            for (Conjunction one : directed(address.direction(), bytes(PacketBase.NETWORK, source, address.address()),
                    bytes(PacketBase.NETWORK, destination, address.address()))) {
                all.add(Conjunction.ofEthertype(each).and(one));
            }
        }
        return all;
    }

    // ---- ports -----------------------------------------------------------------------------------------------------------------

    private static List<Conjunction> port(Expression.Port port) throws FilterException {
        List<Conjunction> source = range(0, port.first(), port.last());
        List<Conjunction> destination = range(2, port.first(), port.last());
        List<Conjunction> ports = switch (port.direction()) {
            case SOURCE -> source;
            case DESTINATION -> destination;
            case BOTH -> Alternatives.and(source, destination);
            default -> Alternatives.or(source, destination);
        };
        List<Conjunction> protocols = new ArrayList<>();
        for (int each : port.protocol() == 0 ? new int[] {TCP, UDP} : new int[] {port.protocol()}) {
            protocols.addAll(protocol(0, each));
        }
        return Alternatives.and(protocols, ports);
    }

    /** A range as prefixes, each as wide as fits from where the one before ends. */
    private static List<Conjunction> range(int offset, int first, int last) {
        List<Conjunction> all = new ArrayList<>();
        int from = first;
        while (from <= last) {
            int open = 0;
            while (open < PORT_BITS && (from & (1 << open + 1) - 1) == 0 && from + (1 << open + 1) - 1 <= last) {
                open++;
            }
            int mask = -1 << open & 0xffff;
            Bits bits = new Bits(new byte[] {(byte) (mask >>> 8), (byte) mask}, new byte[] {(byte) (from >>> 8), (byte) from});
            all.add(bytes(PacketBase.TRANSPORT, offset, bits).and(Conjunction.ofFragments(NOT_LATER)));
            from += 1 << open;
        }
        return all;
    }
}
