package exo.tests.proof.explore;

import static exo.tests.proof.explore.MemoryConfigurations.CHILD;
import static exo.tests.proof.explore.MemoryConfigurations.FIRST;
import static exo.tests.proof.explore.MemoryConfigurations.RUNNER;

import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.ResourceKind;
import exo.abi.RingRecord;
import java.util.List;

/**
 * Configurations about downloaded code. The machine has no page for code, and the text that is downloaded is no program: it is found out
 * at the first step that looks at it.
 */
final class CodeConfigurations {
    private static final long HALF = 500_000;
    private static final int FRAMES = 1 + Limits.PROGRAM_SCRATCH_FRAMES;
    /** A bound on what is asked back of one environment at a time, which the kernel counts to 32 bits. */
    private static final int ASKED_MAXIMUM = 2;

    private CodeConfigurations() {
    }

    static List<Configuration> all() {
        return List.of(new Configuration("programs", "a child that downloads what is no program, with an area and packet rings, and may "
                + "end; frames are asked back of it, at most " + ASKED_MAXIMUM + " at a time; at most one ring",
                CodeConfigurations::programs));
    }

    private static boolean asksLittle(ExploredKernel kernel) {
        return kernel.books.environment32(CHILD, EnvironmentRecord.FRAMES_ASKED) < ASKED_MAXIMUM;
    }

    private static boolean hasRoomForRing(ExploredKernel kernel) {
        return kernel.books.ring32(1, RingRecord.OWNER) == 0;
    }

    private static Alphabet programs(Scene scene) {
        scene.runner(20, 0, 2, 0, 1, 0, 1);
        long child = scene.child(0, 5);
        long first = scene.programmed(child, FRAMES);
        long area = scene.framed(child);
        scene.start(child, 1);
        return new Alphabet()
                .by(CHILD)
                .call(Call.PROGRAM_BEGIN, Choice.of(first).bad(first + 1, area, 0, 1L << 40), Choice.of(FRAMES).bad(FRAMES - 1, -1),
                        Choice.of(1).bad(0, 513), Choice.of(ProgramHook.PREDICATE).bad(0))
                .call(Call.PROGRAM_AREA, Choice.program(1), Choice.of(area).bad(first, 0), Choice.of(1).bad(0))
                .call(Call.PROGRAM_STEP, Choice.program(1))
                .call(Call.PROGRAM_END, Choice.program(1))
                .call(Call.WAIT_UNTIL, Choice.program(1), Choice.of(0), Choice.of(0))
                .where(CodeConfigurations::hasRoomForRing).call(Call.RING_BEGIN, Choice.of(area).bad(first, 0)).where(null)
                .call(Call.RING_END, Choice.rings(1))
                .call(Call.FRAME_FREE, Choice.of(area))
                .call(Call.FRAME_GUARANTEE, Choice.of(first), Choice.of(0, 1))
                .call(Call.BIND, Choice.names(CHILD), Choice.of(Places.page(0)), Choice.of(first, area),
                        Choice.of(MemoryConfigurations.RW))
                .call(Call.UNBIND, Choice.names(CHILD), Choice.of(Places.page(0)))
                .call(Call.EXIT, Choice.of(0))
                .by(RUNNER).where(CodeConfigurations::asksLittle)
                .call(Call.REVOKE, Choice.names(CHILD), Choice.of(ResourceKind.FRAMES), Choice.of(1), Choice.moments(HALF))
                .where(null)
                .call(Call.PROGRAM_END, Choice.program(1)).call(Call.PROGRAM_AREA, Choice.program(1), Choice.of(area), Choice.of(1))
                .call(Call.RING_END, Choice.rings(1))
                .call(Call.ENV_REAP, Choice.names(CHILD).badStale(CHILD).badName(FIRST))
                .by().call(Call.YIELD, Choice.names(CHILD, RUNNER))
                .timer();
    }
}
