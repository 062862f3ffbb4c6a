package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.NetworkStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every pair of filters of a small kind, and every packet that tells them apart: what is delivered is what the specification says. */
final class SmallWorldTest {
    private static final int[][] PORTS = {{0, 0}, {0xffff, 0x0107}, {0xfffe, 0x0106}, {0x0101, 0x0101}, {0xff00, 0x0100}};
    private static final int[][] FRAGMENTS = {{0, 0}, {3, 0}, {3, 1}, {3, 2}, {2, 0}, {1, 0}, {1, 1}};

    private final List<Filter> filters = filters();
    private final List<byte[]> packets = packets();
    private final NetworkStage stage = new NetworkStage(1, 8);
    private long ties;

    private static List<Filter> filters() {
        List<Filter> all = new ArrayList<>();
        for (int protocol : new int[] {0, Packets.TCP, Packets.UDP}) {
            for (int vlan = 0; vlan < 2; vlan++) {
                for (int[] fragment : FRAGMENTS) {
                    for (int[] port : PORTS) {
                        for (int source = 0; source < 2; source++) {
                            add(all, protocol, vlan, fragment, port, source);
                        }
                    }
                }
            }
        }
        return all;
    }

    /** Leaves out what is not canonical. */
    private static void add(List<Filter> all, int protocol, int vlan, int[] fragment, int[] port, int source) {
        boolean transport = port[0] != 0;
        boolean redundant = fragment[0] != 0 && (transport ? fragment[0] != 1 : fragment[0] == 1 && fragment[1] == 1);
        if (redundant) {
            return;
        }
        List<Atom> atoms = new ArrayList<>(List.of(Atom.ethertype(0x800)));
        if (vlan != 0) {
            atoms.add(Atom.vlan(vlan));
        }
        if (protocol != 0) {
            atoms.add(Atom.protocol(protocol));
        }
        if (fragment[0] != 0) {
            atoms.add(Atom.fragment(fragment[0], fragment[1]));
        }
        if (source != 0) {
            atoms.add(Atom.source(Packets.THERE));
        }
        if (transport) {
            boolean half = (port[0] & 0xff) != 0;
            atoms.add(half ? new Atom(Atom.TRANSPORT, 2, 2, port[0], port[1])
                    : new Atom(Atom.TRANSPORT, 1, 2, port[0] >>> 8, port[1] >>> 8));
        }
        all.add(new Filter(1, atoms));
    }

    private static List<byte[]> packets() {
        List<byte[]> all = new ArrayList<>();
        for (int vlan = 0; vlan < 3; vlan++) {
            for (int protocol : new int[] {Packets.TCP, Packets.UDP, 1}) {
                for (int flags : new int[] {0, 0x2000, 0x2001}) {
                    for (int port : new int[] {0x0106, 0x0107, 0x0108, 0x0109, 0x0206, 0x0307}) {
                        for (int from : new int[] {Packets.THERE, Packets.HERE}) {
                            byte[] packet = Packets.fragment(Packets.ipv4(protocol, from, Packets.HERE, 9, port, port & 1), flags);
                            all.add(vlan == 0 ? packet : Packets.tagged(packet, 0x8100, vlan));
                        }
                    }
                }
            }
        }
        return all;
    }

    private BitSet matched(Filter filter) {
        BitSet set = new BitSet();
        for (int index = 0; index < packets.size(); index++) {
            set.set(index, filter.matches(new ParsedPacket(packets.get(index))));
        }
        return set;
    }

    @Test
    void allPairsDeliverWhatTheSpecificationSays() {
        List<BitSet> matched = filters.stream().map(this::matched).toList();
        for (int one = 0; one < filters.size(); one++) {
            for (int other = 0; other < filters.size(); other++) {
                pair(filters.get(one), matched.get(one), filters.get(other), matched.get(other));
            }
        }
        System.out.println(filters.size() + " filters, " + packets.size() + " packets, " + ties + " ties");
        assertTrue(ties > 0);
    }

    private void pair(Filter one, BitSet ofOne, Filter other, BitSet ofOther) {
        int first = stage.bind(1, one);
        int second = stage.bind(1, other);
        assertTrue(first > 0, () -> "refused: " + one);
        boolean tie = one.bits() == other.bits() && ofOne.intersects(ofOther);
        assertEquals(tie ? NetworkStatus.TIE : NetworkStatus.OK, NetworkStatus.code(second), () -> one + " and " + other);
        if (tie) {
            ties++;
            assertEquals(first, NetworkStatus.index(second));
        } else if (ofOne.intersects(ofOther)) {
            for (int index = 0; index < packets.size(); index++) {
                boolean secondGets = ofOther.get(index) && !(ofOne.get(index) && one.bits() > other.bits());
                deliver(index, secondGets ? second : ofOne.get(index) ? first : 0);
            }
            stage.network().filters().unbind(1, second);
        } else {
            stage.network().filters().unbind(1, second);
        }
        stage.network().filters().unbind(1, first);
    }

    private void deliver(int index, int expected) {
        byte[] packet = packets.get(index);
        assertEquals(expected, stage.classify(packet), () -> Arrays.toString(packet));
        if (index % 16 == 0) {
            assertEquals(expected, stage.classifyByProgram(packet), () -> "by program: " + Arrays.toString(packet));
        }
    }

    @Test
    void whoAsksForMoreHasMoreBits() {
        List<BitSet> matched = filters.stream().map(this::matched).toList();
        for (int one = 0; one < filters.size(); one++) {
            for (int other = 0; other < filters.size(); other++) {
                BitSet rest = (BitSet) matched.get(one).clone();
                rest.andNot(matched.get(other));
                if (rest.isEmpty() && !matched.get(one).equals(matched.get(other))) {
                    Filter narrow = filters.get(one);
                    Filter wide = filters.get(other);
                    assertTrue(narrow.bits() > wide.bits(), () -> narrow + " lies in " + wide);
                }
            }
        }
    }
}
