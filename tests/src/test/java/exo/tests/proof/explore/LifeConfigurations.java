package exo.tests.proof.explore;

import static exo.tests.proof.explore.MemoryConfigurations.CHILD;
import static exo.tests.proof.explore.MemoryConfigurations.FIRST;
import static exo.tests.proof.explore.MemoryConfigurations.RUNNER;
import static exo.tests.proof.explore.MemoryConfigurations.SIBLING;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.ResourceKind;
import exo.machine.Trap;
import exo.tests.kernel.Replay;
import java.util.List;

/** Configurations about lives and accounts, about the console, and about the registers that only some use. */
final class LifeConfigurations {
    private static final long LABEL = 0x79L;
    private static final long MALFORMED = 0x39L;

    private LifeConfigurations() {
    }

    static List<Configuration> all() {
        return List.of(
                new Configuration("lives", "environments made of five frames, started, stopped, ended and reaped, two "
                        + "generations deep", LifeConfigurations::lives),
                new Configuration("accounts", "accounts made, lent to, reclaimed from and closed, three deep, with "
                        + "environments that spend from them", LifeConfigurations::accounts),
                new Configuration("console", "the console's input given to and fro, read, waited for; at most one byte waits",
                        LifeConfigurations::console),
                new Configuration("registers", "segment bases, vector registers and foreign text of three environments, the "
                        + "first among them, which may turn the machine off", LifeConfigurations::registers));
    }

    private static Alphabet lives(Scene scene) {
        scene.runner(7, 0, 3, 0, 1, 0);
        long[] free = scene.freeFrames();
        Choice names = Choice.names(CHILD, SIBLING);
        return new Alphabet()
                .call(Call.FRAME_ALLOC, Choice.of(Limits.ANY_FRAME))
                .call(Call.ENV_CREATE, Choice.of(free[0], free[2]), Choice.of(free[1], free[3]).bad(free[0], 0, 1L << 40),
                        Choice.of(0).bad(77), Choice.of(LABEL).bad(0, MALFORMED), Choice.of(0).bad(1))
                .call(Call.ENV_START, names.badStale(CHILD).badName(FIRST), Choice.of(Scene.ENTRY).bad(0, -1),
                        Choice.of(Scene.STACK).bad(1), Choice.of(0), Choice.of(0))
                .call(Call.ENV_GUARD, Choice.names(CHILD).badStale(CHILD).badName(FIRST), Choice.of(1).bad(2))
                .call(Call.ENV_RESUME, names.badStale(CHILD), Choice.of(0).bad(1))
                .call(Call.ENV_END, names.badStale(CHILD).badName(FIRST), Choice.of(0).bad(256))
                .call(Call.ENV_REAP, names.badStale(CHILD).badName(FIRST))
                .call(Call.ENV_RESULT, names.badStale(CHILD).badName(FIRST))
                .call(Call.ENV_SELF)
                .call(Call.YIELD, Choice.names(RUNNER, CHILD, SIBLING))
                .by(CHILD, SIBLING).call(Call.EXIT, Choice.of(1))
                .event(Replay.TRAP, Trap.GENERAL_PROTECTION).by()
                .by(RUNNER).call(Call.WAIT, Choice.of(Event.CHILD_ENDED | Event.CHILD_STOPPED), Choice.of(0));
    }

    private static Alphabet accounts(Scene scene) {
        scene.runner(7, 0, 3, 3, 1, 0, 1);
        long[] free = scene.freeFrames();
        Choice accounts = Choice.accounts(3, 4, 5).badStaleAccount(3).badAccount(1);
        return new Alphabet()
                .call(Call.ACCOUNT_CREATE)
                .call(Call.ACCOUNT_SELF)
                .call(Call.ACCOUNT_LEND, accounts, Choice.of(ResourceKind.FRAMES), Choice.of(2).bad(-1, 0))
                .call(Call.ACCOUNT_LEND, Choice.accounts(3, 4), Choice.of(ResourceKind.ENVIRONMENTS, ResourceKind.ACCOUNTS)
                        .bad(ResourceKind.COUNT, -1), Choice.of(1))
                .call(Call.ACCOUNT_RECLAIM, accounts, Choice.of(ResourceKind.FRAMES), Choice.of(2).bad(-1, 0))
                .call(Call.ACCOUNT_RECLAIM, Choice.accounts(3, 4), Choice.of(ResourceKind.ENVIRONMENTS,
                        ResourceKind.ACCOUNTS).bad(ResourceKind.COUNT, -1), Choice.of(1))
                .call(Call.ACCOUNT_CLOSE, accounts)
                .call(Call.FRAME_ALLOC, Choice.of(Limits.ANY_FRAME))
                .call(Call.ENV_CREATE, Choice.of(free[0]), Choice.of(free[1]), Choice.accounts(3).or(0).badStaleAccount(3),
                        Choice.of(LABEL), Choice.of(0))
                .call(Call.ENV_START, Choice.names(CHILD), Choice.of(Scene.ENTRY), Choice.of(Scene.STACK), Choice.of(0),
                        Choice.of(0))
                .call(Call.ENV_END, Choice.names(CHILD), Choice.of(0))
                .call(Call.ENV_REAP, Choice.names(CHILD))
                .call(Call.FRAME_GIVE, Choice.of(free[2]), Choice.names(CHILD, RUNNER))
                .call(Call.YIELD, Choice.names(CHILD, RUNNER));
    }

    private static Alphabet console(Scene scene) {
        long self = scene.besideFirst(18, 5, 3, 0, 1, 0);
        scene.call(Call.CONSOLE_GIVE, self);
        scene.rootSleeps();
        scene.call(Call.BIND, self, Places.page(0), scene.frame(), MemoryConfigurations.RW);
        long child = scene.child(0, 5);
        scene.shown(child, 0, MemoryConfigurations.RW);
        scene.start(child);
        long sibling = scene.child(0, 0);
        scene.start(sibling);
        long text = Places.page(0) + 1024;
        Choice names = Choice.names(RUNNER, CHILD, SIBLING);
        return new Alphabet()
                .call(Call.CONSOLE_WRITE, Choice.of(text).bad(0, Places.page(1), -1), Choice.of(1).bad(513, -1))
                .call(Call.CONSOLE_READ, Choice.of(text).bad(0, Places.page(1), -1), Choice.of(1).bad(0, 4097))
                .call(Call.CONSOLE_GIVE, names.badStale(CHILD).badName(FIRST))
                .call(Call.PROTECT, Choice.names(CHILD), Choice.of(Places.page(0)), Choice.of(1, 3))
                .call(Call.WAIT, Choice.of(Event.CONSOLE_INPUT, Event.CHILD_ENDED), Choice.of(0))
                .call(Call.YIELD, names)
                .by(CHILD, SIBLING).call(Call.EXIT, Choice.of(0)).by()
                .event(Replay.TRAP, Trap.BREAKPOINT)
                .event(Replay.TYPE, 0)
                .timer();
    }

    private static Alphabet registers(Scene scene) {
        scene.besideFirst(7, 0, 2, 0, 1, 0, 1);
        scene.call(Call.YIELD, scene.kernel.environmentName(RUNNER));
        long own = scene.saveArea();
        long child = scene.child(0, 0);
        scene.start(child, 1);
        return new Alphabet().by(RUNNER, CHILD)
                .call(Call.SEGMENT_BASES, Choice.of(0, Scene.HANDLER).bad(1, -1), Choice.of(0, Scene.STACK).bad(1, -1))
                .call(Call.TEXT_RANGE, Choice.of(0), Choice.of(0))
                .call(Call.TEXT_RANGE, Choice.of(Scene.ENTRY).bad(0, -1), Choice.of(Scene.HANDLER).bad(0, -1))
                .call(Call.UPCALL, Choice.of(own, Limits.NO_FRAME), Choice.of(0), Choice.of(Scene.HANDLER))
                .event(Replay.VECTORS, 0)
                .event(Replay.FOREIGN, 0)
                .event(Replay.RELEASE, 0).by()
                .call(Call.NULL)
                .call(Call.MACHINE_INFO, Choice.of(0, 1, 4).bad(11, -1))
                .call(Call.ACCOUNT_SELF)
                .call(Call.ENV_SELF)
                .call(0x7f)
                .call(Call.YIELD, Choice.names(FIRST, RUNNER, CHILD))
                .call(Call.POWER_OFF, Choice.of(0).bad(256), Choice.of(Reason.EXIT).bad(9), Choice.of(0).badStale(CHILD))
                .by(CHILD).call(Call.EXIT, Choice.of(0)).by()
                .timer();
    }
}
