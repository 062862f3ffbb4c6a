package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentState;
import exo.abi.ProgramHook;
import exo.abi.ProgramRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets and predicates are not both dealt with in one interrupt; and packets keep nobody's predicate from being asked. */
class PredicatesBesidePacketsTest {
    private static final int SLICES = 10;

    private final PacketScene scene = new PacketScene();
    private final BootedKernel kernel = scene.kernel;
    private long child;
    private long program;

    /** A child sleeps on what never comes, and has a slice; the root runs. */
    @BeforeEach
    void sleep() {
        kernel.machine().timer().advance(1);
        child = scene.family.startedNext("child");
        scene.family.run(child);
        program = scene.downloads.ready(Texts.giving(0), ProgramHook.PREDICATE);
        kernel.call(Call.WAIT_UNTIL, program, 0, 0);
        assertEquals(EnvironmentState.WAITING, kernel.books().state(Family.index(child)));
    }

    private long runs() {
        return kernel.books().program64(Downloads.index(program), ProgramRecord.RUNS);
    }

    private void packet() {
        long before = kernel.books().header64(BooksHeader.PACKETS_RECEIVED);
        scene.arrive(PacketScene.udp(1, PacketScene.SHORT, false));
        assertEquals(before + 1, kernel.books().header64(BooksHeader.PACKETS_RECEIVED));
    }

    @Test
    void whoSleepsIsAskedThoughEachSliceHasPackets() {
        assertEquals(Family.index(scene.root), kernel.current());
        for (int slice = 0; slice < SLICES; slice++) {
            long before = runs();
            packet();
            kernel.pass(kernel.books().sliceEnd() - kernel.machine().timer().now());
            assertTrue(runs() > before, "nobody is asked in slice " + slice);
        }
    }

    @Test
    void onAnIdleMachineWhoSleepsIsAskedByTheInterruptAfterThatOfAPacket() {
        long alsoNever = scene.downloads.ready(Texts.giving(0), ProgramHook.PREDICATE);
        kernel.call(Call.WAIT_UNTIL, alsoNever, 0, 0);
        kernel.pass(1);
        assertEquals(0, kernel.current());
        long before = runs();
        scene.device.arrive(PacketScene.udp(1, PacketScene.SHORT, false));
        assertEquals(2, kernel.interrupts(), "of the device, and of the timer at once");
        assertEquals(before + 1, runs());
    }
}
