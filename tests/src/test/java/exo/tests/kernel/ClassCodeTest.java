package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.PacketRing;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The decision structure as code: what runs is the code of the filters as they are, in pages that are sealed and nobody else's; and until it is
 * there, and for packets that it is not for, all is decided as ever.
 */
class ClassCodeTest {
    private static final int PORT = 7;
    private static final int OTHER_PORT = 8;
    /** Until the code is there, with all its steps. */
    private static final int STRETCHES = 10;
    private static final long COMPILING = 100_000_000;
    private static final int CHANGES = 40;
    /** Of the kernel's own pages; the text of few filters takes one or two. */
    private static final int PAGES_MAXIMUM = 4;
    private static final int IP = 14;
    private static final int FRAGMENT = 20;
    private static final int OPTION_WORDS = 0x46;

    private InterpretingStore store;
    private final PacketScene scene = new PacketScene(machine -> {
        InterpretingStore.On on = InterpretingStore.on(machine);
        store = on.store();
        return on.machine();
    });
    private final BootedKernel kernel = scene.kernel;
    private long ring;
    private long otherRing;

    @BeforeEach
    void bind() {
        store.kernel(kernel.aegis());
        ring = scene.ring();
        otherRing = scene.ring();
        scene.udp(PORT, ring, 0);
    }

    /** Beside who runs, what is compiled takes its share of each stretch of time. */
    private void compiled() {
        int before = store.sealings();
        for (int stretch = 0; stretch < STRETCHES; stretch++) {
            kernel.pass(COMPILING);
        }
        assertTrue(store.sealings() > before, () -> "no code was made: " + kernel.printed());
        store.check();
    }

    /** Lets a packet arrive; says whether code has told whose it is. */
    private boolean arrive(byte[] packet) {
        int before = store.calls();
        scene.arrive(packet);
        kernel.machine().timer().advance(COMPILING);
        store.check();
        return store.calls() > before;
    }

    private boolean arrive(int port) {
        return arrive(PacketScene.udp(port, PacketScene.SHORT, false));
    }

    private long came(long to) {
        return scene.received(to) + scene.count(to, PacketRing.DROPPED);
    }

    @Test
    void codeTellsPacketsApart() {
        scene.udp(OTHER_PORT, otherRing, 0);
        compiled();
        assertTrue(arrive(PORT) && arrive(PORT) && arrive(OTHER_PORT) && arrive(1));
        assertEquals(2, came(ring));
        assertEquals(1, came(otherRing));
        assertEquals(1, kernel.books().header64(BooksHeader.PACKETS_UNCLAIMED));
    }

    @Test
    void afterAChangeNoPacketIsToldByTheFiltersThatWere() {
        compiled();
        assertTrue(arrive(PORT));
        long filter = scene.udp(OTHER_PORT, otherRing, 0);
        arrive(OTHER_PORT);
        assertEquals(1, came(otherRing));
        kernel.pass(COMPILING);
        scene.end(filter);
        arrive(OTHER_PORT);
        assertEquals(1, came(otherRing), "it is unbound");
        assertEquals(1, came(ring));
    }

    /** Filters of one shape are found by a table, and their code stays; those of another shape make it another. */
    @Test
    void eachShapeThatComesAndGoesMakesCodeAndThePagesOfTheOldAreFree() {
        compiled();
        for (int change = 0; change < CHANGES; change++) {
            scene.atom(0, 0, 2, 0, 0xffff, 0x0800);
            scene.atom(1, 0, 1, 8, 0xff, 17);
            scene.atom(2, 2, 4, 12, 0xffff_ffffL, 0x0a00_0000);
            scene.atom(3, 3, 2, 2, 0xffff, OTHER_PORT);
            long filter = kernel.call(Call.FILTER_BIND, scene.atoms(), 4, PacketScene.ROOT_CLAIM, otherRing, 0);
            assertTrue(filter > 0, () -> "filter_bind: " + DeclaredStatuses.nameOf(filter));
            compiled();
            assertTrue(arrive(PORT), "there is code for it");
            assertTrue(arrive(OTHER_PORT));
            scene.end(filter);
            compiled();
            assertTrue(store.sealedPages() <= PAGES_MAXIMUM, () -> store.sealedPages() + " pages are sealed");
        }
        assertEquals(CHANGES, came(ring));
        assertEquals(CHANGES, came(otherRing));
    }

    @Test
    void twoClassesHavePagesOfTheirOwn() {
        scene.atom(0, 0, 2, 0, 0xffff, 0x0800);
        scene.atom(1, 0, 1, 8, 0xff, 6);
        scene.atom(2, 3, 2, 2, 0xffff, PORT);
        assertTrue(kernel.call(Call.FILTER_BIND, scene.atoms(), 3, PacketScene.ROOT_CLAIM, otherRing, 0) > 0);
        compiled();
        assertEquals(2, store.sealings());
        byte[] packet = PacketScene.udp(PORT, PacketScene.SHORT, false);
        packet[IP + 9] = 6;
        assertTrue(arrive(packet) && arrive(PORT));
        assertEquals(1, came(ring));
        assertEquals(1, came(otherRing));
    }

    @Test
    void whatIsNotOfTheUsualFormIsNotForTheCodeThatIsForIt() {
        compiled();
        byte[] fragment = PacketScene.udp(PORT, PacketScene.SHORT, false);
        fragment[FRAGMENT + 1] = 1;
        arrive(fragment);
        byte[] options = PacketScene.udp(PORT, PacketScene.SHORT, false);
        options[IP] = OPTION_WORDS;
        arrive(options);
        byte[] shorter = Arrays.copyOf(PacketScene.udp(PORT, PacketScene.SHORT, false), 36);
        arrive(shorter);
        assertEquals(0, came(ring));
        assertEquals(3, kernel.books().header64(BooksHeader.PACKETS_UNCLAIMED));
    }
}
