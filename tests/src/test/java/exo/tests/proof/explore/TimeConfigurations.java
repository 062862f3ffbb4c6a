package exo.tests.proof.explore;

import static exo.tests.proof.explore.MemoryConfigurations.CHILD;
import static exo.tests.proof.explore.MemoryConfigurations.FIRST;
import static exo.tests.proof.explore.MemoryConfigurations.RUNNER;
import static exo.tests.proof.explore.MemoryConfigurations.SIBLING;

import exo.abi.Call;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.SaveArea;
import exo.machine.Trap;
import exo.tests.kernel.Replay;
import java.util.List;

/** Configurations about time: the vector of slices, sleep, transfers, upcalls, and what is asked back. */
final class TimeConfigurations {
    private static final long SLICE = 1_000_000;
    private static final long HALF = SLICE / 2;
    /** A bound on what is asked back of one environment at a time, which the kernel counts to 32 bits. */
    private static final int ASKED_MAXIMUM = 2;

    /** A bound on the slices that anyone owes, which the kernel counts to a thousand. */
    private static final int OWED_MAXIMUM = 1;

    private TimeConfigurations() {
    }

    static List<Configuration> all() {
        return List.of(
                new Configuration("slices", "three environments hand three positions of the vector round, yield and sleep; "
                        + "the timer rings", TimeConfigurations::slices),
                new Configuration("transfers", "two environments enter each other, with and without entries and deadlines",
                        TimeConfigurations::transfers),
                new Configuration("rings of transfers", "three environments enter each other, without deadlines",
                        TimeConfigurations::rings),
                new Configuration("upcalls", "two environments with save areas: epilogues, prologues, overruns, exceptions; the "
                        + "timer rings for a slice while nobody owes more than " + OWED_MAXIMUM,
                        TimeConfigurations::upcalls),
                new Configuration("revocation of frames", "frames asked back of a child with backing, guarantees and "
                        + "bindings; at most " + ASKED_MAXIMUM + " asked at a time", TimeConfigurations::frameRevocation),
                new Configuration("revocation of slices", "slices asked back of a child; at most " + ASKED_MAXIMUM
                        + " asked at a time", TimeConfigurations::sliceRevocation));
    }

    private static Alphabet slices(Scene scene) {
        scene.runner(8, 0, 3, 0, 2, 0, 1, 2);
        long child = scene.child(0, 0);
        scene.start(child);
        long sibling = scene.child(0, 0);
        scene.start(sibling);
        Choice names = Choice.names(RUNNER, CHILD, SIBLING);
        Choice positions = Choice.of(0, 1, 2).bad(50, 100, Long.MIN_VALUE);
        return new Alphabet()
                .call(Call.SLICE_ALLOC, Choice.of(Limits.ANY_SLICE, 0, 2).bad(100, 50))
                .call(Call.SLICE_FREE, positions)
                .call(Call.SLICE_GIVE, positions, names.badStale(CHILD).badName(FIRST))
                .call(Call.YIELD, names.or(0).badStale(CHILD).badName(FIRST))
                .call(Call.WAIT, Choice.of(Event.CHILD_ENDED), Choice.of(0).bad(-1))
                .call(Call.WAIT, Choice.of(Event.CONSOLE_ROOM).bad(0, 1L << 40), Choice.moments(HALF, 2 * SLICE))
                .call(Call.EXIT, Choice.of(0).bad(256, -1))
                .timer();
    }

    private static Alphabet transfers(Scene scene) {
        scene.runner(6, 0, 2, 0, 1, 0, 1);
        long child = scene.child(0, 0);
        scene.start(child, 1);
        Choice names = Choice.names(RUNNER, CHILD).badStale(CHILD).badName(FIRST).bad(0);
        return new Alphabet()
                .call(Call.ENTRY_POINT, Choice.of(EntryPoint.SYNCHRONOUS, EntryPoint.ASYNCHRONOUS).bad(5, -1),
                        Choice.of(0, Scene.HANDLER).bad(1, -1))
                .call(Call.TRANSFER_SYNC, names, Choice.of(0).bad(-1, 1))
                .call(Call.TRANSFER_SYNC, names, Choice.moments(HALF, 2 * SLICE))
                .call(Call.TRANSFER_ASYNC, names)
                .call(Call.ACCEPT, Choice.of(0, Event.CHILD_ENDED).bad(1L << 40), Choice.of(0))
                .call(Call.ACCEPT, Choice.of(0), Choice.moments(HALF))
                .call(Call.WAIT, Choice.of(Event.CHILD_ENDED).bad(0), Choice.moments(HALF))
                .call(Call.YIELD, Choice.names(RUNNER, CHILD).or(0))
                .by(CHILD).call(Call.EXIT, Choice.of(0)).by()
                .timer();
    }

    /** Rings of transfers take three; deadlines of theirs would be more states than can be gone through. */
    private static Alphabet rings(Scene scene) {
        scene.runner(8, 0, 3, 0, 1, 0, 1);
        long child = scene.child(0, 0);
        scene.start(child, 1);
        long sibling = scene.child(0, 0);
        scene.start(sibling);
        Choice names = Choice.names(RUNNER, CHILD, SIBLING);
        return new Alphabet()
                .call(Call.ENTRY_POINT, Choice.of(EntryPoint.SYNCHRONOUS), Choice.of(0, Scene.HANDLER))
                .call(Call.TRANSFER_SYNC, names, Choice.of(0))
                .call(Call.ACCEPT, Choice.of(0, Event.CHILD_ENDED), Choice.of(0))
                .call(Call.YIELD, names.or(0))
                .by(CHILD, SIBLING).call(Call.EXIT, Choice.of(0)).by()
                .timer();
    }

    private static Alphabet upcalls(Scene scene) {
        scene.runner(6, 0, 2, 0, 1, 0, 1);
        long child = scene.child(0, 0);
        long area = scene.framed(child);
        scene.start(child, 1);
        return new Alphabet()
                .by(CHILD)
                .call(Call.UPCALL, Choice.of(area, Limits.NO_FRAME).bad(1L << 40), Choice.of(Places.page(0)),
                        Choice.of(Scene.HANDLER).bad(0, -1))
                .call(Call.ENTRY_POINT, Choice.of(EntryPoint.EPILOGUE, EntryPoint.PROLOGUE).bad(5),
                        Choice.of(0, Scene.HANDLER).bad(1))
                .call(Call.FRAME_FREE, Choice.of(area))
                .by(RUNNER)
                .call(Call.ENV_GUARD, Choice.names(CHILD).badStale(CHILD).badName(FIRST), Choice.of(0, 1).bad(2))
                .call(Call.ENV_RESUME, Choice.names(CHILD).badStale(CHILD).badName(FIRST), Choice.of(0, Scene.ENTRY).bad(1))
                .call(Call.ENV_RESULT, Choice.names(CHILD))
                .call(Call.WAIT, Choice.of(Event.CHILD_STOPPED | Event.CHILD_ENDED), Choice.of(0))
                .by()
                .call(Call.YIELD, Choice.names(CHILD).or(0))
                .event(Replay.TRAP, Trap.DIVIDE_ERROR)
                .event(Replay.RELEASE, SaveArea.IN_USE, SaveArea.INTERRUPT_IN_USE)
                .where(TimeConfigurations::owesLittle).timer();
    }

    private static boolean owesLittle(ExploredKernel kernel) {
        return kernel.books.environment32(RUNNER, EnvironmentRecord.FORFEITS) <= OWED_MAXIMUM
                && kernel.books.environment32(CHILD, EnvironmentRecord.FORFEITS) <= OWED_MAXIMUM;
    }

    private static boolean asksLittle(ExploredKernel kernel) {
        return kernel.books.environment32(CHILD, EnvironmentRecord.FRAMES_ASKED)
                + kernel.books.environment32(CHILD, EnvironmentRecord.SLICES_ASKED) < ASKED_MAXIMUM;
    }

    private static Alphabet frameRevocation(Scene scene) {
        scene.runner(12, 0, 2, 0, 1, 0, 1);
        long child = scene.child(0, 5);
        long area = scene.framed(child);
        long backing = scene.framed(child);
        long lost = scene.framed(child);
        scene.start(child, 1);
        scene.call(Call.BIND, child, Places.page(0), area, MemoryConfigurations.RW);
        return new Alphabet()
                .by(RUNNER).where(TimeConfigurations::asksLittle)
                .call(Call.REVOKE, Choice.names(CHILD).badStale(CHILD).badName(FIRST), Choice.of(ResourceKind.FRAMES)
                        .bad(ResourceKind.ACCOUNTS), Choice.of(1).bad(0, -1), Choice.moments(HALF).bad(0, -1, 1))
                .where(null).by(CHILD)
                .call(Call.CAP_MAKE, Choice.of(1), Choice.of(backing), Choice.of(MemoryConfigurations.RW),
                        Choice.of(Places.page(0) + Places.CAPABILITY))
                .call(Call.UPCALL, Choice.of(area, Limits.NO_FRAME), Choice.of(Places.page(0)), Choice.of(Scene.HANDLER))
                .call(Call.ENTRY_POINT, Choice.of(EntryPoint.REVOCATION), Choice.of(0, Scene.HANDLER))
                .call(Call.FRAME_GUARANTEE, Choice.of(lost), Choice.of(0, 1))
                .call(Call.FRAME_FREE, Choice.of(lost))
                .call(Call.BIND, Choice.names(CHILD), Choice.of(Places.page(1)), Choice.of(lost),
                        Choice.of(MemoryConfigurations.RW))
                .call(Call.WAIT, Choice.of(Event.REPOSSESSION), Choice.of(0))
                .event(Replay.STORE, 1)
                .event(Replay.RELEASE, SaveArea.INTERRUPT_IN_USE)
                .by().call(Call.YIELD, Choice.names(CHILD, RUNNER))
                .timer();
    }

    private static Alphabet sliceRevocation(Scene scene) {
        scene.runner(6, 0, 2, 0, 1, 0, 1, 2);
        long child = scene.child(0, 0);
        long area = scene.framed(child);
        scene.start(child, 1, 2);
        return new Alphabet()
                .by(RUNNER).where(TimeConfigurations::asksLittle)
                .call(Call.REVOKE, Choice.names(CHILD).badStale(CHILD).badName(FIRST),
                        Choice.of(ResourceKind.SLICES).bad(ResourceKind.ACCOUNTS), Choice.of(1).bad(0, 2),
                        Choice.moments(HALF).bad(0, -1, 1))
                .where(null)
                .call(Call.ENV_END, Choice.names(CHILD), Choice.of(0))
                .by(CHILD).call(Call.UPCALL, Choice.of(area, Limits.NO_FRAME), Choice.of(0), Choice.of(Scene.HANDLER))
                .call(Call.ENTRY_POINT, Choice.of(EntryPoint.REVOCATION), Choice.of(0, Scene.HANDLER))
                .call(Call.SLICE_FREE, Choice.of(1, 2))
                .call(Call.SLICE_GIVE, Choice.of(1), Choice.names(RUNNER))
                .call(Call.WAIT, Choice.of(Event.REVOCATION | Event.REPOSSESSION), Choice.of(0))
                .event(Replay.RELEASE, SaveArea.INTERRUPT_IN_USE)
                .by().call(Call.SLICE_ALLOC, Choice.of(Limits.ANY_SLICE))
                .call(Call.YIELD, Choice.names(CHILD, RUNNER).or(0))
                .timer();
    }
}
