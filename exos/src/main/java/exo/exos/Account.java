package exo.exos;

import exo.abi.EnvironmentName;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.exos.kernel.AccountRecord;
import exo.exos.kernel.KernelCalls;

/**
 * An account: how much of each resource the environments that spend from it may hold. Limits are lent to an account by the
 * one that it was made under, and come back when it is closed. What the kernel books of it is read without a call.
 */
public final class Account {
    /** In place of an account's name: the caller's own. */
    public static final long OWN = 0;

    private final long name;

    private Account(long name) {
        this.name = name;
    }

    /** The account that the caller spends from. */
    public static Account ofSelf() {
        return new Account(KernelCalls.accountSelf());
    }

    /**
     * An account under the caller's own, to which nothing is lent yet.
     *
     * @throws KernelException  when the caller may make no more of them
     */
    public static Account create() {
        return new Account(KernelException.checked("account_create", KernelCalls.accountCreate()));
    }

    /** The kernel's name for it. */
    public long name() {
        return name;
    }

    /**
     * Raises a limit of this account, at the expense of the caller's.
     *
     * @param kind  of {@link ResourceKind}
     * @param count  how many more: frames, positions of the vector, environments or accounts, as the kind says
     * @throws KernelException  when the account above has no room for so many
     */
    public void lend(int kind, long count) {
        KernelException.checked("account_lend", KernelCalls.accountLend(name, kind, count));
    }

    /**
     * Lowers a limit of this account again; the caller's has that much room more.
     *
     * @param kind  of {@link ResourceKind}
     * @param count  how many, as for {@link #lend}
     * @throws KernelException  with {@link Status#ACCOUNT_BUSY} when so many are not unused
     */
    public void reclaim(int kind, long count) {
        KernelException.checked("account_reclaim", KernelCalls.accountReclaim(name, kind, count));
    }

    /**
     * Hands positions of the caller's on to an environment that spends from this account, and lends it the room for them. A
     * position that is held and one that is lent count twice until the one has become the other, so one that the caller
     * keeps is given back to the machine meanwhile.
     *
     * @param spare  that one: a position of the caller's that is none of the positions to be given
     */
    public void giveSlices(long environment, int[] positions, int spare) {
        KernelException.checked("slice_free", KernelCalls.sliceFree(spare));
        for (int position : positions) {
            lend(ResourceKind.SLICES, 1);
            KernelException.checked("slice_give", KernelCalls.sliceGive(position, environment));
        }
        if (KernelCalls.sliceAlloc(spare) == Status.NO_FREE_SLICE) {
            KernelException.checked("slice_alloc", KernelCalls.sliceAlloc(Limits.ANY_SLICE));
        }
    }

    /**
     * Closes the account, and before it those that were made under it.
     *
     * @throws KernelException  with {@link Status#ACCOUNT_BUSY} when an environment still spends from one of them
     */
    public void close() {
        for (int index = 1; index < Limits.ACCOUNTS_MAXIMUM; index++) {
            long record = Books.account(index);
            if (AccountRecord.depth(record) != 0 && AccountRecord.parent(record) == index()) {
                new Account(AccountRecord.name(record)).close();
            }
        }
        KernelException.checked("account_close", KernelCalls.accountClose(name));
    }

    // ---- what the kernel has booked ------------------------------------------------------------------------------------

    /** Its place in the book. */
    public long index() {
        return name & EnvironmentName.INDEX_MASK;
    }

    /** Whether the account with that index is this one, or was made under it, directly or not. */
    public boolean covers(long other) {
        long index = other;
        while (index != 0 && index != index()) {
            index = AccountRecord.parent(Books.account(index));
        }
        return index != 0;
    }

    /** What may be charged to it. */
    public long limit(int kind) {
        return Native.load64(AccountRecord.limitsAddress(Books.account(index())) + (long) kind * Long.BYTES);
    }

    /** What its environments hold, and what it lent on. */
    public long used(int kind) {
        return Native.load64(AccountRecord.usedAddress(Books.account(index())) + (long) kind * Long.BYTES);
    }
}
