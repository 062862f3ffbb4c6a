package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.ClassifierText;
import exo.aegis.network.NetworkStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The texts of classes: however many shapes of however many atoms, they are accepted by the checker, and never of another time. */
final class ClassifierTextTest {
    private static final int ACCOUNTS = 8;
    private static final int TCP = 6;
    private static final int ANY = 0;
    private static final long TEXT = 23L << 20;

    private final NetworkStage stage = new NetworkStage(21, 256);
    private final TreeMap<Integer, Filter> bound = new TreeMap<>();

    /** A filter of a shape that no other number gives. */
    private static Filter filter(int account, int protocol, int number, int count) {
        List<Atom> atoms = new ArrayList<>(List.of(Atom.ethertype(0x800)));
        if (protocol != ANY) {
            atoms.add(Atom.protocol(protocol));
        }
        atoms.add(Atom.destination(account));
        for (int word = 0; atoms.size() < count; word++) {
            int mask = 0x7ffe0001 | (word == 0 ? number << 1 : 0);
            // The first word tells all of them apart.
            atoms.add(new Atom(Atom.TRANSPORT, 4, 4 * word, mask, mask & (word == 0 ? number << 17 : 0x11111111 * (word & 7))));
        }
        return new Filter(account, atoms);
    }

    private static byte[] packetOf(Filter filter) {
        byte[] packet = Arrays.copyOf(Packets.ipv4(TCP, 1, filter.account(), 0, 0), 120);
        for (Atom atom : filter.atoms()) {
            if (atom.base() == Atom.TRANSPORT) {
                Packets.word(packet, 34 + atom.offset(), atom.value());
            }
        }
        return packet;
    }

    private int bindAll(int protocol, int atoms) {
        int refused = 0;
        for (int account = 2; account < 2 + ACCOUNTS; account++) {
            int claim = protocol == TCP ? stage.split(1, 1, Claim.of(0x800).address(Claim.ipv4(account), 32), account) : account;
            for (int number = 0; number < 8; number++) {
                Filter filter = filter(account, protocol, 1 + (account - 2) * 8 + number, atoms);
                int status = stage.bind(claim, filter);
                if (status > 0) {
                    bound.put(status, filter);
                } else {
                    assertEquals(NetworkStatus.NO_FREE_SHAPE, NetworkStatus.code(status));
                    refused++;
                }
            }
        }
        return refused;
    }

    @Test
    void aClassOfManyShapesIsAccepted() {
        areAccepted(4);
        assertEquals(48, bound.size(), "half of them of the class, half of its ethertype alone");
    }

    @Test
    void aClassOfLongShapesIsAccepted() {
        areAccepted(16);
    }

    private void areAccepted(int atoms) {
        stage.programs().checkAll();
        int refused = bindAll(TCP, atoms) + bindAll(ANY, atoms);
        assertTrue(refused > 0, "there was room for all");
        List<Filter> model = new ArrayList<>();
        for (int index = 0; index <= bound.lastKey(); index++) {
            model.add(bound.get(index));
        }
        bound.forEach((index, filter) -> {
            byte[] packet = packetOf(filter);
            assertEquals(Filter.winner(model, new ParsedPacket(packet)), stage.classifyByProgram(packet));
            assertEquals(stage.classify(packet), stage.classifyByProgram(packet));
        });
        System.out.println(bound.size() + " shapes, " + refused + " refused, " + stage.programs().runs() + " runs");
        assertTrue(stage.programs().runs() > bound.size(), "the programs were not run");
    }

    @Test
    void aTextWhoseClassChangesIsBegunAgain() {
        assertTrue(stage.bind(1, 1, List.of(Atom.ethertype(0x800), Atom.protocol(TCP), Atom.destinationPort(7)), 0) > 0);
        ClassifierText text = stage.network().text();
        int index = stage.network().classifier().stale(1);
        text.begin(index, TEXT);
        assertEquals(ClassifierText.MORE, text.step());
        assertTrue(stage.bind(1, 1, List.of(Atom.ethertype(0x800), Atom.destination(7)), 0) > 0);
        assertEquals(ClassifierText.CHANGED, text.step());
        long old = text.version();
        stage.network().classifier().commitCompiled(index, old);
        assertEquals(index, stage.network().classifier().stale(1), "what was written of an older version counts");
        text.begin(index, TEXT);
        assertEquals(List.of(ClassifierText.MORE, ClassifierText.MORE, ClassifierText.DONE),
                List.of(text.step(), text.step(), text.step()));
    }
}
