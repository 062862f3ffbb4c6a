package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentName;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Right;
import exo.abi.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a program does to have children and memory, as the current environment of a {@link BootedKernel}: the few calls in a
 * row that every test would repeat. Each is expected to succeed.
 */
class Family {
    /** Where {@link #start} lets a child begin; nothing needs to be bound there, since no instruction is ever fetched. */
    static final long ENTRY = 0x50_0000L;
    static final long PAGE = 0x1_0000_0000L;
    static final long READ = Right.READ;
    static final long WRITE = Right.READ | Right.WRITE;
    static final long EXECUTE = Right.READ | Right.EXECUTE;

    /** What {@link #child} lends a child's account of environments at most, the child included; and one account less. */
    private static final int ENVIRONMENTS_MAXIMUM = 8;

    private final BootedKernel kernel;
    /** By the name of a child: that of the account made for it. */
    private final Map<Long, Long> accounts = new HashMap<>();
    /** Of children that are no more, and still lent from. */
    private final Set<Long> orphaned = new HashSet<>();

    Family(BootedKernel kernel) {
        this.kernel = kernel;
    }

    static int index(long name) {
        return (int) (name & EnvironmentName.INDEX_MASK);
    }

    private long expected(long result) {
        assertTrue(result >= 0, () -> "refused with " + DeclaredStatuses.nameOf(result));
        return result;
    }

    long self() {
        return kernel.call(Call.ENV_SELF);
    }

    long frame() {
        return expected(kernel.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
    }

    long freeFrames() {
        return kernel.call(Call.MACHINE_INFO, Info.FRAMES_FREE);
    }

    /** A child with an account of its own, created and not started. */
    long child(String label, long framesLimit) {
        int account = kernel.books().accountOf(kernel.current());
        long room = kernel.books().limit(account, ResourceKind.ENVIRONMENTS)
                - kernel.books().used(account, ResourceKind.ENVIRONMENTS);
        return child(label, framesLimit, (int) Math.max(1, Math.min(ENVIRONMENTS_MAXIMUM, room / 2)));
    }

    long child(String label, long framesLimit, int environments) {
        long account = account(framesLimit, environments, environments - 1);
        long child = childIn(account, label);
        accounts.put(child, account);
        return child;
    }

    /** A child that spends from the account named, or, if that is 0, from the current environment's. */
    long childIn(long account, String label) {
        return expected(kernel.call(Call.ENV_CREATE, frame(), frame(), account, Labels.low(label), Labels.high(label)));
    }

    /** An account under the current environment's, with these limits. */
    long account(long framesLimit, int environments, int accountsLimit) {
        long account = expected(kernel.call(Call.ACCOUNT_CREATE));
        lend(account, ResourceKind.FRAMES, framesLimit);
        lend(account, ResourceKind.ENVIRONMENTS, environments);
        lend(account, ResourceKind.ACCOUNTS, accountsLimit);
        return account;
    }

    void lend(long account, int kind, long count) {
        assertEquals(Status.OK, kernel.call(Call.ACCOUNT_LEND, account, kind, count));
    }

    /** All children are no more, nor what was lent to them. */
    void forget() {
        accounts.clear();
        orphaned.clear();
    }

    /** Whether an account was made for a child. */
    boolean hasAccount(long child) {
        return accounts.containsKey(child);
    }

    /** The account made for a child. */
    long accountOf(long child) {
        return accounts.get(child);
    }

    /** What {@link #start} gives a child besides, so that it can run; on the simulated machine it needs nothing. */
    void equip(long child) {
    }

    void start(long child) {
        equip(child);
        assertEquals(Status.OK, kernel.call(Call.ENV_START, child, ENTRY, StewardFile.STACK_TOP, 0, 0));
    }

    long started(String label, long framesLimit) {
        long child = child(label, framesLimit);
        start(child);
        return child;
    }

    long started(String label, long framesLimit, int environments) {
        long child = child(label, framesLimit, environments);
        start(child);
        return child;
    }

    /** A running child that shares the current environment's account, and has the next position of its slices. */
    long startedNext(String label) {
        long child = childIn(0, label);
        start(child);
        long position = (kernel.books().header64(BooksHeader.POSITION) + 1) % Limits.SLICES;
        assertEquals(Status.OK, kernel.call(Call.SLICE_GIVE, position, child));
        return child;
    }

    /** Binds a frame into the current environment or a child of it, giving tables as they are asked for. */
    void bind(long environment, long va, long frame, long rights) {
        long status = kernel.call(Call.BIND, environment, va, frame, rights);
        while (status == Status.NO_TABLE) {
            assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, environment, frame()));
            status = kernel.call(Call.BIND, environment, va, frame, rights);
        }
        expected(status);
    }

    /** A new frame of the current environment, bound; gives the frame. */
    long map(long environment, long va, long rights) {
        long frame = frame();
        bind(environment, va, frame, rights);
        return frame;
    }

    /** Switches to a runnable environment, as it is found next: to return, call this again. */
    void run(long environment) {
        expected(kernel.call(Call.YIELD, environment));
        assertEquals(index(environment), kernel.current());
    }

    /** Reaps until nothing remains, and closes its account once nothing is charged to it; gives how many calls to reap. */
    int reap(long child) {
        int calls = 1;
        while (expected(kernel.call(Call.ENV_REAP, child)) != 0) {
            assertTrue(++calls < 10_000, "reaping does not end");
        }
        if (accounts.containsKey(child)) {
            orphaned.add(accounts.remove(child));
        }
        closeAccounts();
        return calls;
    }

    /** Closes what can be closed; one that is closed may have been the last below another. */
    private void closeAccounts() {
        boolean closed = true;
        while (closed) {
            closed = orphaned.removeIf(account -> kernel.call(Call.ACCOUNT_CLOSE, account) == Status.OK);
        }
    }

    void end(long child) {
        assertEquals(Status.OK, kernel.call(Call.ENV_END, child, 0));
    }

    /** A child with a page at {@link #PAGE} to read and write, running. */
    long runningWithPage(String label, long framesLimit) {
        long child = started(label, framesLimit);
        map(child, PAGE, WRITE);
        run(child);
        return child;
    }

    /** The current environment writes ASCII to memory of its own. */
    void poke(long va, String text) {
        for (int i = 0; i < text.length(); i++) {
            kernel.user().store8(va + i, text.charAt(i));
        }
    }

    /** Writes to the console from the page at this address, which is bound to write. */
    long print(long va, String text) {
        poke(va, text);
        return kernel.call(Call.CONSOLE_WRITE, va, text.length());
    }

    /** The same as often as it takes; gives how many bytes were taken, which is fewer only where there was no room. */
    int printAll(long va, String text) {
        poke(va, text);
        int taken = 0;
        while (taken < text.length()) {
            long result = kernel.call(Call.CONSOLE_WRITE, va + taken, text.length() - taken);
            if (result == Status.WOULD_BLOCK) {
                return taken;
            }
            expected(result);
            assertTrue(result > 0, "a write has taken nothing and was not refused");
            taken += (int) result;
        }
        return taken;
    }
}
