package exo.programs.meter;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.exos.AddressSpace;
import java.util.List;

/** The end of an environment that has as many rings and programs as it can. */
final class OwnerPaths {
    private OwnerPaths() {
    }

    static void addAll(List<Measurement> paths, AddressSpace self) {
        paths.add(new End(self, DearPrograms.shortest(), Limits.PROGRAM_SCRATCH_FRAMES + 1, 17, 10));
        paths.add(new End(self, DearPrograms.divisions(Limits.PROGRAM_INSTRUCTIONS_MAXIMUM), Limits.PROGRAM_FRAMES_MAXIMUM, 1, 0));
    }

    private static final class End extends Measurement {
        private final AddressSpace self;
        private final long[] text;
        private final int frames;
        private final int programs;
        private final int rings;
        private ScriptedChild child;

        End(AddressSpace self, long[] text, int frames, int programs, int rings) {
            this.self = self;
            this.text = text;
            this.frames = frames;
            this.programs = programs;
            this.rings = rings;
        }

        @Override
        String what() {
            return "env_end or env_reap, with " + programs + " programs of " + text.length + " slots and " + rings + " rings";
        }

        @Override
        void prepare() {
            child = new ScriptedChild(self, Children.code(self, Children.SCRIPTED), 0);
            long area = child.frames(Limits.PROGRAM_AREA_FRAMES_MAXIMUM, new long[0]);
            for (int i = 0; i < rings; i++) {
                child.call(0, Call.RING_BEGIN, child.frames(1, new long[0]));
            }
            for (int i = 0; i < programs; i++) {
                child.call(ScriptedChild.KEEP, Call.PROGRAM_BEGIN, child.frames(frames, text), frames, text.length,
                        ProgramHook.HANDLER);
                child.call(ScriptedChild.ON_KEPT, Call.PROGRAM_AREA, 0, area, Limits.PROGRAM_AREA_FRAMES_MAXIMUM);
                child.call(ScriptedChild.ON_KEPT | ScriptedChild.AGAIN, Call.PROGRAM_STEP, 0);
            }
            child.call(ScriptedChild.FOR_EVER, Call.WAIT, Event.PACKET, 0);
            child.run();
        }

        @Override
        long cycles() {
            long most = Timed.call(Call.ENV_END, child.child().environment());
            long left = 1;
            while (left > 0) {
                most = Math.max(most, Timed.call(Call.ENV_REAP, child.child().environment()));
                left = Timed.status();
            }
            return most;
        }

        @Override
        void cleanUp() {
            child.forget();
        }

        @Override
        int roundsMaximum() {
            return 1;
        }
    }
}
