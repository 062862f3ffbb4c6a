package exo.tests.kernel;

import static exo.tests.kernel.TwinDeeds.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.PredicateInput;
import exo.abi.ProgramHook;
import exo.abi.Status;
import exo.tests.kernel.StatusCase.Scene;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The part of {@link TwinDeeds} about downloaded code: on the metal it runs as machine code, on the simulated machine it is interpreted, and
 * nobody can tell.
 */
final class TwinCodeDeeds {
    private static final int PREDICATE = ProgramHook.PREDICATE;
    private static final int GUARDED = PREDICATE + ProgramHook.GUARDED;

    private final Map<String, Consumer<Scene>> deeds = new LinkedHashMap<>();

    private TwinCodeDeeds() {
        deeds.put("programs come and go", TwinCodeDeeds::comeAndGo);
        deeds.put("predicates say so at once, or not", TwinCodeDeeds::sayAtOnce);
        deeds.put("programs that end badly", TwinCodeDeeds::endBadly);
        deeds.put("a predicate on a word that another writes", TwinCodeDeeds::watch);
        deeds.put("the owner of a program ends", TwinCodeDeeds::ownerEnds);
        deeds.put("a ring", TwinCodeDeeds::ring);
    }

    static Map<String, Consumer<Scene>> all() {
        return new TwinCodeDeeds().deeds;
    }

    private static Downloads downloads(Scene s) {
        return new Downloads(s.kernel, s.family);
    }

    private static void comeAndGo(Scene s) {
        Downloads downloads = downloads(s);
        long handler = downloads.ready(Texts.calling(1), ProgramHook.HANDLER);
        long area = downloads.frames(2);
        long predicate = downloads.finished(downloads.begunWithArea(Texts.counting(), GUARDED, area, 2));
        s.call(Call.FRAME_INFO, area);
        long refused = downloads.begun(Texts.peeking(), PREDICATE);
        assertEquals(Status.REFUSED, downloads.finish(refused));
        ok(s, Call.PROGRAM_END, handler);
        ok(s, Call.PROGRAM_END, refused);
        long again = downloads.ready(Texts.storing(-1), ProgramHook.HANDLER);
        ok(s, Call.PROGRAM_END, predicate);
        ok(s, Call.PROGRAM_END, again);
    }

    /** What a program gives is told by whether its caller's wait is over at once. */
    private static void sayAtOnce(Scene s) {
        long[][] texts = {Texts.giving(1), Texts.giving(0), Texts.giving(-1), Texts.pointer(), Texts.input(PredicateInput.FRAMES_FREE),
            Texts.input(PredicateInput.EVENTS_PENDING), Texts.input(PredicateInput.CYCLES), Texts.staining(), Texts.from(Long.MAX_VALUE)};
        for (long[] text : texts) {
            long program = downloads(s).ready(text, PREDICATE);
            s.call(Call.WAIT_UNTIL, program, 0, 1);
            ok(s, Call.PROGRAM_END, program);
        }
        long program = downloads(s).ready(Texts.peeking(), GUARDED);
        assertEquals(Event.DEADLINE, s.call(Call.WAIT_UNTIL, program, 0, 1));
    }

    private static void endBadly(Scene s) {
        for (long[] text : new long[][] {Texts.endless(), Texts.straying(), Texts.storing(7)}) {
            long program = downloads(s).ready(text, GUARDED);
            assertEquals(Event.PREDICATE, s.call(Call.WAIT_UNTIL, program, 0, 1));
        }
        long area = downloads(s).frames(1);
        s.family.bind(s.self, Family.PAGE, area, Family.WRITE);
        long program = downloads(s).finished(downloads(s).begunWithArea(Texts.counting(), GUARDED, area, 1));
        assertEquals(Event.DEADLINE, s.call(Call.WAIT_UNTIL, program, 0, 1));
        for (int word = 0; word < 80; word++) {
            s.kernel.store(Family.PAGE + word * 8, 1);
        }
        assertEquals(Event.PREDICATE, s.call(Call.WAIT_UNTIL, program, 0, 1));
    }

    private static void watch(Scene s) {
        long frame = s.family.map(s.self, Family.PAGE, Family.WRITE);
        long child = s.family.startedNext("child");
        s.family.bind(child, Family.PAGE, frame, Family.WRITE);
        Downloads downloads = downloads(s);
        long program = downloads.finished(downloads.begunWithArea(Texts.area(16), PREDICATE, frame, 1));
        s.call(Call.WAIT_UNTIL, program, Event.CHILD_ENDED, 0);
        assertEquals(child, s.kernel.books().name(s.kernel.current()));
        s.kernel.store(Family.PAGE + 8, 1);
        s.call(Call.YIELD, 0);
        assertEquals(child, s.kernel.books().name(s.kernel.current()));
        s.kernel.store(Family.PAGE + 16, 1);
        s.call(Call.YIELD, 0);
        assertEquals(s.self, s.kernel.books().name(s.kernel.current()));
        ok(s, Call.NULL);
    }

    private static void ownerEnds(Scene s) {
        long account = s.family.account(60, 1, 0);
        s.family.lend(account, exo.abi.ResourceKind.CODE_PAGES, 4);
        s.family.lend(account, exo.abi.ResourceKind.FRAMES, 10);
        long child = s.family.childIn(account, "owner");
        s.family.start(child);
        s.family.run(child);
        Downloads downloads = downloads(s);
        long program = downloads.ready(Texts.giving(0), PREDICATE);
        downloads.begunWithArea(Texts.giving(1), ProgramHook.HANDLER, downloads.frames(1), 1);
        s.call(Call.WAIT_UNTIL, program, 0, 0);
        assertEquals(s.self, s.kernel.books().name(s.kernel.current()));
        ok(s, Call.ENV_END, child, 0);
        s.family.reap(child);
        assertTrue(s.call(Call.PROGRAM_END, program) < 0);
    }

    private static void ring(Scene s) {
        long frame = s.family.map(s.self, Family.PAGE, Family.WRITE);
        s.kernel.store(Family.PAGE, 1);
        long ring = s.call(Call.RING_BEGIN, frame);
        assertEquals(0, s.kernel.load(Family.PAGE));
        assertEquals(Status.FRAME_BUSY, s.call(Call.FRAME_FREE, frame));
        long other = s.call(Call.RING_BEGIN, frame);
        assertTrue(other > 0 && other < Limits.RINGS_MAXIMUM * (1L << 32));
        ok(s, Call.RING_END, ring);
        ok(s, Call.RING_END, other);
    }
}
