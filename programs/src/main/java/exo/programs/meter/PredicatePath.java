package exo.programs.meter;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.exos.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/** Environments that sleep on predicates which are as dear as they can be, and say no. */
final class PredicatePath extends Measurement {
    private static final int FRAMES = Limits.PROGRAM_SCRATCH_FRAMES * 3;
    private static final int ROUNDS = 3;

    private final AddressSpace self;
    private final String what;
    private final long[] text;
    private final int guarded;
    private final int count;
    private final List<ScriptedChild> children = new ArrayList<>();

    PredicatePath(AddressSpace self, String what, long[] text, int guarded, int count) {
        this.self = self;
        this.what = what;
        this.text = text;
        this.guarded = guarded;
        this.count = count;
    }

    @Override
    String what() {
        return "yield, with " + count + " sleepers' predicates of " + text.length + " slots: " + what;
    }

    @Override
    void prepare() {
        long code = Children.code(self, Children.SCRIPTED);
        for (int i = 0; i < count; i++) {
            ScriptedChild child = new ScriptedChild(self, code, i);
            child.call(ScriptedChild.KEEP, Call.PROGRAM_BEGIN, child.frames(FRAMES, text), FRAMES, text.length,
                    ProgramHook.PREDICATE | guarded);
            child.call(ScriptedChild.ON_KEPT | ScriptedChild.AGAIN, Call.PROGRAM_STEP, 0);
            child.call(ScriptedChild.ON_KEPT | ScriptedChild.FOR_EVER, Call.WAIT_UNTIL, 0, 0, 0);
            child.run();
            children.add(child);
        }
    }

    @Override
    long cycles() {
        return Timed.call(Call.YIELD, 0);
    }

    @Override
    void cleanUp() {
        for (ScriptedChild child : children) {
            child.child().end();
            child.reap();
        }
        children.clear();
    }

    @Override
    int roundsMaximum() {
        return ROUNDS;
    }
}
