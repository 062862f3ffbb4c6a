package exo.tests.kernel;

import static exo.abi.Status.ALREADY_BOUND;
import static exo.abi.Status.BAD_ADDRESS;
import static exo.abi.Status.BAD_ARGUMENT;
import static exo.abi.Status.FRAME_BUSY;
import static exo.abi.Status.NOT_BOUND;
import static exo.abi.Status.NOT_YOURS;
import static exo.abi.Status.NO_FREE_ENVIRONMENT;
import static exo.abi.Status.NO_FREE_FRAME;
import static exo.abi.Status.NO_SUCH_ACCOUNT;
import static exo.abi.Status.NO_SUCH_ENVIRONMENT;
import static exo.abi.Status.NO_SUCH_FRAME;
import static exo.abi.Status.NO_TABLE;
import static exo.abi.Status.OVER_LIMIT;
import static exo.abi.Status.WOULD_BLOCK;
import static exo.abi.Status.WRITABLE_AND_EXECUTABLE;
import static exo.abi.Status.WRONG_STATE;

import exo.abi.Call;
import exo.abi.Limits;
import exo.tests.kernel.StatusCase.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** For every call and every status that it declares, one way to force it: {@link EveryStatusTest} sees that none is missing. */
final class StatusCases {
    private static final long PAGE = Family.PAGE;
    private static final long READ = Family.READ;
    private static final long NAME = 'a';

    private final List<StatusCase> cases = new ArrayList<>();

    private StatusCases() {
        processor();
        environments();
        framesGivenUp();
        frames();
        bindings();
        consoleAndPower();
        cases.addAll(BindingStatusCases.all());
        cases.addAll(AccountStatusCases.all());
        cases.addAll(TimeStatusCases.all());
        cases.addAll(CodeStatusCases.all());
    }

    static List<StatusCase> all() {
        return List.copyOf(new StatusCases().cases);
    }

    private void add(int call, long status, ToLongFunction<Scene> deed) {
        cases.add(new StatusCase(call, status, deed));
    }

    private void processor() {
        add(Call.YIELD, NO_SUCH_ENVIRONMENT, s -> s.call(Call.YIELD, 7));
        add(Call.YIELD, WRONG_STATE, s -> s.call(Call.YIELD, s.ended()));
        add(Call.EXIT, BAD_ARGUMENT, s -> s.call(Call.EXIT, 256));
        add(Call.WAIT, BAD_ARGUMENT, s -> s.call(Call.WAIT, 1024, 0));
        add(Call.UPCALL, NO_SUCH_FRAME, s -> s.call(Call.UPCALL, 0, 0, Family.ENTRY));
        add(Call.UPCALL, NOT_YOURS, s -> s.call(Call.UPCALL, 1, 0, Family.ENTRY));
        add(Call.UPCALL, BAD_ADDRESS, s -> s.call(Call.UPCALL, s.family.frame(), 0, -1));
    }

    private static long create(Scene s, long root, long context, long account, long name) {
        return s.call(Call.ENV_CREATE, root, context, account, name, 0);
    }

    private static long createTooMany(Scene s) {
        s.kernel.audits(false);
        long result = 1;
        while (result > 0) {
            result = create(s, s.family.frame(), s.family.frame(), 0, NAME);
        }
        return result;
    }

    private void environments() {
        add(Call.ENV_CREATE, BAD_ARGUMENT, s -> create(s, s.family.frame(), s.family.frame(), 0, '1'));
        add(Call.ENV_CREATE, BAD_ARGUMENT, s -> {
            long frame = s.family.frame();
            return create(s, frame, frame, 0, NAME);
        });
        add(Call.ENV_CREATE, NO_SUCH_FRAME, s -> create(s, 0, s.family.frame(), 0, NAME));
        add(Call.ENV_CREATE, NOT_YOURS, s -> create(s, s.family.frame(), 1, 0, NAME));
        add(Call.ENV_CREATE, FRAME_BUSY, s -> create(s, s.family.map(s.self, PAGE, READ), s.family.frame(), 0, NAME));
        add(Call.ENV_CREATE, NO_SUCH_ACCOUNT, s -> create(s, s.family.frame(), s.family.frame(), 7, NAME));
        add(Call.ENV_CREATE, OVER_LIMIT,
                s -> create(s, s.family.frame(), s.family.frame(), s.call(Call.ACCOUNT_CREATE), NAME));
        add(Call.ENV_CREATE, NO_FREE_ENVIRONMENT, StatusCases::createTooMany);
        add(Call.ENV_START, NO_SUCH_ENVIRONMENT, s -> s.call(Call.ENV_START, 7, Family.ENTRY, Limits.USER_END, 0, 0));
        add(Call.ENV_START, NOT_YOURS, s -> s.call(Call.ENV_START, s.self, Family.ENTRY, Limits.USER_END, 0, 0));
        add(Call.ENV_START, WRONG_STATE, s -> s.call(Call.ENV_START, s.child(), Family.ENTRY, Limits.USER_END, 0, 0));
        add(Call.ENV_START, BAD_ADDRESS,
                s -> s.call(Call.ENV_START, s.family.child("c", 4), 0, Limits.USER_END, 0, 0));
        for (int call : new int[] {Call.ENV_END, Call.ENV_REAP, Call.ENV_RESULT}) {
            add(call, NO_SUCH_ENVIRONMENT, s -> s.call(call, 7, 0));
            add(call, NOT_YOURS, s -> s.call(call, s.self, 0));
        }
        add(Call.ENV_END, WRONG_STATE, s -> s.call(Call.ENV_END, s.ended(), 0));
        add(Call.ENV_END, BAD_ARGUMENT, s -> s.call(Call.ENV_END, s.child(), 256));
        add(Call.ENV_REAP, WRONG_STATE, s -> s.call(Call.ENV_REAP, s.child()));
        add(Call.ENV_RESULT, WRONG_STATE, s -> s.call(Call.ENV_RESULT, s.child()));
    }

    private static long fullChild(Scene s) {
        return s.family.child("full", 2);
    }

    private void framesGivenUp() {
        add(Call.FRAME_GIVE, NO_SUCH_FRAME, s -> s.call(Call.FRAME_GIVE, 0, s.child()));
        add(Call.FRAME_GIVE, NO_SUCH_ENVIRONMENT, s -> s.call(Call.FRAME_GIVE, s.family.frame(), 7));
        add(Call.FRAME_GIVE, NOT_YOURS, s -> s.call(Call.FRAME_GIVE, s.family.frame(), s.self));
        add(Call.FRAME_GIVE, FRAME_BUSY,
                s -> s.call(Call.FRAME_GIVE, s.family.map(s.self, PAGE, READ), s.child()));
        add(Call.FRAME_GIVE, WRONG_STATE, s -> s.call(Call.FRAME_GIVE, s.family.frame(), s.ended()));
        add(Call.FRAME_GIVE, OVER_LIMIT, s -> s.call(Call.FRAME_GIVE, s.family.frame(), fullChild(s)));
        add(Call.TABLE_GIVE, NO_SUCH_FRAME, s -> s.call(Call.TABLE_GIVE, s.self, 0));
        add(Call.TABLE_GIVE, NO_SUCH_ENVIRONMENT, s -> s.call(Call.TABLE_GIVE, 7, s.family.frame()));
        add(Call.TABLE_GIVE, NOT_YOURS, s -> s.call(Call.TABLE_GIVE, s.self, 1));
        add(Call.TABLE_GIVE, FRAME_BUSY, s -> s.call(Call.TABLE_GIVE, s.self, s.family.map(s.self, PAGE, READ)));
        add(Call.TABLE_GIVE, WRONG_STATE, s -> s.call(Call.TABLE_GIVE, s.ended(), s.family.frame()));
        add(Call.TABLE_GIVE, OVER_LIMIT, s -> s.call(Call.TABLE_GIVE, fullChild(s), s.family.frame()));
    }

    private static long allocTooMany(Scene s) {
        s.inChild();
        long result = 1;
        while (result > 0) {
            result = s.call(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        }
        return result;
    }

    private void frames() {
        add(Call.FRAME_ALLOC, NO_SUCH_FRAME, s -> s.call(Call.FRAME_ALLOC, 0));
        add(Call.FRAME_ALLOC, OVER_LIMIT, StatusCases::allocTooMany);
        add(Call.FRAME_ALLOC, NO_FREE_FRAME, s -> s.call(Call.FRAME_ALLOC, s.family.frame()));
        add(Call.FRAME_FREE, NO_SUCH_FRAME, s -> s.call(Call.FRAME_FREE, -2));
        add(Call.FRAME_FREE, NOT_YOURS, s -> s.call(Call.FRAME_FREE, s.free(s.family.frame())));
        add(Call.FRAME_FREE, FRAME_BUSY, s -> s.call(Call.FRAME_FREE, s.family.map(s.self, PAGE, READ)));
        add(Call.FRAME_INFO, NO_SUCH_FRAME, s -> s.call(Call.FRAME_INFO, 1L << 40));
    }

    private static long bind(Scene s, long environment, long va, long frame, long rights) {
        return s.call(Call.BIND, environment, va, frame, rights);
    }

    private void bindings() {
        add(Call.BIND, NO_SUCH_ENVIRONMENT, s -> bind(s, 7, PAGE, s.family.frame(), READ));
        add(Call.BIND, WRONG_STATE, s -> bind(s, s.ended(), PAGE, s.family.frame(), READ));
        add(Call.BIND, BAD_ADDRESS, s -> bind(s, s.self, 0, s.family.frame(), READ));
        add(Call.BIND, BAD_ARGUMENT, s -> bind(s, s.self, PAGE, s.family.frame(), 8));
        add(Call.BIND, WRITABLE_AND_EXECUTABLE, s -> bind(s, s.self, PAGE, s.family.frame(), 7));
        add(Call.BIND, NO_SUCH_FRAME, s -> bind(s, s.self, PAGE, 0, READ));
        add(Call.BIND, NOT_YOURS, s -> bind(s, s.self, PAGE, s.free(s.family.frame()), READ));
        add(Call.BIND, FRAME_BUSY, s -> bind(s, s.self, PAGE, s.kernel.books().rootOf(1) >> 12, READ));
        add(Call.BIND, ALREADY_BOUND, s -> bind(s, s.self, StewardFile.DATA, s.family.frame(), READ));
        add(Call.BIND, NO_TABLE, s -> bind(s, s.child(), PAGE, s.family.frame(), READ));
        add(Call.UNBIND, NO_SUCH_ENVIRONMENT, s -> s.call(Call.UNBIND, 7, PAGE));
        add(Call.UNBIND, NOT_YOURS, s -> {
            s.inChild();
            return s.call(Call.UNBIND, s.self, PAGE);
        });
        add(Call.UNBIND, WRONG_STATE, s -> s.call(Call.UNBIND, s.ended(), PAGE));
        add(Call.UNBIND, BAD_ADDRESS, s -> s.call(Call.UNBIND, s.self, PAGE + 1));
        add(Call.UNBIND, NOT_BOUND, s -> s.call(Call.UNBIND, s.self, PAGE));
    }

    private static long writeTooMuch(Scene s) {
        s.kernel.machine().console().autoDrain(false);
        long result = 0;
        while (result >= 0) {
            result = s.call(Call.CONSOLE_WRITE, StewardFile.DATA, 512);
        }
        return result;
    }

    private void consoleAndPower() {
        add(Call.CONSOLE_WRITE, BAD_ARGUMENT, s -> s.call(Call.CONSOLE_WRITE, StewardFile.DATA, 513));
        add(Call.CONSOLE_WRITE, BAD_ADDRESS, s -> s.call(Call.CONSOLE_WRITE, 0, 1));
        add(Call.CONSOLE_WRITE, WOULD_BLOCK, StatusCases::writeTooMuch);
        add(Call.CONSOLE_READ, NOT_YOURS, s -> {
            s.inChild();
            return s.call(Call.CONSOLE_READ, PAGE, 1);
        });
        add(Call.CONSOLE_READ, BAD_ARGUMENT, s -> s.call(Call.CONSOLE_READ, StewardFile.DATA, 0));
        add(Call.CONSOLE_READ, BAD_ADDRESS, s -> s.call(Call.CONSOLE_READ, StewardFile.CODE, 1));
        add(Call.CONSOLE_READ, WOULD_BLOCK, s -> s.call(Call.CONSOLE_READ, StewardFile.DATA, 1));
        add(Call.CONSOLE_GIVE, NO_SUCH_ENVIRONMENT, s -> s.call(Call.CONSOLE_GIVE, 7));
        add(Call.CONSOLE_GIVE, NOT_YOURS, s -> s.call(Call.CONSOLE_GIVE, s.self));
        add(Call.CONSOLE_GIVE, WRONG_STATE, s -> s.call(Call.CONSOLE_GIVE, s.ended()));
        add(Call.POWER_OFF, NOT_YOURS, s -> {
            s.inChild();
            return s.call(Call.POWER_OFF, 0, 0, 0);
        });
        add(Call.POWER_OFF, NO_SUCH_ENVIRONMENT, s -> s.call(Call.POWER_OFF, 0, 0, 7));
        add(Call.POWER_OFF, BAD_ARGUMENT, s -> s.call(Call.POWER_OFF, -1, 0, 0));
        add(Call.MACHINE_INFO, BAD_ARGUMENT, s -> s.call(Call.MACHINE_INFO, 11));
    }
}
