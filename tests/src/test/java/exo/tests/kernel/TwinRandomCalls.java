package exo.tests.kernel;

import exo.abi.Call;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.spec.Argument;
import exo.abi.spec.Kind;
import exo.abi.spec.Specification;
import exo.tests.kernel.StatusCase.Scene;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A scene of random calls by whoever is on the processor, as in {@link RandomRun}, for two machines. Only what would take from
 * under a program the pages that it runs by is left out, and what would put the first environment to sleep or start a program
 * where no code is.
 */
final class TwinRandomCalls {
    private static final int CHILDREN = 5;
    private static final int FRAMES_OF_CHILD = 60;
    private static final int CALLS = 1200;
    private static final int CALLS_BETWEEN_LOOKS = 200;
    /** Neither machine sees it. */
    private static final long FAR_CYCLES = 1L << 40;
    private static final Set<Integer> NOBODYS = Set.of(Call.ENV_START, Call.POWER_OFF, Call.TEXT_RANGE);
    private static final Set<Integer> CHILDRENS = Set.of(Call.EXIT, Call.WAIT, Call.ACCEPT, Call.TRANSFER_SYNC, Call.WAIT_UNTIL);

    private final Scene scene;
    private final Random random;
    private final HostileArguments arguments;
    private final List<exo.abi.spec.Call> calls = Specification.current().calls().stream()
            .filter(call -> !NOBODYS.contains(call.number())).toList();
    private final Set<Long> needed = new HashSet<>();

    private TwinRandomCalls(Scene scene, long seed) {
        this.scene = scene;
        this.random = new Random(seed);
        this.arguments = new HostileArguments(random, scene.kernel.books());
    }

    /** @param look  done now and then */
    static void play(Scene scene, long seed, Runnable look) {
        new TwinRandomCalls(scene, seed).play(look);
    }

    private void play(Runnable look) {
        RawBooks books = scene.kernel.books();
        for (long frame = 0; frame < books.frameCount; frame++) {
            if (books.owner(frame) == RawBooks.ROOT || books.kind(frame) == FrameKind.ARCHIVE) {
                needed.add(frame);
            }
        }
        for (int i = 0; i < CHILDREN; i++) {
            arguments.rememberName(scene.family.started("child-" + i, FRAMES_OF_CHILD));
        }
        for (int i = 0; i < CALLS; i++) {
            call(calls.get(random.nextInt(calls.size())));
            if (random.nextInt(4) == 0) {
                remember(Call.FRAME_ALLOC, scene.call(Call.FRAME_ALLOC, Limits.ANY_FRAME));
            }
            if (i % CALLS_BETWEEN_LOOKS == 0) {
                look.run();
            }
        }
    }

    private void call(exo.abi.spec.Call call) {
        boolean children = CHILDRENS.contains(call.number());
        if (children && (scene.kernel.current() == RawBooks.ROOT || random.nextInt(3) != 0)) {
            return;
        }
        long[] values = new long[call.arguments().size()];
        for (int i = 0; i < values.length; i++) {
            Argument argument = call.arguments().get(i);
            values[i] = value(call.number(), argument);
            if (argument.kind() == Kind.FRAME && needed.contains(values[i])) {
                return;
            }
        }
        remember(call.number(), scene.call(call.number(), values));
    }

    private long value(int call, Argument argument) {
        boolean entry = call == Call.UPCALL && argument.name().equals("entry_va") || call == Call.ENTRY_POINT
                && argument.name().equals("va") || call == Call.ENV_RESUME && argument.name().equals("entry_va");
        if (entry) {
            return random.nextInt(4) == 0 ? 0 : Stage.entryOf(random.nextInt(TwinLayout.ENTRIES));
        }
        if (argument.kind() == Kind.CYCLES) {
            // What is due at once is done when the timer rings, and no two machines' timers ring at the same step.
            boolean atOnce = call == Call.WAIT || call == Call.ACCEPT || call == Call.WAIT_UNTIL;
            // The deadline of wait_until is in a register that is looked at, where one ahead is another number on each machine.
            return call != Call.WAIT_UNTIL && random.nextBoolean() ? FAR_CYCLES : atOnce ? random.nextInt(2) : 0;
        }
        return arguments.of(argument.kind(), argument.name());
    }

    private void remember(int call, long result) {
        if (result > 0 && (call == Call.FRAME_ALLOC || call == Call.UNBIND)) {
            arguments.rememberFrame(result);
        } else if (result > 0 && call == Call.ENV_CREATE) {
            arguments.rememberName(result);
        }
    }
}
