package exo.abi.spec;

import java.util.List;

/**
 * Why a call was refused. Few, and each about what the caller did; numbers are never reused. Success is 0 or the value.
 */
final class Statuses {
    static final Status NO_SUCH_CALL = new Status("NO_SUCH_CALL", 1,
            "The caller used a number that names no call of this kernel.");
    static final Status BAD_ARGUMENT = new Status("BAD_ARGUMENT", 2,
            "The caller passed a value outside the range that the argument has.");
    static final Status BAD_ADDRESS = new Status("BAD_ADDRESS", 3,
            "The caller passed an address that is not aligned, not a user address, or not bound with the right "
                    + "needed.");
    static final Status NOT_YOURS = new Status("NOT_YOURS", 4,
            "The caller named something real that it neither owns nor is the parent of.");
    static final Status NO_SUCH_FRAME = new Status("NO_SUCH_FRAME", 5,
            "The caller passed a number at which the machine has no frame that environments may hold.");
    static final Status NO_SUCH_ENVIRONMENT = new Status("NO_SUCH_ENVIRONMENT", 6,
            "The caller passed a name that is stale or was never given out.");
    static final Status NO_FREE_FRAME = new Status("NO_FREE_FRAME", 7,
            "The caller asked for a frame when none is free, or for one frame that is not.");
    static final Status FRAME_BUSY = new Status("FRAME_BUSY", 8,
            "The caller wanted to part with or convert a frame that has bindings, or serves as root, table, context or "
                    + "save area.");
    static final Status OVER_LIMIT = new Status("OVER_LIMIT", 9,
            "The caller asked for more of a kind of resource than the limit of the account to be charged allows.");
    static final Status NO_FREE_ENVIRONMENT = new Status("NO_FREE_ENVIRONMENT", 10,
            "The caller asked for an environment when all records are taken.");
    static final Status WRONG_STATE = new Status("WRONG_STATE", 11,
            "The caller named an environment that is not in the state in which the call makes sense.");
    static final Status ALREADY_BOUND = new Status("ALREADY_BOUND", 12,
            "The caller wanted to bind a page that has a binding: unbind it first.");
    static final Status NOT_BOUND = new Status("NOT_BOUND", 13,
            "The caller wanted to break a binding where there is none.");
    static final Status NO_TABLE = new Status("NO_TABLE", 14,
            "The caller wanted a binding that needs another page table, and the environment's pool is empty: give "
                    + "it table "
                    + "frames.");
    static final Status WRITABLE_AND_EXECUTABLE = new Status("WRITABLE_AND_EXECUTABLE", 15,
            "The caller wanted a page that can be both written and executed.");
    static final Status WOULD_BLOCK = new Status("WOULD_BLOCK", 16,
            "The caller asked for what the device cannot do now: wait for its event and ask again.");

    static final Status BAD_CAPABILITY = new Status("BAD_CAPABILITY", 17,
            "The caller showed a capability that this kernel did not make, that was altered, or that was revoked.");

    static final Status NO_FREE_SLICE = new Status("NO_FREE_SLICE", 18,
            "The caller asked for a time slice when none is free, or for one that is not.");
    static final Status NO_SUCH_SLICE = new Status("NO_SUCH_SLICE", 19,
            "The caller passed a position outside the vector of time slices.");
    static final Status NO_SUCH_ACCOUNT = new Status("NO_SUCH_ACCOUNT", 20,
            "The caller passed an account's name that is stale or was never given out.");
    static final Status NO_FREE_ACCOUNT = new Status("NO_FREE_ACCOUNT", 21,
            "The caller asked for an account when all records are taken.");
    static final Status ACCOUNT_BUSY = new Status("ACCOUNT_BUSY", 22,
            "The caller wanted to close an account that something is still charged to, or to reclaim what is in use.");
    static final Status TIMED_OUT = new Status("TIMED_OUT", 23,
            "The deadline of the caller's transfer passed before the answer came.");

    static final List<Status> ALL = List.of(NO_SUCH_CALL, BAD_ARGUMENT, BAD_ADDRESS, NOT_YOURS, NO_SUCH_FRAME,
            NO_SUCH_ENVIRONMENT, NO_FREE_FRAME, FRAME_BUSY, OVER_LIMIT, NO_FREE_ENVIRONMENT, WRONG_STATE, ALREADY_BOUND,
            NOT_BOUND, NO_TABLE, WRITABLE_AND_EXECUTABLE, WOULD_BLOCK, BAD_CAPABILITY,
            NO_FREE_SLICE, NO_SUCH_SLICE, NO_SUCH_ACCOUNT, NO_FREE_ACCOUNT, ACCOUNT_BUSY, TIMED_OUT);

    private Statuses() {
    }
}
