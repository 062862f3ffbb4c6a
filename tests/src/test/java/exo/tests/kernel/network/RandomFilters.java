package exo.tests.kernel.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Filters of few values, so that many nearly meet, and packets that nearly match them. */
public final class RandomFilters {
    private static final int[] PORTS = {7, 8, 80, 0x1234, 0xffff};
    private static final int[] MASKS = {0xffff, 0xffff, 0xfff8, 0xff00, 0x0001, 0x8001};
    private static final int[] ADDRESSES = {0x0a000001, 0x0a000002, 0x0a010001, 0xe0000001};
    private static final int[] PROTOCOLS = {6, 17, 1};

    private final SplittableRandom random;

    public RandomFilters(SplittableRandom random) {
        this.random = random;
    }

    private int of(int... values) {
        return values[random.nextInt(values.length)];
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    /** A filter about IPv4, or now and then IPv6 or ARP; inside the claim to its local address. */
    public Filter filter(int account, int localAddress) {
        List<Atom> atoms = new ArrayList<>();
        int ethertype = of(0x800, 0x800, 0x800, 0x800, 0x86dd, 0x806);
        boolean ip = ethertype != 0x806;
        boolean transport = ip && !oneIn(4);
        atoms.add(Atom.ethertype(ethertype));
        if (oneIn(5)) {
            atoms.add(Atom.vlan(of(1, 2)));
        }
        if (ip && !oneIn(6)) {
            atoms.add(Atom.protocol(of(PROTOCOLS)));
        }
        boolean ports = transport && !oneIn(8);
        if (ip && oneIn(4)) {
            atoms.add(fragment(ports));
        }
        if (oneIn(8)) {
            atoms.add(new Atom(Atom.LINK, 4, 8, -1, of(1, 2)));
        }
        addNetwork(atoms, ethertype, localAddress);
        if (ports) {
            addPorts(atoms);
        }
        return new Filter(account, atoms);
    }

    private Atom fragment(boolean transport) {
        if (transport) {
            return Atom.fragment(1, random.nextInt(2));
        }
        return oneIn(2) ? Atom.fragment(3, random.nextInt(3)) : Atom.fragment(1 + random.nextInt(2), 0);
    }

    private void addNetwork(List<Atom> atoms, int ethertype, int localAddress) {
        if (ethertype == 0x800) {
            if (oneIn(8)) {
                atoms.add(new Atom(Atom.NETWORK, 1, 6, 0x40, of(0, 0x40)));
            }
            if (oneIn(3)) {
                atoms.add(oneIn(2) ? Atom.source(of(ADDRESSES)) : new Atom(Atom.NETWORK, 2, 12, 0xffff, of(0x0a00, 0x0a01)));
            }
            atoms.add(Atom.destination(localAddress));
        } else if (ethertype == 0x86dd) {
            if (oneIn(3)) {
                atoms.add(new Atom(Atom.NETWORK, 1, 7, 0xff, of(1, 64)));
                atoms.add(new Atom(Atom.NETWORK, 4, 8, -1, of(ADDRESSES)));
                atoms.add(new Atom(Atom.NETWORK, 4, 12, -1, of(1, 2)));
            }
            atoms.add(new Atom(Atom.NETWORK, 4, 24, -1, localAddress));
        } else {
            if (oneIn(3)) {
                atoms.add(new Atom(Atom.NETWORK, 1, 7, 0xff, of(1, 2)));
            }
            atoms.add(new Atom(Atom.NETWORK, 4, 24, -1, localAddress));
        }
    }

    private void addPorts(List<Atom> atoms) {
        int mask = of(MASKS);
        int value = of(PORTS) & mask;
        boolean wide = (mask & 0xff) != 0 && (mask & 0xff00) != 0;
        switch (random.nextInt(4)) {
            case 0 -> atoms.add(new Atom(Atom.TRANSPORT, 4, 0, -1, of(PORTS) << 16 | of(PORTS)));
            case 1 -> atoms.add(Atom.sourcePort(of(PORTS)));
            default -> atoms.add(wide ? new Atom(Atom.TRANSPORT, 2, 2, mask, value)
                    : (mask & 0xff) == 0 ? new Atom(Atom.TRANSPORT, 1, 2, mask >>> 8, value >>> 8)
                    : new Atom(Atom.TRANSPORT, 1, 3, mask, value));
        }
        if (oneIn(6)) {
            atoms.add(new Atom(Atom.TRANSPORT, 1, 13, 0x12, of(0x12, 2, 0x10)));
        }
        if (oneIn(12)) {
            atoms.add(new Atom(Atom.TRANSPORT, 4, 40, 0x00ffff00, 0x00010200));
        }
    }

    /** A packet that matches the filter, or would but for a bit, a few bytes, or its length. */
    public byte[] packetNear(Filter filter) {
        byte[] packet = packetOf(filter);
        switch (random.nextInt(8)) {
            case 0 -> flipOneOf(packet, filter);
            case 1 -> packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> packet = java.util.Arrays.copyOf(packet, random.nextInt(packet.length + 1));
            case 3 -> {
                for (int times = random.nextInt(6); times >= 0; times--) {
                    packet[random.nextInt(packet.length)] = (byte) random.nextInt();
                }
            }
            default -> {
                return packet;
            }
        }
        return packet;
    }

    private void flipOneOf(byte[] packet, Filter filter) {
        Atom atom = filter.atoms().get(random.nextInt(filter.atoms().size()));
        ParsedPacket parsed = new ParsedPacket(packet);
        int base = atom.base() == Atom.LINK ? 0 : atom.base() == Atom.NETWORK ? parsed.network()
                : atom.base() == Atom.TRANSPORT ? parsed.transport() : 12;
        int at = base + (atom.base() == Atom.FIELD ? 0 : atom.offset());
        if (base >= 0 && at < packet.length) {
            packet[at] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private byte[] packetOf(Filter filter) {
        PacketBuilder builder = new PacketBuilder(random, filter);
        return builder.packet();
    }
}
