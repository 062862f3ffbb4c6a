package exo.aegis;

import exo.abi.EnvironmentName;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.aegis.layout.AccountRecord;
import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Machine;

/**
 * Who may hold how much: a tree of accounts, each with a limit and a sum in use for every kind of resource. Keeps true: in use
 * is what the account's environments hold and the limits that it lent to accounts below it; in use never exceeds the limit. So
 * the sum of what all environments hold never exceeds the root's limit, and nobody can exhaust a kind for those beside it.
 */
public final class Accounts {
    /** Index of the account that the first environment spends from, and that everything was lent from. */
    static final int ROOT = 1;

    private final Aegis aegis;
    private final Machine machine;
    private final long book;

    Accounts(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.book = aegis.books().accounts;
    }

    // ---- the book ----------------------------------------------------------------------------------------------------

    long record(int index) {
        return book + (long) index * AccountRecord.BYTES;
    }

    private long limitPlace(int index, int kind) {
        return AccountRecord.limitsAddress(record(index)) + kind * 8L;
    }

    private long usedPlace(int index, int kind) {
        return AccountRecord.usedAddress(record(index)) + kind * 8L;
    }

    /** How many more of a kind can be charged to an account. */
    long room(int index, int kind) {
        return machine.load64(limitPlace(index, kind)) - machine.load64(usedPlace(index, kind));
    }

    /** The account that an environment spends from. */
    int of(int environment) {
        return (int) EnvironmentRecord.account(machine, aegis.environments().record(environment));
    }

    private int ofCaller() {
        return of(aegis.record().current());
    }

    private int parent(int index) {
        return (int) AccountRecord.parent(machine, record(index));
    }

    /** An account by its name, or the status that says why not. */
    long named(long name) {
        long index = name & EnvironmentName.INDEX_MASK;
        if (index == 0 || index >= Limits.ACCOUNTS_MAXIMUM || AccountRecord.name(machine, record((int) index)) != name
                || AccountRecord.depth(machine, record((int) index)) == 0) {
            return Status.NO_SUCH_ACCOUNT;
        }
        return index;
    }

    /** The account that a new environment of the caller's is to spend from: its own (0), or one made right under that. */
    long forChild(long name) {
        if (name == 0) {
            return ofCaller();
        }
        long index = named(name);
        return index > 0 && parent((int) index) != ofCaller() ? Status.NO_SUCH_ACCOUNT : index;
    }

    /** Whether an account lies below another, at whatever distance: never below itself. */
    boolean isBelow(int index, int above) {
        int at = parent(index);
        for (int steps = 0; at != 0 && steps < Limits.ACCOUNT_DEPTH_MAXIMUM; steps++) {
            if (at == above) {
                return true;
            }
            at = parent(at);
        }
        return false;
    }

    private long belowCaller(long name) {
        long index = named(name);
        return index > 0 && !isBelow((int) index, ofCaller()) ? Status.NOT_YOURS : index;
    }

    // ---- changes that cannot fail: the caller has checked the room ---------------------------------------------------------

    /** Charges an account for so many of a kind; fewer, where the count is negative. */
    void commitCharge(int index, int kind, long count) {
        machine.store64(usedPlace(index, kind), machine.load64(usedPlace(index, kind)) + count);
    }

    /** The root's account, at boot. */
    void commitFirst(long frames) {
        commitRecord(ROOT, 0, 1);
        machine.store64(limitPlace(ROOT, ResourceKind.FRAMES), frames);
        machine.store64(limitPlace(ROOT, ResourceKind.SLICES), Limits.SLICES);
        machine.store64(limitPlace(ROOT, ResourceKind.ENVIRONMENTS), Limits.ENVIRONMENTS_MAXIMUM - 1);
        machine.store64(limitPlace(ROOT, ResourceKind.ACCOUNTS), Limits.ACCOUNTS_MAXIMUM - 2);
        machine.store64(limitPlace(ROOT, ResourceKind.CODE_PAGES), aegis.codePages().count());
        machine.store64(limitPlace(ROOT, ResourceKind.FILTERS), aegis.network().device() == null ? 0 : aegis.network().filters().count());
    }

    private void commitRecord(int index, int parent, long depth) {
        long record = record(index);
        long generation = (AccountRecord.name(machine, record) >>> EnvironmentName.GENERATION_SHIFT) + 1;
        machine.zero(record, AccountRecord.BYTES);
        AccountRecord.name(machine, record, generation << EnvironmentName.GENERATION_SHIFT | index);
        AccountRecord.parent(machine, record, parent);
        AccountRecord.depth(machine, record, depth);
    }

    /** Moves a limit from the account above to this one; back, where the count is negative. */
    private void commitLend(int index, int kind, long count) {
        machine.store64(limitPlace(index, kind), machine.load64(limitPlace(index, kind)) + count);
        commitCharge(parent(index), kind, count);
    }

    private int firstFree() {
        for (int index = 1; index < Limits.ACCOUNTS_MAXIMUM; index++) {
            if (AccountRecord.depth(machine, record(index)) == 0) {
                return index;
            }
        }
        return 0;
    }

    private static boolean isKindAndCount(long kind, long count) {
        return kind >= 0 && kind < ResourceKind.COUNT && count >= 0;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long accountCreate() {
        int above = ofCaller();
        long depth = AccountRecord.depth(machine, record(above));
        int index = firstFree();
        if (index == 0) {
            return Status.NO_FREE_ACCOUNT;
        }
        if (room(above, ResourceKind.ACCOUNTS) < 1 || depth >= Limits.ACCOUNT_DEPTH_MAXIMUM) {
            return Status.OVER_LIMIT;
        }
        commitRecord(index, above, depth + 1);
        commitCharge(above, ResourceKind.ACCOUNTS, 1);
        return AccountRecord.name(machine, record(index));
    }

    public long accountLend(long name, long kind, long count) {
        long index = belowCaller(name);
        if (index < 0) {
            return index;
        }
        if (!isKindAndCount(kind, count)) {
            return Status.BAD_ARGUMENT;
        }
        if (room(parent((int) index), (int) kind) < count) {
            return Status.OVER_LIMIT;
        }
        commitLend((int) index, (int) kind, count);
        return Status.OK;
    }

    public long accountReclaim(long name, long kind, long count) {
        long index = belowCaller(name);
        if (index < 0) {
            return index;
        }
        if (!isKindAndCount(kind, count)) {
            return Status.BAD_ARGUMENT;
        }
        if (room((int) index, (int) kind) < count) {
            return Status.ACCOUNT_BUSY;
        }
        commitLend((int) index, (int) kind, -count);
        return Status.OK;
    }

    public long accountClose(long name) {
        long found = belowCaller(name);
        if (found < 0) {
            return found;
        }
        int index = (int) found;
        if (aegis.network().device() != null && aegis.network().filters().holdsClaims(index)) {
            return Status.ACCOUNT_BUSY;
        }
        for (int kind = 0; kind < ResourceKind.COUNT; kind++) {
            if (machine.load64(usedPlace(index, kind)) != 0) {
                return Status.ACCOUNT_BUSY;
            }
        }
        for (int kind = 0; kind < ResourceKind.COUNT; kind++) {
            commitLend(index, kind, -machine.load64(limitPlace(index, kind)));
        }
        commitCharge(parent(index), ResourceKind.ACCOUNTS, -1);
        AccountRecord.depth(machine, record(index), 0);
        return Status.OK;
    }

    public long accountSelf() {
        return AccountRecord.name(machine, record(ofCaller()));
    }
}
