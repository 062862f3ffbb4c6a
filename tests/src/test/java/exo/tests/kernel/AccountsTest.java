package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import org.junit.jupiter.api.Test;

/**
 * A limit is lent whole and comes back whole; who spends from an account cannot hold more than it says, by whatever way; only
 * who spends from above changes it. That sums are right is checked after every step, by {@link AccountInvariants}.
 */
class AccountsTest {
    private static final int FRAMES = ResourceKind.FRAMES;
    private static final int ENVIRONMENTS = ResourceKind.ENVIRONMENTS;
    private static final int ACCOUNTS = ResourceKind.ACCOUNTS;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();

    private long roomOf(long account, int kind) {
        return kernel.books().limit(Family.index(account), kind) - kernel.books().used(Family.index(account), kind);
    }

    private long lend(long account, int kind, long count) {
        return kernel.call(Call.ACCOUNT_LEND, account, kind, count);
    }

    private long reclaim(long account, int kind, long count) {
        return kernel.call(Call.ACCOUNT_RECLAIM, account, kind, count);
    }

    private long close(long account) {
        return kernel.call(Call.ACCOUNT_CLOSE, account);
    }

    @Test
    void whatIsLentIsMissingAboveAndIsTakenBackOrReturnedByClosing() {
        long own = kernel.call(Call.ACCOUNT_SELF);
        for (int position = 0; position < 10; position++) {
            assertEquals(Status.OK, kernel.call(Call.SLICE_FREE, position));
        }
        // Of filters there are none without a network.
        for (int kind = 0; kind < ResourceKind.FILTERS; kind++) {
            long account = kernel.call(Call.ACCOUNT_CREATE);
            long before = roomOf(own, kind);
            assertEquals(0, roomOf(account, kind));
            assertEquals(Status.OK, lend(account, kind, 9));
            assertEquals(9, roomOf(account, kind));
            assertEquals(before - 9, roomOf(own, kind));
            assertEquals(Status.ACCOUNT_BUSY, reclaim(account, kind, 10));
            assertEquals(Status.OK, reclaim(account, kind, 4));
            assertEquals(before - 5, roomOf(own, kind));
            assertEquals(Status.OK, close(account));
            assertEquals(before + (kind == ACCOUNTS ? 1 : 0), roomOf(own, kind));
        }
    }

    @Test
    void noMoreThanThereIsCanBeLentWhateverTheNumber() {
        long account = kernel.call(Call.ACCOUNT_CREATE);
        long room = roomOf(kernel.call(Call.ACCOUNT_SELF), FRAMES);
        for (long count : new long[] {room + 1, Long.MAX_VALUE, Long.MAX_VALUE - room}) {
            assertEquals(Status.OVER_LIMIT, lend(account, FRAMES, count));
            assertEquals(Status.ACCOUNT_BUSY, reclaim(account, FRAMES, count));
        }
        for (long count : new long[] {-1, Long.MIN_VALUE}) {
            assertEquals(Status.BAD_ARGUMENT, lend(account, FRAMES, count));
            assertEquals(Status.BAD_ARGUMENT, reclaim(account, FRAMES, count));
        }
        for (long kind : new long[] {-1, ResourceKind.COUNT, Limits.RESOURCE_KINDS, 1L << 32}) {
            assertEquals(Status.BAD_ARGUMENT, lend(account, (int) kind == kind ? (int) kind : ResourceKind.COUNT, 1));
            assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.ACCOUNT_LEND, account, kind, 1));
        }
        assertEquals(Status.OK, lend(account, FRAMES, room));
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
    }

    @Test
    void aLimitHoldsForAllThatIsChargedToIt() {
        long child = family.started("child", 8, 2);
        family.run(child);
        long[] frames = {family.frame(), family.frame(), family.frame(), family.frame()};
        long grandchild = kernel.call(Call.ENV_CREATE, frames[0], frames[1], 0, 'g', 0);
        assertTrue(grandchild > 0);
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.ENV_CREATE, frames[2], frames[3], 0, 'h', 0));
        assertTrue(kernel.call(Call.ACCOUNT_CREATE) > 0);
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.ACCOUNT_CREATE));
        family.frame();
        family.frame();
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
        family.run(self);
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.FRAME_GIVE, family.frame(), child));
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.TABLE_GIVE, child, family.frame()));
        assertEquals(Status.OK, lend(family.accountOf(child), FRAMES, 1));
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, family.frame(), child));
    }

    @Test
    void aNewEnvironmentInAFullAccountIsMadeOfWhatIsChargedToItAlready() {
        family.run(family.started("child", 4, 2));
        long root = family.frame();
        long context = family.frame();
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
        assertTrue(kernel.call(Call.ENV_CREATE, root, context, 0, 'h', 0) > 0);
    }

    @Test
    void theFramesOfANewEnvironmentAreChargedToItsAccountIfThatHasRoomForThem() {
        long account = family.account(1, 2, 0);
        long root = family.frame();
        long context = family.frame();
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.ENV_CREATE, root, context, account, 'h', 0));
        family.lend(account, FRAMES, 1);
        assertTrue(kernel.call(Call.ENV_CREATE, root, context, account, 'h', 0) > 0);
    }

    @Test
    void whoeverSharesAnAccountHandsFramesToAndFroThoughItIsFull() {
        long child = family.started("child", 9, 2);
        family.run(child);
        long grandchild = family.childIn(0, "grandchild");
        family.start(grandchild);
        long frame = family.frame();
        while (kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME) > 0) {
            assertEquals(Family.index(child), kernel.current());
        }
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frame, grandchild));
        family.run(grandchild);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frame, child));
        family.run(child);
        assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, grandchild, frame));
    }

    @Test
    void theChargeGoesWhereTheFrameGoes() {
        long child = family.child("child", 5);
        long account = family.accountOf(child);
        long own = kernel.call(Call.ACCOUNT_SELF);
        long frame = family.frame();
        long before = roomOf(own, FRAMES);
        assertEquals(3, roomOf(account, FRAMES));
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frame, child));
        assertEquals(2, roomOf(account, FRAMES));
        assertEquals(before + 1, roomOf(own, FRAMES));
        family.end(child);
        assertEquals(2, roomOf(account, FRAMES));
        assertEquals(0, kernel.call(Call.ENV_REAP, child));
        assertEquals(5, roomOf(account, FRAMES));
    }

    @Test
    void aNewEnvironmentSpendsFromItsParentsAccountOrFromOneRightBelow() {
        long[] frames = {family.frame(), family.frame()};
        long account = family.account(20, 3, 2);
        long child = family.childIn(account, "child");
        family.start(child);
        long mine = kernel.call(Call.ACCOUNT_SELF);
        family.run(child);
        assertEquals(account, kernel.call(Call.ACCOUNT_SELF));
        long below = family.account(2, 1, 0);
        family.run(self);
        for (long name : new long[] {mine, below, account + (1 << 16), 7, -1}) {
            assertEquals(Status.NO_SUCH_ACCOUNT, kernel.call(Call.ENV_CREATE, frames[0], frames[1], name, 'c', 0));
        }
        assertTrue(kernel.call(Call.ENV_CREATE, frames[0], frames[1], account, 'c', 0) > 0);
        assertEquals(0, roomOf(account, ENVIRONMENTS));
    }

    @Test
    void anAccountIsChangedFromAboveAtWhateverDistanceAndByNobodyElse() {
        long child = family.started("child", 100, 8);
        long sibling = family.started("sibling", 100, 8);
        family.run(child);
        long grandchild = family.started("grandchild", 40, 4);
        family.run(grandchild);
        long deepest = family.account(10, 1, 0);
        for (long account : new long[] {family.accountOf(child), family.accountOf(sibling), family.accountOf(grandchild)}) {
            assertEquals(Status.NOT_YOURS, lend(account, FRAMES, 0));
            assertEquals(Status.NOT_YOURS, reclaim(account, FRAMES, 0));
            assertEquals(Status.NOT_YOURS, close(account));
        }
        for (long above : new long[] {child, self}) {
            family.run(above);
            assertEquals(Status.OK, lend(deepest, FRAMES, 2));
            assertEquals(Status.OK, reclaim(deepest, FRAMES, 3));
        }
        assertEquals(8, roomOf(deepest, FRAMES));
        assertEquals(Status.OK, close(deepest));
    }

    @Test
    void anAccountIsClosedOnlyWhenNothingIsChargedToItAndItsNameIsDeadThen() {
        long child = family.child("child", 40, 3);
        long account = family.accountOf(child);
        assertEquals(Status.ACCOUNT_BUSY, close(account));
        family.start(child);
        family.run(child);
        long below = family.account(5, 0, 0);
        family.run(self);
        family.end(child);
        assertEquals(Status.ACCOUNT_BUSY, close(account));
        assertEquals(0, kernel.call(Call.ENV_REAP, child));
        assertEquals(Status.ACCOUNT_BUSY, close(account), "there is one below it");
        assertEquals(Status.OK, close(below));
        assertEquals(Status.OK, close(account));
        for (long name : new long[] {account, below}) {
            assertEquals(Status.NO_SUCH_ACCOUNT, close(name));
            assertEquals(Status.NO_SUCH_ACCOUNT, lend(name, FRAMES, 0));
        }
        long next = kernel.call(Call.ACCOUNT_CREATE);
        assertNotEquals(account, next);
        assertEquals(Status.NO_SUCH_ACCOUNT, close(account));
    }

    @Test
    void theTreeHasADepthAndEveryLevelItsOwnLimit() {
        long at = self;
        for (int depth = 2; depth <= Limits.ACCOUNT_DEPTH_MAXIMUM; depth++) {
            at = family.started("d" + depth, 200 - 10 * depth, 20 - depth);
            family.run(at);
            assertEquals(depth, kernel.books().accountDepth(kernel.books().accountOf(kernel.current())));
        }
        assertEquals(Status.OVER_LIMIT, kernel.call(Call.ACCOUNT_CREATE));
    }

    @Test
    void neighbouringNamesAreNobodys() {
        long account = kernel.call(Call.ACCOUNT_CREATE);
        for (long name : new long[] {0, 1, 63, 64, 0xffff, -1, account ^ 1, account + (1 << 16), account | 1L << 40,
            account | Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals(Status.NO_SUCH_ACCOUNT, lend(name, FRAMES, 0), Long.toHexString(name));
        }
    }

    @Test
    void anAccountMayBeOfMoreThanOneEnvironmentAndOutlivesThem() {
        long account = family.account(20, 2, 0);
        long one = family.childIn(account, "one");
        long two = family.childIn(account, "two");
        assertEquals(16, roomOf(account, FRAMES));
        for (long child : new long[] {one, two}) {
            family.end(child);
            family.reap(child);
        }
        assertEquals(20, roomOf(account, FRAMES));
        family.childIn(account, "three");
    }
}
