package exo.tests.wire;

import exo.tests.wire.packet.ArpPacket;
import exo.tests.wire.packet.EthernetFrame;
import exo.tests.wire.packet.IcmpEcho;
import exo.tests.wire.packet.Ipv4Address;
import exo.tests.wire.packet.Ipv4Packet;
import exo.tests.wire.packet.MacAddress;
import exo.tests.wire.packet.MalformedPacketException;
import exo.tests.wire.packet.UdpDatagram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A peer on the wire, in plain Java: asks and answers ARP, pings and answers pings, sends UDP and awaits its echo. While it waits for
 * one thing it does the others. It believes nothing: every frame that comes is read with all its checks, and what does not hold is
 * a complaint, which a test may look at or, on a faulty wire, expect.
 */
public final class Host {
    private static final int COMPLAINTS_MAX = 1_000;

    private final Wire wire;
    private final MacAddress hardware;
    private final Ipv4Address address;
    private final Set<Integer> echoPorts = new TreeSet<>();
    private final List<String> complaints = new ArrayList<>();

    /** A packet that came, down to what it carries; exactly one of the last three is not null. */
    private record Arrival(EthernetFrame frame, Ipv4Packet packet, ArpPacket arp, IcmpEcho echo, UdpDatagram datagram) {
    }

    public Host(Wire wire, MacAddress hardware, Ipv4Address address) {
        this.wire = wire;
        this.hardware = hardware;
        this.address = address;
    }

    /** From now on what comes to this UDP port goes back to where it came from. */
    public Host echoing(int port) {
        echoPorts.add(port);
        return this;
    }

    public MacAddress hardware() {
        return hardware;
    }

    public Ipv4Address address() {
        return address;
    }

    /** What was wrong with frames that came, the first thousand. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Asks whose card has an address. */
    public MacAddress resolve(Ipv4Address asked, Patience patience) {
        byte[] request = frame(MacAddress.BROADCAST, EthernetFrame.ARP, ArpPacket.request(hardware, address, asked).toBytes());
        return ask("answer to who has " + asked, request, patience, arrival -> arrival.arp() != null
                && arrival.arp().operation() == ArpPacket.REPLY && arrival.arp().senderProtocol().equals(asked)
                && arrival.arp().targetHardware().equals(hardware) && arrival.arp().targetProtocol().equals(address)
                ? arrival.arp().senderHardware() : null);
    }

    /** Pings, and checks that every byte comes back. */
    public void ping(MacAddress card, Ipv4Address other, IcmpEcho echo, Patience patience) {
        byte[] request = packet(card, other, Ipv4Packet.ICMP, echo.toBytes());
        ask("answer to ping " + echo.sequence() + " of " + other, request, patience, arrival -> arrival.echo() != null
                && arrival.packet().source().equals(other) && arrival.frame().source().equals(card) && arrival.echo().reply()
                && arrival.echo().identifier() == echo.identifier() && arrival.echo().sequence() == echo.sequence()
                && Arrays.equals(arrival.echo().data(), echo.data()) ? Boolean.TRUE : null);
    }

    /** Sends a datagram and awaits the same payload back, ports exchanged. */
    public void udpEcho(MacAddress card, Ipv4Address other, UdpDatagram datagram, Patience patience) {
        byte[] request = packet(card, other, Ipv4Packet.UDP, datagram.toBytes(address, other));
        ask("echo from UDP port " + datagram.destinationPort() + " of " + other, request, patience,
                arrival -> isEcho(arrival, card, other, datagram) ? Boolean.TRUE : null);
    }

    /** Sends a datagram and sees that nothing comes back for it in this time. */
    public void udpUnanswered(MacAddress card, Ipv4Address other, UdpDatagram datagram, long milliseconds) {
        wire.send(packet(card, other, Ipv4Packet.UDP, datagram.toBytes(address, other)));
        Object answer = await(milliseconds, arrival -> arrival.datagram() != null && arrival.packet().source().equals(other)
                && arrival.datagram().sourcePort() == datagram.destinationPort() ? Boolean.TRUE : null);
        if (answer != null) {
            throw new AssertionError("UDP port " + datagram.destinationPort() + " of " + other + " answered");
        }
    }

    private static boolean isEcho(Arrival arrival, MacAddress card, Ipv4Address other, UdpDatagram sent) {
        UdpDatagram came = arrival.datagram();
        return came != null && arrival.packet().source().equals(other) && arrival.frame().source().equals(card)
                && came.sourcePort() == sent.destinationPort() && came.destinationPort() == sent.sourcePort()
                && Arrays.equals(came.payload(), sent.payload());
    }

    /** Answers whatever comes, for this time. */
    public void serve(long milliseconds) {
        await(milliseconds, arrival -> null);
    }

    private <T> T ask(String what, byte[] request, Patience patience, Function<Arrival, T> answer) {
        for (int attempt = 0; attempt < patience.attempts(); attempt++) {
            wire.send(request);
            T found = await(patience.milliseconds(), answer);
            if (found != null) {
                return found;
            }
        }
        throw new AssertionError("no " + what + " after " + patience + "; complaints: " + complaints);
    }

    /** What is sought in the first arrival that has it, or null when the time is over. */
    private <T> T await(long milliseconds, Function<Arrival, T> sought) {
        long end = wire.milliseconds() + milliseconds;
        for (int frames = 0; frames < Wire.FRAMES_MAX; frames++) {
            byte[] bytes = wire.receive(Math.max(0, end - wire.milliseconds()));
            if (bytes == null) {
                return null;
            }
            Arrival arrival = read(bytes);
            if (arrival != null) {
                answer(arrival);
                T found = sought.apply(arrival);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new AssertionError(Wire.FRAMES_MAX + " frames, and none that was meant");
    }

    /** Null for what is not for this host, is of no protocol that it speaks, or is malformed. */
    private Arrival read(byte[] bytes) {
        try {
            EthernetFrame frame = EthernetFrame.parse(bytes);
            boolean forUs = frame.destination().equals(hardware) || frame.destination().isGroup();
            if (!forUs || !frame.vlanTags().isEmpty()) {
                return null;
            }
            if (frame.type() == EthernetFrame.ARP) {
                return arp(frame, ArpPacket.parse(frame.payload()));
            }
            return frame.type() == EthernetFrame.IPV4 ? carried(frame, Ipv4Packet.parse(frame.payload())) : null;
        } catch (MalformedPacketException malformed) {
            if (complaints.size() < COMPLAINTS_MAX) {
                complaints.add(malformed.getMessage() + ": " + HexFormat.of().formatHex(bytes));
            }
            return null;
        }
    }

    private static Arrival arp(EthernetFrame frame, ArpPacket arp) throws MalformedPacketException {
        if (!arp.senderHardware().equals(frame.source())) {
            throw new MalformedPacketException("ARP packet of " + arp.senderHardware() + " comes from " + frame.source());
        }
        return new Arrival(frame, null, arp, null, null);
    }

    private Arrival carried(EthernetFrame frame, Ipv4Packet packet) throws MalformedPacketException {
        if (!packet.destination().equals(address) || packet.isFragment()) {
            return null;
        }
        return switch (packet.protocol()) {
            case Ipv4Packet.ICMP -> IcmpEcho.isOne(packet.payload())
                    ? new Arrival(frame, packet, null, IcmpEcho.parse(packet.payload()), null) : null;
            case Ipv4Packet.UDP -> new Arrival(frame, packet, null, null,
                    UdpDatagram.parse(packet.payload(), packet.source(), packet.destination()));
            default -> null;
        };
    }

    private void answer(Arrival arrival) {
        MacAddress back = arrival.frame().source();
        if (arrival.arp() != null) {
            ArpPacket arp = arrival.arp();
            if (arp.operation() == ArpPacket.REQUEST && arp.targetProtocol().equals(address)) {
                wire.send(frame(back, EthernetFrame.ARP, arp.reply(hardware).toBytes()));
            }
        } else if (arrival.echo() != null) {
            if (!arrival.echo().reply()) {
                wire.send(packet(back, arrival.packet().source(), Ipv4Packet.ICMP, arrival.echo().answer().toBytes()));
            }
        } else if (echoPorts.contains(arrival.datagram().destinationPort())) {
            Ipv4Address other = arrival.packet().source();
            UdpDatagram datagram = arrival.datagram();
            UdpDatagram echo = new UdpDatagram(datagram.destinationPort(), datagram.sourcePort(), datagram.payload());
            wire.send(packet(back, other, Ipv4Packet.UDP, echo.toBytes(address, other)));
        }
    }

    private byte[] packet(MacAddress card, Ipv4Address other, int protocol, byte[] payload) {
        return frame(card, EthernetFrame.IPV4, Ipv4Packet.of(address, other, protocol, payload).toBytes());
    }

    private byte[] frame(MacAddress card, int type, byte[] payload) {
        return new EthernetFrame(card, hardware, type, payload).toBytes();
    }
}
