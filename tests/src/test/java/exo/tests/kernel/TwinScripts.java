package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.Event;
import exo.abi.Limits;
import exo.tests.kernel.StatusCase.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is to be done on two machines: every case of {@link StatusCases}, and {@link TwinDeeds}, in which calls do what they
 * are for. One after another on one machine, as long as there is room for steps, with a {@link Curtain} between.
 */
public final class TwinScripts {
    private static final int STEPS_UNTIL_NEXT_MACHINE = TwinLayout.STEPS_MAXIMUM * 2 / 3;

    private static final String END_OF_INPUT = "\u0004";
    /** Of scenes of random calls, each on a machine of its own: two that are always the same, and another each time. */
    private static final long[] SEEDS = {1, 2, Long.getLong("exo.seed", System.nanoTime())};

    /** A scene to be played, with a name. */
    private record Play(String name, Consumer<Scene> deed) {
    }

    private final TwinMachine machine;
    private final byte[] elf;
    private final List<TwinScript> scripts = new ArrayList<>();
    private BootedKernel kernel;
    private TwinFamily family;
    private TwinRecorder recorder;
    private Curtain curtain;

    private TwinScripts(TwinMachine machine, byte[] elf) {
        this.machine = machine;
        this.elf = elf;
    }

    /** Played on a simulated machine that is like the one told of, with a first program that is laid out like the guest. */
    public static List<TwinScript> of(TwinMachine machine, byte[] elf) {
        TwinScripts scripts = new TwinScripts(machine, elf);
        scripts.play(plays());
        for (long seed : SEEDS) {
            scripts.playRandomly(seed);
        }
        return scripts.scripts;
    }

    /** For what is to be known without another machine: all but the random calls. */
    static List<TwinScript> imagined() {
        byte[] elf = StewardFile.elf().put16(StewardFile.HEADERS_COUNT, 1).bytes();
        TwinScripts scripts = new TwinScripts(TwinMachine.imagined(TwinLayout.archive(elf, List.of())), elf);
        scripts.play(plays());
        return scripts.scripts;
    }

    /** What the guest's C and assembly are compiled with. */
    public static String header() {
        return TwinLayout.header();
    }

    private static List<Play> plays() {
        List<Play> plays = new ArrayList<>();
        TwinDeeds.all().forEach((name, deed) -> plays.add(new Play(name, deed)));
        for (StatusCase one : StatusCases.all()) {
            if (!RightlyDifferent.cannotBeForced(one.call(), one.status())) {
                plays.add(new Play(one.toString(),
                        scene -> assertEquals(one.statusName(), DeclaredStatuses.nameOf(one.deed().applyAsLong(scene)))));
            }
        }
        return plays;
    }

    private void play(List<Play> plays) {
        for (Play play : plays) {
            if (kernel == null) {
                boot();
            }
            play(play);
            if (recorder.steps().size() > STEPS_UNTIL_NEXT_MACHINE) {
                finish();
            }
        }
        if (kernel != null) {
            finish();
        }
    }

    private void playRandomly(long seed) {
        boot();
        recorder.scene("random calls, -Dexo.seed=" + seed);
        TwinRandomCalls.play(new Scene(kernel, family), seed, recorder::books);
        curtain.toRoot();
        recorder.books();
        finish();
    }

    private void boot() {
        kernel = new BootedKernel(machine.setup(TwinLayout.archive(elf, List.of()), TwinScript.BOOT_LINE));
        kernel.audits(false);
        kernel.machine().timer().advance(1);
        family = new TwinFamily(kernel);
        family.prologue(kernel.register(Context.RIP) & -Limits.BYTES_IN_FRAME);
        recorder = new TwinRecorder(kernel);
        recorder.scene("boot");
        takeEndOfInput();
        recorder.books();
        curtain = new Curtain(kernel);
    }

    /** All that is typed at either machine: the host says at once that there is nothing, and the guest waits for that. */
    private void takeEndOfInput() {
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        kernel.type(END_OF_INPUT);
        kernel.store(StewardFile.DATA, 0);
        assertEquals(1, kernel.call(Call.CONSOLE_READ, StewardFile.DATA, 1));
        assertEquals(END_OF_INPUT.charAt(0), kernel.load(StewardFile.DATA));
    }

    private void play(Play play) {
        recorder.scene(play.name);
        try {
            play.deed.accept(new Scene(kernel, family));
            curtain.toRoot();
            recorder.books();
            recorder.scene("after: " + play.name);
            curtain.fall();
        } catch (AssertionError wrong) {
            throw new AssertionError(play.name + ": " + wrong.getMessage(), wrong);
        }
        family.forget();
    }

    private void finish() {
        scripts.add(TwinScript.of(recorder, elf));
        kernel = null;
    }
}
