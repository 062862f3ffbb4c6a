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

    static final Status NO_SUCH_PROGRAM = new Status("NO_SUCH_PROGRAM", 24,
            "The caller passed a program's name that is stale or was never given out.");
    static final Status NO_FREE_PROGRAM = new Status("NO_FREE_PROGRAM", 25,
            "The caller wanted to load a program when all records are taken.");
    static final Status REFUSED = new Status("REFUSED", 26,
            "The caller's program breaks a rule of downloaded code: its record says which, and where.");
    static final Status NO_FREE_CODE = new Status("NO_FREE_CODE", 27,
            "The caller's program is too long for the pages for machine code that are free.");
    static final Status PROGRAM_BUSY = new Status("PROGRAM_BUSY", 28,
            "The caller wanted to unload a program that something else of its own still goes to.");

    static final Status NO_SUCH_RING = new Status("NO_SUCH_RING", 29,
            "The caller passed a packet ring's name that is stale or was never given out.");
    static final Status NO_FREE_RING = new Status("NO_FREE_RING", 30,
            "The caller wanted a packet ring when all records are taken.");
    static final Status RING_BUSY = new Status("RING_BUSY", 31,
            "The caller wanted to end a packet ring that a filter of its own delivers to.");
    static final Status NOT_CLAIMED = new Status("NOT_CLAIMED", 32,
            "The caller wanted packets, or to send one, that its account holds no claim to.");
    static final Status FILTER_TIED = new Status("FILTER_TIED", 33,
            "The caller wanted a filter for packets that another filter of its account has an equal right to.");
    static final Status NO_FREE_FILTER = new Status("NO_FREE_FILTER", 34,
            "The caller wanted a filter when all records, or all room for its kind, are taken.");
    static final Status NO_SUCH_FILTER = new Status("NO_SUCH_FILTER", 35,
            "The caller passed a packet filter's name that is stale or was never given out.");
    static final Status NO_SUCH_CLAIM = new Status("NO_SUCH_CLAIM", 36,
            "The caller passed a number that is no claim's.");
    static final Status CLAIMED = new Status("CLAIMED", 37,
            "The caller wanted to give away packets that another holds a claim to.");
    static final Status NO_FREE_CLAIM = new Status("NO_FREE_CLAIM", 38,
            "The caller wanted a claim when all records are taken.");
    static final Status CLAIM_BUSY = new Status("CLAIM_BUSY", 39,
            "The caller wanted to return a claim that filters or parts of it depend on.");
    static final Status NO_DEVICE = new Status("NO_DEVICE", 40,
            "The caller asked for a device that the machine does not have, or that has failed.");

    static final List<Status> ALL = List.of(NO_SUCH_CALL, BAD_ARGUMENT, BAD_ADDRESS, NOT_YOURS, NO_SUCH_FRAME,
            NO_SUCH_ENVIRONMENT, NO_FREE_FRAME, FRAME_BUSY, OVER_LIMIT, NO_FREE_ENVIRONMENT, WRONG_STATE, ALREADY_BOUND,
            NOT_BOUND, NO_TABLE, WRITABLE_AND_EXECUTABLE, WOULD_BLOCK, BAD_CAPABILITY,
            NO_FREE_SLICE, NO_SUCH_SLICE, NO_SUCH_ACCOUNT, NO_FREE_ACCOUNT, ACCOUNT_BUSY, TIMED_OUT,
            NO_SUCH_PROGRAM, NO_FREE_PROGRAM, REFUSED, NO_FREE_CODE, PROGRAM_BUSY, NO_SUCH_RING, NO_FREE_RING,
            RING_BUSY, NOT_CLAIMED, FILTER_TIED, NO_FREE_FILTER, NO_SUCH_FILTER, NO_SUCH_CLAIM, CLAIMED, NO_FREE_CLAIM, CLAIM_BUSY, NO_DEVICE);

    private Statuses() {
    }
}
