package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/** Claims and filters by calls: whose they are, what they cost, and that nobody receives or sends by those of others. */
class ClaimCallsTest {
    private static final int PORT = 7;

    private final PacketScene scene = new PacketScene();
    private final BootedKernel kernel = scene.kernel;
    private final Family family = scene.family;
    private final long child = family.started("child", 60);
    private final long account = family.accountOf(child);

    private void lendFilters(int count) {
        family.lend(account, ResourceKind.FILTERS, count);
    }

    private long sibling() {
        long other = family.childIn(0, "sibling");
        family.start(other);
        return other;
    }

    // ---- filters -------------------------------------------------------------------------------------------------------

    @Test
    void aFilterIsBoundInAClaimOfOnesOwnAccount() {
        lendFilters(2);
        family.run(child);
        long ring = scene.ring();
        assertEquals(Status.NOT_YOURS, scene.tryUdp(PORT, PacketScene.ROOT_CLAIM, ring, 0));
        family.run(scene.root);
        int claim = scene.split(PacketScene.ROOT_CLAIM, PORT, PORT, account);
        family.run(child);
        assertEquals(Status.NOT_CLAIMED, scene.tryUdp(PORT + 1, claim, ring, 0));
        assertTrue(scene.tryUdp(PORT, claim, ring, 0) > 0);
        assertEquals(Status.NO_SUCH_CLAIM, scene.tryUdp(PORT, claim + 1, ring, 0));
    }

    @Test
    void aFilterDeliversToARingOfItsOwners() {
        long ring = scene.ring();
        family.run(sibling());
        assertEquals(Status.NOT_YOURS, scene.tryUdp(PORT, PacketScene.ROOT_CLAIM, ring, 0));
        assertEquals(Status.NO_SUCH_RING, scene.tryUdp(PORT, PacketScene.ROOT_CLAIM, ring + (1L << 40), 0));
        assertEquals(Status.BAD_ARGUMENT, scene.tryUdp(PORT, PacketScene.ROOT_CLAIM, 0, 0));
    }

    @Test
    void onlyWhoBoundAFilterUnbindsIt() {
        long filter = scene.udp(PORT, scene.ring(), 0);
        family.run(sibling());
        assertEquals(Status.NOT_YOURS, kernel.call(Call.FILTER_UNBIND, filter));
        assertEquals(Status.NO_SUCH_FILTER, kernel.call(Call.FILTER_UNBIND, filter + 1));
        assertEquals(Status.NO_SUCH_FILTER, kernel.call(Call.FILTER_UNBIND, 0));
        assertEquals(Status.NO_SUCH_FILTER, kernel.call(Call.FILTER_UNBIND, -1));
        assertEquals(Status.NO_SUCH_FILTER, kernel.call(Call.FILTER_UNBIND, filter | 1L << 32));
    }

    @Test
    void filtersAreChargedAndLimited() {
        int claim = scene.split(PacketScene.ROOT_CLAIM, PORT, PORT + 1, account);
        lendFilters(1);
        family.run(child);
        long ring = scene.ring();
        long filter = scene.tryUdp(PORT, claim, ring, 0);
        assertTrue(filter > 0);
        assertEquals(1, kernel.books().used(Family.index(account), ResourceKind.FILTERS));
        assertEquals(Status.OVER_LIMIT, scene.tryUdp(PORT + 1, claim, ring, 0));
        scene.end(filter);
        assertEquals(0, kernel.books().used(Family.index(account), ResourceKind.FILTERS));
        assertTrue(scene.tryUdp(PORT + 1, claim, ring, 0) > 0);
    }

    // ---- claims --------------------------------------------------------------------------------------------------------

    @Test
    void aClaimIsSplitForAnAccountOfOnesOwnOrBelow() {
        int claim = scene.split(PacketScene.ROOT_CLAIM, PORT, PORT + 9, account);
        long other = family.account(4, 0, 0);
        family.run(child);
        assertEquals(Status.NOT_YOURS, scene.trySplit(PacketScene.ROOT_CLAIM, PORT + 20, PORT + 20, scene.account()));
        assertEquals(Status.NOT_YOURS, scene.trySplit(claim, PORT, PORT, other));
        assertEquals(Status.NO_SUCH_ACCOUNT, scene.trySplit(claim, PORT, PORT, 77L << 32 | 9));
        assertEquals(Status.BAD_ARGUMENT, scene.trySplit(claim, PORT, PORT + 10, account));
        assertTrue(scene.trySplit(claim, PORT, PORT, account) > 0);
        assertEquals(Status.CLAIMED, scene.trySplit(claim, PORT, PORT + 1, account));
        assertEquals(Status.NO_SUCH_CLAIM, scene.trySplit(claim + 100, PORT, PORT, account));
    }

    @Test
    void aClaimIsGivenBackByItsHolderOrWhoIsAbove() {
        int claim = scene.split(PacketScene.ROOT_CLAIM, PORT, PORT, account);
        long other = family.started("other", 40);
        family.run(other);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CLAIM_RETURN, claim));
        family.run(scene.root);
        assertEquals(Status.OK, kernel.call(Call.CLAIM_RETURN, claim));
        assertEquals(Status.NO_SUCH_CLAIM, kernel.call(Call.CLAIM_RETURN, claim));
        assertEquals(Status.CLAIM_BUSY, kernel.call(Call.CLAIM_RETURN, PacketScene.ROOT_CLAIM));
    }

    @Test
    void anAccountThatHoldsAClaimIsNotClosed() {
        long held = family.account(4, 0, 0);
        int claim = scene.split(PacketScene.ROOT_CLAIM, PORT, PORT, held);
        assertEquals(Status.OK, kernel.call(Call.ACCOUNT_RECLAIM, held, ResourceKind.FRAMES, 4));
        assertEquals(Status.ACCOUNT_BUSY, kernel.call(Call.ACCOUNT_CLOSE, held));
        assertEquals(Status.OK, kernel.call(Call.CLAIM_RETURN, claim));
        assertEquals(Status.OK, kernel.call(Call.ACCOUNT_CLOSE, held));
    }

    // ---- sending -------------------------------------------------------------------------------------------------------

    private static byte[] from(int port) {
        return PacketScene.udp(port, PacketScene.SHORT, true);
    }

    @Test
    void whatIsSentIsFromWithinAClaimOfTheSendersAccount() {
        int claim = scene.split(PacketScene.ROOT_CLAIM, PORT, PORT, account);
        family.run(child);
        long frame = family.frame();
        assertEquals(Status.NOT_CLAIMED, scene.send(frame, from(PORT + 1)));
        assertEquals(Status.OK, scene.send(frame, from(PORT)));
        assertEquals(Status.NOT_CLAIMED, scene.send(frame, from(PORT + 1)));
        assertEquals(Status.OK, scene.send(frame, from(PORT)));
        family.run(scene.root);
        assertEquals(Status.OK, kernel.call(Call.CLAIM_RETURN, claim));
        assertEquals(claim, scene.split(PacketScene.ROOT_CLAIM, PORT, PORT, scene.account()));
        family.run(child);
        assertEquals(Status.NOT_CLAIMED, scene.send(frame, from(PORT)), "its claim's successor is another's");
    }

    @Test
    void onlyAnOrdinaryFrameOfOnesOwnIsSent() {
        long foreign = family.frame();
        int claim = scene.split(PacketScene.ROOT_CLAIM, PORT, PORT, account);
        assertTrue(claim > 0);
        family.run(child);
        assertEquals(Status.NOT_YOURS, scene.send(foreign, from(PORT)));
        long table = kernel.books().rootOf(kernel.current()) / Limits.BYTES_IN_FRAME;
        assertEquals(Status.NOT_YOURS, kernel.call(Call.PACKET_SEND, table, 0, PacketScene.SHORT));
        assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.PACKET_SEND, 0, 0, PacketScene.SHORT));
        assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.PACKET_SEND, 1L << 40, 0, PacketScene.SHORT));
        assertNull(scene.device.departed());
    }

    @Test
    void aPacketLiesInOneFrameAndIsAsLongAsEthernetHasThem() {
        long frame = family.frame();
        scene.put(frame, PacketScene.udp(PORT, 1600, true));
        for (long[] bad : new long[][] {{0, 13}, {0, 0}, {0, -1}, {0, Limits.PACKET_BYTES_MAXIMUM + 1}, {-1, 60}, {4037, 60}, {4096, 60},
            {Long.MAX_VALUE, 60}, {0, 1L << 32 | 60}, {Long.MIN_VALUE, 60}}) {
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.PACKET_SEND, frame, bad[0], bad[1]), bad[0] + " " + bad[1]);
        }
        assertNull(scene.device.departed());
    }
}
