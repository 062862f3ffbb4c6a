package exo.tests.kernel;

import static exo.abi.Status.ACCOUNT_BUSY;
import static exo.abi.Status.BAD_ADDRESS;
import static exo.abi.Status.BAD_ARGUMENT;
import static exo.abi.Status.FRAME_BUSY;
import static exo.abi.Status.NOT_YOURS;
import static exo.abi.Status.NO_FREE_ACCOUNT;
import static exo.abi.Status.NO_FREE_FRAME;
import static exo.abi.Status.NO_SUCH_ACCOUNT;
import static exo.abi.Status.NO_SUCH_ENVIRONMENT;
import static exo.abi.Status.NO_SUCH_FRAME;
import static exo.abi.Status.NO_TABLE;
import static exo.abi.Status.OVER_LIMIT;
import static exo.abi.Status.WRONG_STATE;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.tests.kernel.StatusCase.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The third part of {@link StatusCases}: accounts, revocation, guards, ranges of frames, guarantees and dropped tables. */
final class AccountStatusCases {
    private static final long PAGE = Family.PAGE;
    private static final long READ = Family.READ;
    private static final int FRAMES = ResourceKind.FRAMES;

    private final List<StatusCase> cases = new ArrayList<>();

    private AccountStatusCases() {
        accounts();
        revocation();
        guards();
        ranges();
        guarantees();
        tableDrop();
    }

    static List<StatusCase> all() {
        return List.copyOf(new AccountStatusCases().cases);
    }

    private void add(int call, long status, ToLongFunction<Scene> deed) {
        cases.add(new StatusCase(call, status, deed));
    }

    private static long create(Scene s) {
        return s.call(Call.ACCOUNT_CREATE);
    }

    private static long createTooMany(Scene s) {
        s.kernel.audits(false);
        long result = 1;
        while (result > 0) {
            result = create(s);
        }
        return result;
    }

    private static long own(Scene s) {
        return s.call(Call.ACCOUNT_SELF);
    }

    private void accounts() {
        add(Call.ACCOUNT_CREATE, OVER_LIMIT, s -> {
            s.family.run(s.family.started("poor", 4, 1));
            return create(s);
        });
        add(Call.ACCOUNT_CREATE, NO_FREE_ACCOUNT, AccountStatusCases::createTooMany);
        for (int call : new int[] {Call.ACCOUNT_LEND, Call.ACCOUNT_RECLAIM, Call.ACCOUNT_CLOSE}) {
            add(call, NO_SUCH_ACCOUNT, s -> s.call(call, 7, FRAMES, 0));
            add(call, NOT_YOURS, s -> s.call(call, own(s), FRAMES, 0));
        }
        for (int call : new int[] {Call.ACCOUNT_LEND, Call.ACCOUNT_RECLAIM}) {
            add(call, BAD_ARGUMENT, s -> s.call(call, create(s), ResourceKind.COUNT, 0));
            add(call, BAD_ARGUMENT, s -> s.call(call, create(s), FRAMES, -1));
        }
        add(Call.ACCOUNT_LEND, OVER_LIMIT, s -> s.call(Call.ACCOUNT_LEND, create(s), FRAMES, Long.MAX_VALUE));
        add(Call.ACCOUNT_RECLAIM, ACCOUNT_BUSY, s -> s.call(Call.ACCOUNT_RECLAIM, create(s), FRAMES, 1));
        add(Call.ACCOUNT_CLOSE, ACCOUNT_BUSY, s -> s.call(Call.ACCOUNT_CLOSE, s.family.accountOf(s.family.child("in", 2))));
    }

    private void revocation() {
        add(Call.REVOKE, NO_SUCH_ENVIRONMENT, s -> s.call(Call.REVOKE, 7, FRAMES, 1, 1));
        add(Call.REVOKE, NOT_YOURS, s -> s.call(Call.REVOKE, s.self, FRAMES, 1, 1));
        add(Call.REVOKE, WRONG_STATE, s -> s.call(Call.REVOKE, s.ended(), FRAMES, 1, 1));
        add(Call.REVOKE, BAD_ARGUMENT, s -> s.call(Call.REVOKE, s.child(), ResourceKind.ACCOUNTS, 1, 1));
        add(Call.REVOKE, BAD_ARGUMENT, s -> s.call(Call.REVOKE, s.child(), FRAMES, 0, 1));
        add(Call.REVOKE, BAD_ARGUMENT, s -> s.call(Call.REVOKE, s.child(), FRAMES, 1, 0));
        add(Call.REVOKE, BAD_ARGUMENT, s -> s.call(Call.REVOKE, s.child(), FRAMES, 1, -1));
    }

    /** A child that is guarded and has raised an exception. */
    private static long stopped(Scene s) {
        long child = s.child();
        s.call(Call.ENV_GUARD, child, 1);
        s.family.run(child);
        s.kernel.trap(6);
        return child;
    }

    private void guards() {
        for (int call : new int[] {Call.ENV_GUARD, Call.ENV_RESUME}) {
            add(call, NO_SUCH_ENVIRONMENT, s -> s.call(call, 7, 0));
            add(call, NOT_YOURS, s -> s.call(call, s.self, 0));
            add(call, WRONG_STATE, s -> s.call(call, s.ended(), 0));
        }
        add(Call.ENV_GUARD, BAD_ARGUMENT, s -> s.call(Call.ENV_GUARD, s.child(), 2));
        add(Call.ENV_RESUME, WRONG_STATE, s -> s.call(Call.ENV_RESUME, s.child(), 0));
        add(Call.ENV_RESUME, BAD_ADDRESS, s -> s.call(Call.ENV_RESUME, stopped(s), Limits.USER_END));
    }

    private void ranges() {
        add(Call.FRAME_ALLOC_RANGE, BAD_ARGUMENT, s -> s.call(Call.FRAME_ALLOC_RANGE, s.free(s.family.frame()), 0));
        add(Call.FRAME_ALLOC_RANGE, BAD_ARGUMENT, s -> s.call(Call.FRAME_ALLOC_RANGE, s.free(s.family.frame()),
                Limits.FRAMES_IN_RANGE_MAXIMUM + 1));
        add(Call.FRAME_ALLOC_RANGE, NO_SUCH_FRAME,
                s -> s.call(Call.FRAME_ALLOC_RANGE, s.kernel.books().frameCount - 1, 2));
        add(Call.FRAME_ALLOC_RANGE, NO_FREE_FRAME, s -> s.call(Call.FRAME_ALLOC_RANGE, s.family.frame(), 1));
        add(Call.FRAME_ALLOC_RANGE, OVER_LIMIT, s -> {
            long free = s.free(s.family.frame());
            s.family.run(s.family.started("poor", 2, 1));
            return s.call(Call.FRAME_ALLOC_RANGE, free, 1);
        });
    }

    private static long guaranteeTooMany(Scene s) {
        long result = 0;
        while (result == 0) {
            result = s.call(Call.FRAME_GUARANTEE, s.family.frame(), 1);
        }
        return result;
    }

    private void guarantees() {
        add(Call.FRAME_GUARANTEE, NO_SUCH_FRAME, s -> s.call(Call.FRAME_GUARANTEE, 0, 1));
        add(Call.FRAME_GUARANTEE, NOT_YOURS, s -> s.call(Call.FRAME_GUARANTEE, s.kernel.books().rootOf(1) >> 12, 1));
        add(Call.FRAME_GUARANTEE, BAD_ARGUMENT, s -> s.call(Call.FRAME_GUARANTEE, s.family.frame(), 2));
        add(Call.FRAME_GUARANTEE, OVER_LIMIT, AccountStatusCases::guaranteeTooMany);
    }

    private void tableDrop() {
        add(Call.TABLE_DROP, NO_SUCH_ENVIRONMENT, s -> s.call(Call.TABLE_DROP, 7, PAGE));
        add(Call.TABLE_DROP, NOT_YOURS, s -> {
            s.inChild();
            return s.call(Call.TABLE_DROP, s.self, PAGE);
        });
        add(Call.TABLE_DROP, WRONG_STATE, s -> s.call(Call.TABLE_DROP, s.ended(), PAGE));
        add(Call.TABLE_DROP, BAD_ADDRESS, s -> s.call(Call.TABLE_DROP, s.self, Limits.USER_END));
        add(Call.TABLE_DROP, NO_TABLE, s -> s.call(Call.TABLE_DROP, s.self, PAGE));
        add(Call.TABLE_DROP, FRAME_BUSY, s -> {
            s.call(Call.FRAME_GUARANTEE, s.family.map(s.self, PAGE, READ), 1);
            return s.call(Call.TABLE_DROP, s.self, PAGE);
        });
    }
}
