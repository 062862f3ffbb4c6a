package exo.abi.spec;

import static exo.abi.spec.CallBuilder.call;

import java.util.List;

/** The calls by which time slices are owned, resources are counted, and what was given out is asked back. */
final class AccountCalls {
    static final Family SLICES = new Family("Slices", "slices", 0x80, 0x87,
            "Processor time as a vector of SLICES positions, gone through in order, round and round. A position has one owner or "
                    + "is free; one whose owner cannot run is passed over.");
    static final Family ACCOUNTS = new Family("Accounts", "accounts", 0x88, 0x8f,
            "Who may hold how much: a tree of accounts with a limit for each kind of resource. What an environment holds, and "
                    + "the kernel's records that it asked for, are charged to its account; a limit lent on is charged whole.");
    static final Family REVOCATION = new Family("Revocation", "revocation", 0x90, 0x97,
            "Visible revocation: what was given out is asked back, and taken only from who does not answer in time.");

    private static final String NO_POSITION = "position is not below SLICES";
    private static final String NO_ACCOUNT = "account is stale, or was never a name";
    private static final String NOT_BELOW = "account is not below the caller's own";
    private static final String NO_KIND = "kind is none of the list, or count is negative";

    private AccountCalls() {
    }

    static List<Call> all() {
        return List.of(
                call(SLICES, 0x80, "slice_alloc")
                        .paper("time slice, allocated by position in the linear vector (Xok: quantum_alloc)")
                        .means("Makes a free position of the vector the caller's.")
                        .argument("position", Kind.SLICE, "the one wanted, or ANY_SLICE")
                        .rights("anyone, within its account's limit").result("the position")
                        .fails(Statuses.NO_SUCH_SLICE, NO_POSITION)
                        .fails(Statuses.OVER_LIMIT, "the caller's account is charged as many slices as it may")
                        .fails(Statuses.NO_FREE_SLICE, "no position is free, or the one wanted is not").row(),
                call(SLICES, 0x81, "slice_free")
                        .paper("time slice, given back (Xok: quantum_free)")
                        .means("Gives a position back to the machine.")
                        .argument("position", Kind.SLICE, "the position")
                        .rights("its owner").result("0")
                        .fails(Statuses.NO_SUCH_SLICE, NO_POSITION)
                        .fails(Statuses.NOT_YOURS, "the position is not the caller's").row(),
                call(SLICES, 0x82, "slice_give")
                        .paper("time slice, passed on (Xok: quantum_set)")
                        .means("Hands a position on to a relative, whose account is charged for it.")
                        .argument("position", Kind.SLICE, "the position")
                        .argument("env", Kind.ENVIRONMENT, "the receiver: a child or the parent")
                        .rights("its owner").result("0")
                        .fails(Statuses.NO_SUCH_SLICE, NO_POSITION)
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, Calls.NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, "the position is not the caller's, or env is neither its child nor its parent")
                        .fails(Statuses.WRONG_STATE, Calls.HAS_ENDED)
                        .fails(Statuses.OVER_LIMIT, "env's account is charged as many slices as it may").row(),
                call(ACCOUNTS, 0x88, "account_create")
                        .paper("ours: a layer that judges between environments")
                        .means("Makes an account under the caller's own, with all limits 0.")
                        .rights("anyone, within its account's limit").result("the new account's name")
                        .fails(Statuses.OVER_LIMIT, "the caller's account cannot be charged another account, or is at "
                                + "ACCOUNT_DEPTH_MAXIMUM")
                        .fails(Statuses.NO_FREE_ACCOUNT, "all ACCOUNTS_MAXIMUM records are in use").row(),
                call(ACCOUNTS, 0x89, "account_lend")
                        .paper("ours: a quota, which they call easy and do not build")
                        .means("Raises a limit of an account, and charges the account above it for that.")
                        .argument("account", Kind.ACCOUNT, "an account below the caller's own")
                        .argument("kind", Kind.ITEM, "of which resource (ResourceKind)")
                        .argument("count", Kind.COUNT, "by how many")
                        .rights("whoever spends from an account above").result("0")
                        .fails(Statuses.NO_SUCH_ACCOUNT, NO_ACCOUNT)
                        .fails(Statuses.NOT_YOURS, NOT_BELOW)
                        .fails(Statuses.BAD_ARGUMENT, NO_KIND)
                        .fails(Statuses.OVER_LIMIT, "the account above it cannot be charged so many more").row(),
                call(ACCOUNTS, 0x8a, "account_reclaim")
                        .paper("ours: a quota, lowered")
                        .means("Lowers a limit of an account, and charges the account above it so much less.")
                        .argument("account", Kind.ACCOUNT, "an account below the caller's own")
                        .argument("kind", Kind.ITEM, "of which resource (ResourceKind)")
                        .argument("count", Kind.COUNT, "by how many")
                        .rights("whoever spends from an account above").result("0")
                        .fails(Statuses.NO_SUCH_ACCOUNT, NO_ACCOUNT)
                        .fails(Statuses.NOT_YOURS, NOT_BELOW)
                        .fails(Statuses.BAD_ARGUMENT, NO_KIND)
                        .fails(Statuses.ACCOUNT_BUSY, "so many are not unused: revoke them first").row(),
                call(ACCOUNTS, 0x8b, "account_close")
                        .paper("ours: as account_create")
                        .means("Unmakes an account that nothing is charged to; its limits are the account's above it again.")
                        .argument("account", Kind.ACCOUNT, "an account below the caller's own")
                        .rights("whoever spends from an account above").result("0")
                        .fails(Statuses.NO_SUCH_ACCOUNT, NO_ACCOUNT)
                        .fails(Statuses.NOT_YOURS, NOT_BELOW)
                        .fails(Statuses.ACCOUNT_BUSY, "something is charged to it").row(),
                call(ACCOUNTS, 0x8c, "account_self")
                        .paper("ours: as account_create")
                        .means("Tells the caller the name of its account.")
                        .rights("anyone").result("the account's name").row(),
                call(REVOCATION, 0x90, "revoke")
                        .paper("visible revocation; at the deadline the abort protocol, with the repossession vector")
                        .means("Asks resources back of an environment: a request in its revocation ring, EVENT_REVOCATION, and an "
                                + "upcall if it has declared one. It picks what to free. What it has not freed by the deadline "
                                + "the kernel takes, by the abort protocol: bindings broken, contents saved where it has preloaded "
                                + "backing, each loss listed in its repossession vector. Guaranteed frames and its last "
                                + "SLICES_GUARANTEED slices stay. A second request adds to the first, and the earlier deadline holds.")
                        .argument("env", Kind.ENVIRONMENT, "who is asked")
                        .argument("kind", Kind.ITEM, "for what: RESOURCE_FRAMES or RESOURCE_SLICES")
                        .argument("count", Kind.COUNT, "how many; at least 1")
                        .argument("deadline_cycles", Kind.CYCLES, "when the kernel takes them; above 0, below 2^63")
                        .rights("its parent, or whoever spends from an account above its own").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, Calls.NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, "the caller is not its parent, and its account is not below the caller's")
                        .fails(Statuses.WRONG_STATE, Calls.HAS_ENDED)
                        .fails(Statuses.BAD_ARGUMENT, "kind is neither of the two, or count or deadline_cycles is out of range").row());
    }
}
