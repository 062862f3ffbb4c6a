package exo.tests.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Faults happen as often as asked, as the seed has it, and are told in the recording. */
class FaultyWireTest {
    private static final long SEED = 50_611;
    private static final int FRAMES = 2_000;
    private static final int FRAME_BYTES = 60;

    private static byte[] frame(int number) {
        byte[] frame = new byte[FRAME_BYTES];
        frame[0] = (byte) (number >>> Byte.SIZE);
        frame[1] = (byte) number;
        return frame;
    }

    /** What arrives of numbered frames, in hexadecimal. */
    private static List<String> arrivals(Faults faults, long seed, Map<Fault, Integer> counts) {
        SimulatedWire[] ends = SimulatedWire.pair(() -> { }, () -> { });
        Wire here = ends[0];
        Wire there = ends[1];
        FaultyWire wire = new FaultyWire(here, faults, Faults.NONE, seed, null);
        for (int number = 0; number < FRAMES; number++) {
            wire.send(frame(number));
        }
        assertNull(wire.receive(0));
        counts.putAll(wire.faultsSent());
        List<String> arrivals = new ArrayList<>();
        for (byte[] frame = there.receive(0); frame != null; frame = there.receive(0)) {
            arrivals.add(HexFormat.of().formatHex(frame));
        }
        return arrivals;
    }

    private static List<String> arrivals(Faults faults) {
        return arrivals(faults, SEED, new HashMap<>());
    }

    @Test
    void withoutFaultsEverythingArrivesAsItWas() {
        List<String> arrivals = arrivals(Faults.NONE);
        assertEquals(FRAMES, arrivals.size());
        for (int number = 0; number < FRAMES; number++) {
            assertEquals(HexFormat.of().formatHex(frame(number)), arrivals.get(number));
        }
    }

    @Test
    void theSeedDecides() {
        Faults faults = Faults.all(100).withGiantsUpTo(9_018);
        assertEquals(arrivals(faults, SEED, new HashMap<>()), arrivals(faults, SEED, new HashMap<>()));
        assertNotEquals(arrivals(faults, SEED, new HashMap<>()), arrivals(faults, SEED + 1, new HashMap<>()));
    }

    @Test
    void eachFaultIsWhatItSays() {
        assertEquals(List.of(), arrivals(Faults.NONE.with(Fault.LOSS, Faults.ALWAYS)));
        List<String> twice = arrivals(Faults.NONE.with(Fault.DUPLICATION, Faults.ALWAYS));
        assertEquals(2 * FRAMES, twice.size());
        assertEquals(twice.get(0), twice.get(1));
        List<String> exchanged = arrivals(Faults.NONE.with(Fault.REORDERING, Faults.ALWAYS));
        assertEquals(HexFormat.of().formatHex(frame(1)), exchanged.get(0));
        assertEquals(HexFormat.of().formatHex(frame(0)), exchanged.get(1));
        assertEquals(FRAMES, exchanged.size());
        arrivals(Faults.NONE.with(Fault.TRUNCATION, Faults.ALWAYS))
                .forEach(frame -> assertTrue(frame.length() >= 2 && frame.length() < 2 * FRAME_BYTES, frame));
        List<String> garbled = arrivals(Faults.NONE.with(Fault.GARBLING, Faults.ALWAYS));
        garbled.forEach(frame -> assertEquals(2 * FRAME_BYTES, frame.length()));
        assertNotEquals(arrivals(Faults.NONE), garbled);
    }

    @Test
    void runtsAndGiantsComeBeside() {
        List<String> runts = arrivals(Faults.NONE.with(Fault.RUNT, Faults.ALWAYS));
        List<String> giants = arrivals(Faults.NONE.with(Fault.GIANT, Faults.ALWAYS).withGiantsUpTo(1_600));
        assertEquals(2 * FRAMES, runts.size());
        assertEquals(2 * FRAMES, giants.size());
        for (int index = 0; index < FRAMES; index++) {
            assertTrue(runts.get(2 * index).length() / 2 < 14, runts.get(2 * index));
            int giantBytes = giants.get(2 * index).length() / 2;
            assertTrue(giantBytes > 1_518 && giantBytes <= 1_600, giantBytes + " bytes");
        }
    }

    @Test
    void faultsHappenAboutAsOftenAsAsked() {
        Map<Fault, Integer> counts = new HashMap<>();
        arrivals(Faults.all(100), SEED, counts);
        for (Fault fault : Fault.values()) {
            int count = counts.getOrDefault(fault, 0);
            assertTrue(count > FRAMES / 20 && count < FRAMES / 5, fault + ": " + count + " of " + FRAMES);
        }
    }

    @Test
    void whatIsReceivedComesToHarmToo() {
        SimulatedWire[] ends = SimulatedWire.pair(() -> { }, () -> { });
        Wire here = ends[0];
        Wire there = ends[1];
        Wire wire = new FaultyWire(here, Faults.NONE, Faults.NONE.with(Fault.REORDERING, Faults.ALWAYS), SEED, null);
        List.of(1, 2, 3).forEach(number -> there.send(frame(number)));
        assertArrayEquals(frame(2), wire.receive(100));
        assertArrayEquals(frame(1), wire.receive(100));
        assertArrayEquals(frame(3), wire.receive(100));
        assertNull(wire.receive(100));
    }

    @Test
    void aFrameHeldBackIsNotHeldForEver() {
        SimulatedWire[] ends = SimulatedWire.pair(() -> { }, () -> { });
        Wire here = ends[0];
        Wire there = ends[1];
        Wire wire = new FaultyWire(here, Faults.NONE.with(Fault.REORDERING, Faults.ALWAYS), Faults.NONE, SEED, null);
        wire.send(frame(1));
        assertNull(there.receive(0));
        assertNull(wire.receive(0));
        assertArrayEquals(frame(1), there.receive(0));
    }

    @Test
    void theRecordingHasEveryFrameAndTellsEveryFault() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong(1L << 40);
        SimulatedWire[] ends = SimulatedWire.pair(() -> { }, () -> { });
        Wire here = ends[0];
        Wire there = ends[1];
        Faults faults = Faults.NONE.with(Fault.LOSS, Faults.ALWAYS);
        Wire wire = new FaultyWire(here, faults, Faults.NONE, SEED, new Recording(file, clock::incrementAndGet));
        wire.send(frame(1));
        there.send(frame(2));
        assertArrayEquals(frame(2), wire.receive(1));
        wire.close();
        PcapngReader capture = new PcapngReader(file.toByteArray());
        assertEquals(List.of(new PcapngReader.Interface(1, "wire", 9)), capture.interfaces());
        assertEquals(2, capture.packets().size());
        PcapngReader.Packet lost = capture.packets().get(0);
        PcapngReader.Packet came = capture.packets().get(1);
        assertArrayEquals(frame(1), lost.frame());
        assertEquals("lost", lost.comment());
        assertEquals(2, lost.flags());
        assertEquals((1L << 40) + 1, lost.time());
        assertArrayEquals(frame(2), came.frame());
        assertNull(came.comment());
        assertEquals(1, came.flags());
    }
}
