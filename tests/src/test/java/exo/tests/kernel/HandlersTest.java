package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.PacketVerdict;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import exo.abi.Status;
import exo.ebpf.Run;
import exo.machine.simulated.SimulatedNetworkDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A packet handler decides for its owner, and reaches the packet that it runs for, its area, and nothing else. */
class HandlersTest {
    private static final int PORT = 7;

    private final PacketScene scene = new PacketScene();
    private final BootedKernel kernel = scene.kernel;
    private final long area = scene.family.frame();

    private long report() {
        return scene.word(area, HandlerTexts.REPORT);
    }

    /** How its last run ended; where it did stands above that in the record. */
    private int outcome(long program) {
        return (int) kernel.books().program64(Downloads.index(program), ProgramRecord.OUTCOME);
    }

    private long with(long[] text, long ring) {
        long program = scene.handler(text, area);
        scene.udp(PORT, ring, program);
        return program;
    }

    private long offeredRing() {
        long ring = scene.ring();
        scene.offered(ring);
        return ring;
    }

    @ParameterizedTest
    @ValueSource(ints = {PacketVerdict.DROP, PacketVerdict.DELIVER, 2, -1})
    void aPacketIsDeliveredIfTheHandlerSaysSo(int verdict) {
        long ring = offeredRing();
        with(Texts.giving(verdict), ring);
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, false));
        assertEquals(verdict == PacketVerdict.DELIVER ? 1 : 0, scene.received(ring));
    }

    @Test
    void aHandlerThatDoesNotComeToItsEndHasSaidNothing() {
        long ring = offeredRing();
        with(Texts.giving(PacketVerdict.DELIVER), ring);
        long other = scene.family.frame();
        long endless = scene.handler(HandlerTexts.endless(), other);
        scene.udp(PORT + 1, ring, endless);
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, false));
        assertEquals(1, scene.received(ring));
        scene.offered(ring);
        scene.arrive(PacketScene.udp(PORT + 1, PacketScene.SHORT, false));
        assertEquals(1, scene.received(ring));
        assertEquals(1, scene.octet(other, 0), "it has run");
        assertEquals(Run.BUDGET_SPENT, outcome(endless));
    }

    @Test
    void aHandlerIsNotEndedWhileAFilterNeedsIt() {
        long program = scene.handler(Texts.giving(0), area);
        long filter = scene.udp(PORT, 0, program);
        assertEquals(Status.PROGRAM_BUSY, kernel.call(Call.PROGRAM_END, program));
        scene.end(filter);
        assertEquals(Status.OK, kernel.call(Call.PROGRAM_END, program));
    }

    @Test
    void onlyAReadyHandlerOfOnesOwnIsBound() {
        long begun = scene.downloads.begun(Texts.giving(0), ProgramHook.HANDLER);
        assertEquals(Status.WRONG_STATE, scene.tryUdp(PORT, PacketScene.ROOT_CLAIM, 0, begun));
        long predicate = scene.downloads.ready(Texts.giving(0), ProgramHook.PREDICATE);
        assertEquals(Status.WRONG_STATE, scene.tryUdp(PORT, PacketScene.ROOT_CLAIM, 0, predicate));
        long program = scene.handler(Texts.giving(0), area);
        scene.family.run(sibling());
        assertEquals(Status.NOT_YOURS, scene.tryUdp(PORT, PacketScene.ROOT_CLAIM, 0, program));
    }

    /** Spends from the root's account. */
    private long sibling() {
        long child = scene.family.childIn(0, "sibling");
        scene.family.start(child);
        return child;
    }

    // ---- sending -------------------------------------------------------------------------------------------------------

    @Test
    void aHandlerSendsThePacketAsItIs() {
        with(HandlerTexts.sending(0, PacketVerdict.DROP, 1), 0);
        byte[] packet = PacketScene.udp(PORT, PacketScene.LONG, true);
        scene.arrive(packet);
        assertEquals(Status.OK, report());
        assertArrayEquals(packet, scene.device.departed());
    }

    @Test
    void aHandlerSendsNothingThatItsOwnerMayNot() {
        with(HandlerTexts.sending(0, PacketVerdict.DROP, 1), 0);
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, false));
        assertEquals(Status.NOT_CLAIMED, report());
        assertNull(scene.device.departed());
    }

    @ParameterizedTest
    @CsvSource({"61", "13", "0", "-1", "2000"})
    void aHandlerSendsNothingBeyondThePacket(int byteCount) {
        with(HandlerTexts.sendingBytes(byteCount, PacketVerdict.DROP), 0);
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, true));
        assertEquals(Status.BAD_ARGUMENT, report());
        assertNull(scene.device.departed());
    }

    @Test
    void aFrameThatIsBeingSentIsNeitherDeliveredNorSentAgainNorTheDevicesToFill() {
        long ring = offeredRing();
        scene.device.automatic(false);
        with(HandlerTexts.sending(0, PacketVerdict.DELIVER, 2), ring);
        byte[] packet = PacketScene.udp(PORT, PacketScene.LONG, true);
        scene.device.arrive(packet);
        assertTrue(scene.device.fetch(SimulatedNetworkDevice.RECEIVE));
        scene.device.complete(SimulatedNetworkDevice.RECEIVE, 0);
        kernel.interrupts();
        assertEquals(Status.BAD_ARGUMENT, report(), "the second time");
        assertEquals(0, scene.received(ring));
        assertEquals(PacketScene.SLOTS - 1, fetchAll());
        scene.sendOne();
        assertArrayEquals(packet, scene.device.departed());
        assertEquals(1, fetchAll());
        while (scene.device.inFlight(SimulatedNetworkDevice.RECEIVE) > 0) {
            scene.device.complete(SimulatedNetworkDevice.RECEIVE, 0);
        }
        kernel.pass(10_000_000);
        assertEquals(PacketScene.SLOTS, fetchAll(), "all slots are the device's again");
    }

    /** As many packets come as the device has slots for; gives how many. */
    private int fetchAll() {
        int fetched = 0;
        scene.device.arrive(PacketScene.udp(1, PacketScene.SHORT, false));
        while (scene.device.fetch(SimulatedNetworkDevice.RECEIVE)) {
            fetched++;
            scene.device.arrive(PacketScene.udp(1, PacketScene.SHORT, false));
        }
        return fetched;
    }

    @Test
    void aSendCostsOfTheBudget() {
        long program = with(HandlerTexts.sending(0, PacketVerdict.DROP, 40), 0);
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, true));
        assertEquals(Run.BUDGET_SPENT, outcome(program));
        int sent = 0;
        while (scene.device.departed() != null) {
            sent++;
        }
        assertTrue(sent > 0 && sent <= Limits.HANDLER_BUDGET / 100, "sent: " + sent);
    }

    // ---- copying -------------------------------------------------------------------------------------------------------

    @Test
    void whatIsCopiedLiesInTheAreaAndItsSumIsTold() {
        with(HandlerTexts.copying(100, 15, 45, PacketVerdict.DROP, 1), 0);
        byte[] packet = PacketScene.udp(PORT, PacketScene.SHORT, true);
        scene.arrive(packet);
        long sum = 0;
        for (int at = 0; at < 45; at++) {
            assertEquals(packet[15 + at] & 0xff, scene.octet(area, 100 + at), "byte " + at);
            sum += (packet[15 + at] & 0xffL) << 8 * (at & 1);
        }
        assertEquals((sum & 0xffff) + (sum >>> 16), report());
        assertEquals(0, scene.octet(area, 145));
        assertEquals(0, scene.octet(area, 99));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 61", "0, 1, 60", "0, -1, 8", "-1, 0, 8", "4089, 0, 8", "0, 61, 0", "4097, 0, 0", "0, 0, -1", "4090, 55, 7", "0, -8, 60"})
    void nothingIsCopiedBeyondThePacketOrTheArea(int to, int from, int byteCount) {
        with(HandlerTexts.copying(to, from, byteCount, PacketVerdict.DROP, 1), 0);
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, true));
        assertEquals(Status.BAD_ADDRESS, report());
    }

    /** Many bytes cost, and so do many calls. */
    @ParameterizedTest
    @CsvSource({"1000, 30", "8, 60"})
    void aCopyCostsOfTheBudget(int byteCount, int times) {
        long program = with(HandlerTexts.copying(0, 0, byteCount, PacketVerdict.DROP, times), 0);
        scene.arrive(PacketScene.udp(PORT, PacketScene.LONG, true));
        assertEquals(Run.BUDGET_SPENT, outcome(program));
    }

    @Test
    void aWakeCostsOfTheBudget() {
        long program = with(HandlerTexts.waking(PacketVerdict.DROP, 300), 0);
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, true));
        assertEquals(Run.BUDGET_SPENT, outcome(program));
    }

    // ---- waking --------------------------------------------------------------------------------------------------------

    @Test
    void aHandlerWakesItsOwnerAndNobodyElse() {
        with(HandlerTexts.waking(PacketVerdict.DROP, 1), 0);
        long child = scene.family.started("child", 40);
        scene.family.run(child);
        kernel.call(Call.WAIT, Event.PACKET, 0);
        while (kernel.current() != RawBooks.ROOT && kernel.current() != 0) {
            kernel.pass(1_000_000);
        }
        kernel.call(Call.WAIT, Event.PACKET, 0);
        assertEquals(0, kernel.current());
        scene.arrive(PacketScene.udp(PORT, PacketScene.SHORT, true));
        assertEquals(RawBooks.ROOT, kernel.current());
        assertEquals(Event.PACKET, kernel.register(Context.RAX));
    }
}
