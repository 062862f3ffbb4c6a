package exo.tests.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.NetworkStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each reason for which a filter is refused, and that a refusal changes nothing. */
final class FilterRefusalTest {
    private static final Atom IP = Atom.ethertype(0x800);
    private static final Atom TCP = Atom.protocol(6);
    private static final Atom PORT = Atom.destinationPort(7);

    private final NetworkStage stage = new NetworkStage(5, 300);

    private void bad(int atom, Atom... atoms) {
        int status = stage.bind(1, 1, List.of(atoms), 0);
        assertEquals(NetworkStatus.BAD_ATOM, NetworkStatus.code(status), () -> List.of(atoms).toString());
        assertEquals(atom, NetworkStatus.index(status), () -> List.of(atoms).toString());
    }

    private int bind(Atom... atoms) {
        return stage.bind(1, 1, List.of(atoms), 0);
    }

    @Test
    void onlyCanonicalAtomsAreTaken() {
        bad(0, TCP);
        bad(0, new Atom(0, 2, 0, 0xfff0, 0x800));
        bad(1, IP, new Atom(3, 3, 0, 0xffff, 7));
        bad(1, IP, new Atom(3, 2, 1, 0xffff, 7));
        bad(1, IP, new Atom(3, 2, 2, 0, 0));
        bad(1, IP, new Atom(3, 2, 2, 0xff00, 0x100));
        bad(1, IP, new Atom(3, 4, 0, 0xffff, 7));
        bad(1, IP, new Atom(3, 2, 2, 0xfffe, 7));
        bad(1, IP, new Atom(3, 2, 2, 0x1ffff, 7));
        bad(1, IP, new Atom(4, 2, 2, 0xffff, 7));
        bad(1, IP, new Atom(0, 1, 7, 1, 1));
        bad(1, IP, new Atom(1, 2, 12, 0xffff, 0x800));
        bad(2, IP, PORT, PORT);
        bad(2, IP, PORT, Atom.sourcePort(7));
        bad(2, IP, TCP, Atom.vlan(1));
        bad(1, IP, IP);
    }

    @Test
    void whatHasAFieldOrIsNotThereCannotBeAskedForByBytes() {
        bad(1, IP, new Atom(2, 1, 0, 0xff, 0x45));
        bad(1, IP, new Atom(2, 1, 9, 0xff, 6));
        bad(1, IP, new Atom(2, 2, 6, 0x1fff, 0));
        bad(1, IP, new Atom(2, 1, 20, 0xff, 0));
        bad(1, Atom.ethertype(0x86dd), new Atom(2, 1, 6, 0xff, 6));
        bad(1, Atom.ethertype(0x86dd), new Atom(2, 1, 40, 0xff, 6));
        bad(1, Atom.ethertype(0x86dd), Atom.protocol(44));
        bad(1, Atom.ethertype(0x806), TCP);
        bad(1, Atom.ethertype(0x806), PORT);
        bad(1, Atom.ethertype(0x806), Atom.fragment(3, 0));
    }

    @Test
    void aFragmentKindHasOneSpelling() {
        bad(1, IP, Atom.fragment(1, 1));
        bad(1, IP, Atom.fragment(2, 2));
        bad(2, IP, TCP, Atom.fragment(3, 3));
        bad(2, IP, TCP, Atom.fragment(3, 0), PORT);
        bad(2, IP, TCP, Atom.fragment(2, 0), PORT);
        assertTrue(bind(IP, TCP, Atom.fragment(1, 0), PORT) > 0);
        assertTrue(bind(IP, TCP, Atom.fragment(3, 2)) > 0);
    }

    @Test
    void tooManyAtomsAreRefused() {
        List<Atom> atoms = new ArrayList<>(List.of(IP, TCP));
        for (int offset = 0; atoms.size() < 16; offset += 4) {
            atoms.add(new Atom(3, 4, offset, -1, offset));
        }
        assertTrue(stage.bind(1, 1, atoms, 0) > 0);
        atoms.add(new Atom(3, 4, 60, -1, 1));
        assertEquals(NetworkStatus.BAD_COUNT, NetworkStatus.code(stage.bind(1, 1, atoms, 0)));
        assertEquals(NetworkStatus.BAD_COUNT, NetworkStatus.code(stage.bind(1, 1, List.of(), 0)));
    }

    @Test
    void aTieNamesTheOther() {
        int first = bind(IP, TCP, PORT);
        int status = bind(IP, TCP, PORT);
        assertEquals(List.of(NetworkStatus.TIE, 1, first), List.of(NetworkStatus.code(status), NetworkStatus.account(status),
                NetworkStatus.index(status)));
        status = bind(IP, TCP, Atom.sourcePort(9));
        assertEquals(List.of(NetworkStatus.TIE, 1, first), List.of(NetworkStatus.code(status), NetworkStatus.account(status),
                NetworkStatus.index(status)));
    }

    @Test
    void whereATieCannotBeFoundInTimeItIsSaid() {
        for (int address = 1; address <= 61; address++) {
            assertTrue(bind(IP, TCP, Atom.source(address), PORT) > 0);
        }
        assertTrue(bind(IP, TCP, Atom.source(1000), Atom.sourcePort(7)) > 0);
        assertTrue(bind(IP, TCP, Atom.source(62), PORT) > 0);
        assertEquals(NetworkStatus.TOO_MANY_TO_COMPARE, NetworkStatus.code(bind(IP, TCP, Atom.source(1001), Atom.sourcePort(7))));
    }

    @Test
    void shapesAndFiltersRunOut() {
        for (int mask = 0; mask < 8; mask++) {
            assertTrue(bind(IP, TCP, new Atom(3, 1, 3, 0xff << mask & 0xff, 0)) > 0);
        }
        assertEquals(NetworkStatus.NO_FREE_SHAPE, NetworkStatus.code(bind(IP, TCP)));
        int bound = 8;
        int status = 1;
        while (status > 0) {
            status = bind(IP, Atom.protocol(17), Atom.destinationPort(bound++));
        }
        assertEquals(NetworkStatus.NO_FREE_FILTER, NetworkStatus.code(status));
        assertEquals(301, bound);
        assertEquals(0, stage.network().filters().unbind(1, 17));
        assertTrue(bind(IP, Atom.protocol(17), Atom.destinationPort(9999)) > 0);
    }

    @Test
    void anothersFilterIsNotUnbound() {
        int claim = stage.split(1, 1, Claim.of(0x800), 2);
        int filter = stage.bind(2, claim, List.of(IP, TCP, PORT), 77);
        assertEquals(List.of(2, claim, 77L, 16 + 8 + 16 + 1), List.of(stage.network().filters().account(filter),
                stage.network().filters().claim(filter), stage.network().filters().cookie(filter), stage.network().filters().bits(filter)));
        assertEquals(NetworkStatus.NOT_YOURS, NetworkStatus.code(stage.network().filters().unbind(1, filter)));
        for (int none : new int[] {filter + 1, 0, -1, 301}) {
            assertEquals(NetworkStatus.NO_SUCH_FILTER, NetworkStatus.code(stage.network().filters().unbind(1, none)));
        }
        assertEquals(NetworkStatus.NO_SUCH_CLAIM, NetworkStatus.code(stage.bind(1, 0, List.of(IP), 0)));
        assertEquals(NetworkStatus.NOT_YOURS, NetworkStatus.code(stage.bind(1, claim, List.of(IP), 0)));
    }
}
