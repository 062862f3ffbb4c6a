package exo.tests.proof.explore;

import static exo.tests.proof.explore.BrokenRule.require;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameFlag;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import java.util.Arrays;

/**
 * The rules on accounts and slices, counted anew: what is charged to each account is what its environments hold and what it has
 * lent, and within its limit; the limits of the root are what there is; each position of the vector has one owner that lives, or
 * none; guarantees are counted and only on ordinary frames.
 */
final class AccountRules {
    private final BookWords books;
    private final Played played;
    private final long[][] charged = new long[Scene.RECORDS][ResourceKind.COUNT];
    private final int[] slices = new int[Scene.RECORDS];
    private final int[] guaranteed = new int[Scene.RECORDS];

    AccountRules(BookWords books, Played played) {
        this.books = books;
        this.played = played;
    }

    void check() {
        for (long[] account : charged) {
            Arrays.fill(account, 0);
        }
        System.arraycopy(played.staticSlices, 0, slices, 0, slices.length);
        Arrays.fill(guaranteed, 0);
        countFrames();
        countSlices();
        for (int index = 1; index < Scene.RECORDS; index++) {
            if (books.exists(index)) {
                countEnvironment(index);
            }
        }
        for (int account = 1; account < Scene.RECORDS; account++) {
            if (books.accountDepth(account) != 0) {
                countLent(account);
            }
        }
        for (int account = 1; account < Scene.RECORDS; account++) {
            checkCharges(account);
        }
    }

    private void countFrames() {
        for (long frame : played.frames) {
            int owner = books.owner(frame);
            int flags = books.flags(frame);
            if (owner != 0) {
                require(owner < Scene.RECORDS && books.exists(owner), "frame's owner does not exist", frame);
                charged[books.accountOf(owner)][ResourceKind.FRAMES]++;
            }
            if ((flags & FrameFlag.GUARANTEED) != 0) {
                require(books.kind(frame) == FrameKind.ORDINARY && flags == FrameFlag.GUARANTEED && owner != 0,
                        "a guarantee on no such frame", frame);
                guaranteed[owner]++;
            }
            require(flags == 0 || books.kind(frame) == FrameKind.ORDINARY
                    || books.kind(frame) == FrameKind.TABLE && flags <= 3, "flags that mean nothing, of frame", frame);
        }
    }

    private void countSlices() {
        for (int position : played.positions) {
            int owner = books.sliceOwner(position);
            int holder = books.sliceHolder(position);
            require(owner == 0 || books.alive(owner), "slice is owned by nobody alive, at position", position);
            require(holder == 0 || books.alive(holder), "slice is held by nobody alive, at position", position);
            require(owner != 0 || holder == 0, "a free slice is held, at position", position);
            if (owner != 0) {
                slices[owner]++;
            }
        }
    }

    private void countEnvironment(int index) {
        long[] account = charged[books.accountOf(index)];
        require(books.accountDepth(books.accountOf(index)) != 0, "spends from an account that is none: environment", index);
        account[ResourceKind.ENVIRONMENTS]++;
        account[ResourceKind.FRAMES] += played.staticFrames[index];
        account[ResourceKind.SLICES] += slices[index];
        require(books.environment32(index, EnvironmentRecord.SLICES_HELD) == slices[index],
                "slices are miscounted, of environment", index);
        require(books.environment32(index, EnvironmentRecord.FRAMES_GUARANTEED) == guaranteed[index]
                && guaranteed[index] <= Limits.GUARANTEED_FRAMES_MAXIMUM, "guarantees are miscounted, of environment", index);
    }

    private void countLent(int account) {
        int depth = books.accountDepth(account);
        int parent = books.accountParent(account);
        require((books.accountName(account) & EnvironmentName.INDEX_MASK) == account && books.accountName(account) > 0,
                "name is wrong, of account", account);
        if (account == BookWords.ROOT) {
            require(depth == 1 && parent == 0, "the root's account is not at the top", depth);
            return;
        }
        require(depth <= Limits.ACCOUNT_DEPTH_MAXIMUM && parent > 0 && parent < Scene.RECORDS
                && books.accountDepth(parent) == depth - 1, "account hangs wrongly in the tree", account);
        charged[parent][ResourceKind.ACCOUNTS]++;
        for (int kind = 0; kind < ResourceKind.COUNT; kind++) {
            charged[parent][kind] += books.limit(account, kind);
        }
    }

    private void checkCharges(int account) {
        boolean open = books.accountDepth(account) != 0;
        for (int kind = 0; kind < ResourceKind.COUNT; kind++) {
            long used = open ? books.used(account, kind) : 0;
            long limit = open ? books.limit(account, kind) : 0;
            require(used == charged[account][kind], "charged another sum than is held and lent: account", account);
            require(used >= 0 && used <= limit, "over its limit: account", account);
            require(account != BookWords.ROOT || limit == played.rootLimits[kind], "the sum of all there is has changed",
                    limit);
        }
    }
}
