package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.FrameFlag;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.ProgramState;
import exo.abi.ResourceKind;
import java.util.Arrays;

/**
 * The oracle on accounts and on what is asked back: counted anew from the records of frames, slices, programs and environments, what is
 * charged to each account is what its environments hold and what it has lent on, and no more than it may be; the tree is one;
 * guarantees are counted; nothing is asked of whom nothing can be had.
 */
final class AccountInvariants {
    private static final int ROOT = 1;
    private static final int GUARANTEED = FrameFlag.GUARANTEED;

    private final RawBooks books;
    private final long[] rootLimits = new long[Limits.RESOURCE_KINDS];
    private final long[][] charged = new long[Limits.ACCOUNTS_MAXIMUM][Limits.RESOURCE_KINDS];
    private final long[] guaranteed = new long[Limits.ENVIRONMENTS_MAXIMUM];
    private final long[] slices = new long[Limits.ENVIRONMENTS_MAXIMUM];

    AccountInvariants(RawBooks books) {
        this.books = books;
        for (int kind = 0; kind < Limits.RESOURCE_KINDS; kind++) {
            rootLimits[kind] = books.limit(ROOT, kind);
        }
    }

    void check() {
        for (long[] account : charged) {
            Arrays.fill(account, 0);
        }
        Arrays.fill(guaranteed, 0);
        Arrays.fill(slices, 0);
        countFrames();
        countSlices();
        countEnvironments();
        countCode();
        for (int account = 1; account < Limits.ACCOUNTS_MAXIMUM; account++) {
            if (books.accountDepth(account) != 0) {
                checkPlace(account);
            }
        }
        for (int account = 1; account < Limits.ACCOUNTS_MAXIMUM; account++) {
            checkCharges(account);
        }
    }

    private void charge(int environment, int kind) {
        charged[books.accountOf(environment)][kind]++;
    }

    private void countFrames() {
        for (long frame = 0; frame < books.frameCount; frame++) {
            int kind = books.kind(frame);
            int owner = books.owner(frame);
            if (owner != 0 && kind != FrameKind.ARCHIVE) {
                charge(owner, ResourceKind.FRAMES);
            }
            int flags = books.flags(frame);
            if ((flags & GUARANTEED) != 0) {
                require(kind == FrameKind.ORDINARY && flags == GUARANTEED && owner != 0, "a guarantee on no such frame", frame);
                guaranteed[owner]++;
            }
            require(flags == 0 || kind == FrameKind.ORDINARY || kind == FrameKind.TABLE && flags <= 3,
                    "flags that mean nothing, of frame", frame);
        }
    }

    private void countSlices() {
        for (int position = 0; position < Limits.SLICES; position++) {
            int owner = books.sliceOwner(position);
            if (owner != 0) {
                require(books.exists(owner), "slice's owner does not exist", position);
                charge(owner, ResourceKind.SLICES);
                slices[owner]++;
            }
        }
    }

    private void countCode() {
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            if (books.programState(index) != ProgramState.FREE) {
                charged[books.accountOf(books.program32(index, ProgramRecord.OWNER))][ResourceKind.CODE_PAGES]
                        += books.program32(index, ProgramRecord.PAGE_COUNT);
            }
        }
    }

    private void countEnvironments() {
        long runnable = 0;
        long asked = 0;
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            if (!books.exists(index)) {
                continue;
            }
            charged[books.accountOf(index)][ResourceKind.FILTERS] += books.environment32(index, EnvironmentRecord.FILTERS_HELD);
            charge(index, ResourceKind.ENVIRONMENTS);
            require(books.accountDepth(books.accountOf(index)) != 0, "spends from an account that is none: environment", index);
            require(books.environment32(index, EnvironmentRecord.FRAMES_GUARANTEED) == guaranteed[index]
                    && guaranteed[index] <= Limits.GUARANTEED_FRAMES_MAXIMUM, "guarantees are miscounted, of environment",
                    index);
            require(books.environment32(index, EnvironmentRecord.SLICES_HELD) == slices[index],
                    "slices are miscounted, of environment", index);
            runnable += books.state(index) == EnvironmentState.RUNNABLE ? 1 : 0;
            asked += checkAsked(index) ? 1 : 0;
        }
        require(books.runnable() == runnable, "miscounted who can run", books.runnable());
        require(books.asked() == asked, "miscounted of whom something is asked back", books.asked());
    }

    private boolean checkAsked(int index) {
        boolean asked = books.environment32(index, EnvironmentRecord.FRAMES_ASKED) != 0
                || books.environment32(index, EnvironmentRecord.SLICES_ASKED) != 0;
        long deadline = books.environment64(index, EnvironmentRecord.REVOCATION_DEADLINE);
        require(asked == (deadline != 0) && deadline >= 0, "asked back without a deadline, or the reverse: environment", index);
        require(!asked || books.alive(index), "asked back of the dead: environment", index);
        return asked;
    }

    private void checkPlace(int account) {
        int depth = books.accountDepth(account);
        int parent = books.accountParent(account);
        require((books.accountName(account) & EnvironmentName.INDEX_MASK) == account && books.accountName(account) > 0,
                "name is wrong, of account", account);
        if (account == ROOT) {
            require(depth == 1 && parent == 0, "the root's account is not at the top", depth);
            return;
        }
        require(depth <= Limits.ACCOUNT_DEPTH_MAXIMUM && parent > 0 && parent < Limits.ACCOUNTS_MAXIMUM
                && books.accountDepth(parent) == depth - 1, "account hangs wrongly in the tree", account);
        charged[parent][ResourceKind.ACCOUNTS]++;
        for (int kind = 0; kind < Limits.RESOURCE_KINDS; kind++) {
            charged[parent][kind] += books.limit(account, kind);
        }
    }

    private void checkCharges(int account) {
        boolean open = books.accountDepth(account) != 0;
        for (int kind = 0; kind < Limits.RESOURCE_KINDS; kind++) {
            long used = open ? books.used(account, kind) : 0;
            long limit = open ? books.limit(account, kind) : 0;
            require(used == charged[account][kind], "charged another sum than is held and lent, of kind " + kind
                    + ", account", account);
            require(used >= 0 && used <= limit, "over its limit of kind " + kind + ": account", account);
            require(account != ROOT || limit == rootLimits[kind], "the sum of all there is has changed", limit);
        }
    }
}
