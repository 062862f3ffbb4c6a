package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What an ended environment held comes back, all of it, in batches that its parent asks for: as many frames are free at the
 * end of each test as at its start, and as much is charged to the root's account. Its children and the console go to its
 * parent.
 */
class ReapTest {
    private static final int ACCOUNTS_BELOW_ROOT = Limits.ACCOUNT_DEPTH_MAXIMUM - 1;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long freeAtStart = family.freeFrames();
    private final long[] usedAtStart = usedByRoot();

    private long[] usedByRoot() {
        long[] used = new long[ResourceKind.COUNT];
        for (int kind = 0; kind < used.length; kind++) {
            used[kind] = kernel.books().used(RawBooks.ROOT, kind);
        }
        return used;
    }

    @AfterEach
    void everythingCameBack() {
        assertEquals(freeAtStart, family.freeFrames());
        assertArrayEquals(usedAtStart, usedByRoot());
    }

    @Test
    void anEmptyChild() {
        long child = family.child("child", 2);
        family.end(child);
        assertEquals(1, family.reap(child));
    }

    @Test
    void tablesInThePoolAndInUseAndBoundAndUnboundFrames() {
        long child = family.started("child", 200);
        for (int i = 0; i < 5; i++) {
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, family.frame()));
        }
        family.run(child);
        for (int i = 0; i < 20; i++) {
            family.map(child, Family.PAGE + ((long) i << 21), Family.WRITE);
            family.frame();
        }
        for (int i = 0; i < 7; i++) {
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, child, family.frame()));
        }
        assertEquals(Status.OK, kernel.call(Call.UPCALL, family.frame(), 0, Family.ENTRY));
        kernel.call(Call.EXIT, 0);
        family.reap(child);
    }

    @Test
    void aBatchIsBoundedAndTheRestIsTold() {
        long child = family.started("child", 300);
        family.run(child);
        for (int i = 0; i < 198; i++) {
            family.frame();
        }
        family.run(self);
        family.end(child);
        for (long left = 200; left > 0; ) {
            long now = kernel.call(Call.ENV_REAP, child);
            assertTrue(now < left && left - now <= Limits.REAP_BATCH, left + " then " + now);
            left = now;
        }
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(Call.ENV_REAP, child));
        assertEquals(Status.OK, kernel.call(Call.ACCOUNT_CLOSE, family.accountOf(child)));
    }

    @Test
    void theParentsOwnFramesAreUnboundAndItsAgain() {
        long child = family.started("child", 20);
        long frame = family.map(child, Family.PAGE, Family.WRITE);
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
        family.end(child);
        family.reap(child);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
    }

    @Test
    void childrenOfTheDeadAreTheirGrandparents() {
        long child = family.started("child", 100);
        family.run(child);
        long created = family.child("created", 10);
        long running = family.started("running", 10);
        long ended = family.child("ended", 10);
        family.end(ended);
        kernel.call(Call.EXIT, 0);
        if (kernel.current() != RawBooks.ROOT) {
            family.run(self);
        }
        family.reap(child);
        family.end(created);
        family.end(running);
        for (long orphan : new long[] {created, running, ended}) {
            assertEquals(RawBooks.ROOT, kernel.books().parent(Family.index(orphan)));
            family.reap(orphan);
        }
    }

    @Test
    void theConsoleGoesUpTheTree() {
        long child = family.started("child", 50);
        assertEquals(Status.OK, kernel.call(Call.CONSOLE_GIVE, child));
        family.run(child);
        long grandchild = family.started("grandchild", 10);
        assertEquals(Status.OK, kernel.call(Call.CONSOLE_GIVE, grandchild));
        family.end(grandchild);
        assertEquals(Family.index(child), kernel.books().consoleOwner());
        family.reap(grandchild);
        kernel.call(Call.EXIT, 0);
        assertEquals(RawBooks.ROOT, kernel.books().consoleOwner());
        family.reap(child);
    }

    @Test
    void whatOthersShowOfTheDeadIsTakenFromThemToo() {
        long child = family.started("child", 100);
        family.run(child);
        long grandchild = family.started("grandchild", 20);
        long frame = family.frame();
        family.bind(grandchild, Family.PAGE, frame, Family.WRITE);
        family.run(grandchild);
        kernel.user().store64(Family.PAGE, 1);
        family.run(child);
        kernel.call(Call.EXIT, 0);
        if (kernel.current() != RawBooks.ROOT) {
            family.run(self);
        }
        family.reap(child);
        assertEquals(frame, kernel.call(Call.FRAME_ALLOC, frame));
        family.run(grandchild);
        assertFalse(BootedKernel.permitted(() -> kernel.user().store64(Family.PAGE, 2)));
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        family.end(grandchild);
        family.reap(grandchild);
    }

    @Test
    void aDeepTreeEndsFromTheTop() {
        kernel.audits(false);
        long[] chain = new long[20];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = i < ACCOUNTS_BELOW_ROOT ? family.child("c" + i, 400 - 15 * i, chain.length - i)
                    : family.childIn(0, "c" + i);
            family.start(chain[i]);
            for (int table = 0; table < 3; table++) {
                assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, chain[i], family.frame()));
            }
            family.run(chain[i]);
            family.map(chain[i], Family.PAGE, Family.WRITE);
        }
        kernel.check();
        family.run(self);
        family.end(chain[0]);
        for (int i = 1; i < chain.length; i++) {
            kernel.check();
            family.end(chain[i]);
        }
        for (long one : chain) {
            family.reap(one);
        }
        kernel.check();
    }
}
