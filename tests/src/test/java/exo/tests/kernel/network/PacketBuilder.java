package exo.tests.kernel.network;

import java.util.SplittableRandom;

/** One packet that a filter matches, with whatever the filter leaves open drawn at random: options, extension headers, fragments. */
public final class PacketBuilder {
    private static final int[] EXTENSIONS = {0, 43, 60, 51, 44};

    private final SplittableRandom random;
    private final Filter filter;
    private final byte[] packet;
    private int network = 14;
    private int transport;

    public PacketBuilder(SplittableRandom random, Filter filter) {
        this.random = random;
        this.filter = filter;
        packet = new byte[60 + random.nextInt(140)];
        random.nextBytes(packet);
    }

    public byte[] packet() {
        int ethertype = field(Atom.ETHERTYPE, 0x9000);
        int vlan = field(Atom.VLAN, -1);
        if (vlan >= 0) {
            half(12, random.nextInt(4) == 0 ? 0x88a8 : 0x8100);
            half(14, vlan | random.nextInt(16) << 12);
            network = 18;
        }
        half(network - 2, ethertype);
        transport = network;
        if (ethertype == 0x800) {
            ipv4();
        } else if (ethertype == 0x86dd) {
            ipv6();
        }
        for (Atom atom : filter.atoms()) {
            apply(atom);
        }
        return packet;
    }

    private int field(int which, int otherwise) {
        return filter.atoms().stream().filter(atom -> atom.isField(which)).mapToInt(Atom::value).findFirst().orElse(otherwise);
    }

    /** A fragment kind that the filter takes, mostly whole. */
    private int fragmentKind() {
        Atom atom = filter.atoms().stream().filter(one -> one.isField(Atom.FRAGMENT)).findFirst().orElse(null);
        int kind = random.nextInt(6) == 0 ? random.nextInt(3) : 0;
        return atom == null || (kind & atom.mask()) == atom.value() ? kind : atom.value();
    }

    private void ipv4() {
        int words = random.nextInt(5) == 0 ? 5 + random.nextInt(11) : 5;
        packet[network] = (byte) (0x40 | words);
        int kind = fragmentKind();
        half(network + 6, (packet[network + 6] & 0x40) << 8 | (kind == 0 ? 0 : kind == 1 ? 0x2000 : 1 + random.nextInt(0x1fff)));
        packet[network + 9] = (byte) field(Atom.PROTOCOL, random.nextInt(2) == 0 ? 6 : random.nextInt(256));
        transport = network + 4 * words;
    }

    private void ipv6() {
        packet[network] = (byte) (0x60 | random.nextInt(16));
        int kind = fragmentKind();
        int protocol = field(Atom.PROTOCOL, random.nextInt(2) == 0 ? 17 : 59);
        int next = network + 6;
        int at = network + 40;
        int extensions = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
        while (extensions-- > 0 && at + 24 < packet.length) {
            int header = EXTENSIONS[random.nextInt(4)];
            packet[next] = (byte) header;
            packet[at + 1] = (byte) random.nextInt(2);
            next = at;
            at += header == 51 ? 4 * (packet[at + 1] + 2) : 8 * (packet[at + 1] + 1);
        }
        if (kind != 0 && at + 8 < packet.length) {
            packet[next] = 44;
            half(at + 2, kind == 1 ? 1 : 8 + random.nextInt(1000) * 8);
            next = at;
            at += 8;
        }
        packet[next] = (byte) protocol;
        transport = at;
    }

    private void half(int at, int value) {
        packet[at] = (byte) (value >>> 8);
        packet[at + 1] = (byte) value;
    }

    private void apply(Atom atom) {
        int base = atom.base() == Atom.LINK ? 0 : atom.base() == Atom.NETWORK ? network : transport;
        for (int index = 0; atom.base() != Atom.FIELD && index < atom.width(); index++) {
            int at = base + atom.offset() + index;
            int shift = 8 * (atom.width() - 1 - index);
            if (at < packet.length) {
                packet[at] = (byte) (packet[at] & ~(atom.mask() >>> shift) | atom.value() >>> shift);
            }
        }
    }
}
