package exo.tests.kernel;

import exo.tests.kernel.network.Atom;
import exo.tests.kernel.network.Claim;
import exo.tests.kernel.network.Filter;
import exo.tests.kernel.network.RandomFilters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Claims, filters and packets of few values, so that they meet: good ones, such as nearly are, and garbage. */
final class RandomPackets {
    private static final int[] PORTS = {7, 8, 80, 0x1234};
    private static final int FIRST_ADDRESS = 0x0a00_0001;
    private static final int IPV4 = 0x800;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int ADDRESS_BITS = 32;
    private static final int SOURCE_AT = 26;
    private static final int TOTAL_AT = 16;
    private static final int SHORT = 60;
    private static final int LONGEST = 1600;

    private final Random random;
    private final NetworkGrants grants;

    /** @param grants  what is bound and claimed, for packets to be near it */
    RandomPackets(Random random, NetworkGrants grants) {
        this.random = random;
        this.grants = grants;
    }

    private int port() {
        return PORTS[random.nextInt(PORTS.length)];
    }

    private int address() {
        return FIRST_ADDRESS + random.nextInt(3);
    }

    // ---- claims and filters ----------------------------------------------------------------------------------------------

    /** Part of another, mostly. */
    Claim part(Claim of) {
        Claim part = Claim.of(random.nextInt(12) == 0 ? random.nextInt(0x10001) : of.ethertype() == Claim.ANY_ETHERTYPE ? IPV4 : of.ethertype());
        part = of.vlan() != Claim.ANY_VLAN ? part.vlan(of.vlan()) : random.nextInt(6) == 0 ? part.vlan(random.nextInt(2) * Claim.UNTAGGED)
                : part;
        if (of.addressBits() != 0 || random.nextInt(3) == 0) {
            boolean same = of.addressBits() == ADDRESS_BITS && random.nextInt(8) != 0;
            part = part.address(same ? of.address() : Claim.ipv4(address() & -1 << random.nextInt(12) / 9), same ? ADDRESS_BITS
                    : ADDRESS_BITS - random.nextInt(12) / 9);
        }
        if (of.protocol() == Claim.ANY_PROTOCOL && random.nextInt(3) == 0) {
            return part;
        }
        part = part.protocol(of.protocol() != Claim.ANY_PROTOCOL ? of.protocol() : random.nextInt(8) == 0 ? TCP : UDP);
        int first = port();
        return random.nextInt(6) == 0 ? part : part.ports(first, first + random.nextInt(8) / 6);
    }

    /** One inside a claim, mostly. */
    Filter filter(Claim in) {
        if (in.addressBits() == ADDRESS_BITS && in.portLast() == Claim.ALL_PORTS || in.ethertype() == Claim.ANY_ETHERTYPE && random.nextBoolean()) {
            int local = in.addressBits() == 0 ? address() : number(in.address());
            return new RandomFilters(new SplittableRandom(random.nextLong())).filter(0, local);
        }
        List<Atom> atoms = new ArrayList<>(List.of(Atom.ethertype(in.ethertype() == Claim.ANY_ETHERTYPE ? IPV4 : in.ethertype())));
        if (in.vlan() < Claim.UNTAGGED || in.vlan() == Claim.ANY_VLAN && random.nextInt(6) == 0) {
            atoms.add(Atom.vlan(in.vlan() < Claim.UNTAGGED ? in.vlan() : 1));
        }
        atoms.add(Atom.protocol(in.protocol() == Claim.ANY_PROTOCOL ? UDP : in.protocol()));
        if (random.nextInt(4) == 0) {
            atoms.add(Atom.source(address()));
        }
        if (in.addressBits() != 0 || random.nextInt(4) == 0) {
            atoms.add(Atom.destination(in.addressBits() == 0 ? address() : number(in.address())));
        }
        int port = in.portLast() == Claim.ALL_PORTS || random.nextInt(8) == 0 ? port()
                : in.portFirst() + random.nextInt(in.portLast() - in.portFirst() + 1);
        atoms.add(random.nextInt(4) == 0 ? new Atom(Atom.TRANSPORT, 4, 0, -1, port() << 16 | port) : Atom.destinationPort(port));
        return new Filter(0, atoms);
    }

    private static int number(byte[] address) {
        return (address[0] & 0xff) << 24 | (address[1] & 0xff) << 16 | (address[2] & 0xff) << 8 | address[3] & 0xff;
    }

    // ---- packets ---------------------------------------------------------------------------------------------------------

    private static void word(byte[] packet, int at, int value, int count) {
        for (int i = 0; i < count; i++) {
            packet[at + i] = (byte) (value >>> 8 * (count - 1 - i));
        }
    }

    /** Of UDP, whole; from this station, or a foreign one. */
    private byte[] udp(boolean own) {
        int byteCount = random.nextInt(4) == 0 ? SHORT + random.nextInt(700) : SHORT;
        byte[] packet = PacketScene.udp(port(), byteCount, own);
        word(packet, SOURCE_AT, address(), 4);
        word(packet, SOURCE_AT + 4, address(), 4);
        return packet;
    }

    /** One that comes in. */
    byte[] coming() {
        switch (random.nextInt(8)) {
            case 0:
                return damaged(udp(false));
            case 1:
                byte[] garbage = new byte[random.nextInt(random.nextInt(8) == 0 ? LONGEST : 100)];
                random.nextBytes(garbage);
                return garbage;
            case 2:
                return udp(random.nextBoolean());
            default:
                return near();
        }
    }

    /** What a filter that is bound matches, or nearly; as it is sent from here, now and then, for handlers that send it back. */
    private byte[] near() {
        List<NetworkGrants.Bound> bound = grants.filters().values().stream()
                .filter(one -> random.nextInt(8) == 0 || grants.isAlive(one)).toList();
        if (bound.isEmpty()) {
            return udp(false);
        }
        Filter filter = bound.get(random.nextInt(bound.size())).filter();
        byte[] packet = new RandomFilters(new SplittableRandom(random.nextLong())).packetNear(filter);
        if (random.nextInt(3) == 0 && packet.length >= SHORT) {
            System.arraycopy(PacketScene.udp(0, SHORT, true), 6, packet, 6, 6);
            word(packet, TOTAL_AT, packet.length - 14, 2);
        }
        return packet;
    }

    /** A fragment, with a wrong length, cut off, or with an octet changed. */
    private byte[] damaged(byte[] packet) {
        switch (random.nextInt(5)) {
            case 0:
                word(packet, 20, random.nextBoolean() ? 0x2000 : 1 + random.nextInt(0x1fff), 2);
                return packet;
            case 1:
                word(packet, TOTAL_AT, random.nextInt(packet.length + 20), 2);
                return packet;
            case 2:
                return Arrays.copyOf(packet, 14 + random.nextInt(packet.length - 14));
            default:
                packet[random.nextInt(46)] ^= (byte) (1 << random.nextInt(8));
                return packet;
        }
    }

    /** One that goes out: as a claim has it, or what it has to be from somebody else, or is no packet. */
    byte[] going(List<Claim> held) {
        byte[] packet = udp(random.nextInt(8) != 0);
        if (!held.isEmpty() && random.nextInt(4) != 0) {
            Claim claim = held.get(random.nextInt(held.size()));
            if (claim.addressBits() != 0) {
                System.arraycopy(claim.address(), 0, packet, SOURCE_AT, 4);
            }
            packet[23] = (byte) (claim.protocol() == Claim.ANY_PROTOCOL ? UDP : claim.protocol());
            if (claim.portLast() != Claim.ALL_PORTS) {
                word(packet, 34, claim.portFirst(), 2);
            }
        }
        return random.nextInt(5) == 0 ? damaged(packet) : packet;
    }
}
