package exo.programs.meter;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.Cycles;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;
import java.util.List;
import org.teavm.interop.Address;

/** Long work at a timer interrupt, seen as a gap in what the meter does meanwhile; and the longest search for a slice. */
final class InterruptPaths {
    private static final long AHEAD_CYCLES = 400_000;
    private static final long AFTERWARDS_CYCLES = 100_000;

    private InterruptPaths() {
    }

    static void addAll(List<Measurement> paths, AddressSpace self) {
        paths.add(new Search());
        paths.add(new Repossession(self));
        paths.add(new Sleepers(self));
    }

    /** The meter owns one position and nobody else wants any: the search goes all around the vector. */
    private static final class Search extends Measurement {
        @Override
        String what() {
            return "yield, with a search through the whole vector of slices";
        }

        @Override
        long cycles() {
            return Timed.call(Call.YIELD, 0);
        }
    }

    private static final class Repossession extends Measurement {
        private static final long PAGES = 0x40_0000L;
        /** As many as are taken at one interrupt; with more, the next follows before the meter's next instruction. */
        private static final int FRAMES = 10;

        private final BareChild child;
        private long deadline;

        Repossession(AddressSpace self) {
            this.child = new BareChild(self, "victim", 0);
        }

        @Override
        String what() {
            return "timer interrupt that repossesses frames, of " + FRAMES + " asked back";
        }

        @Override
        void prepare() {
            for (int i = 0; i < FRAMES; i++) {
                child.grant(PAGES + i * Limits.BYTES_IN_FRAME, Right.READ);
            }
            deadline = Cycles.now() + AFTERWARDS_CYCLES;
            KernelException.checked("revoke",
                    KernelCalls.revoke(child.environment(), ResourceKind.FRAMES, FRAMES, deadline));
        }

        @Override
        long cycles() {
            return Timed.gap(deadline + AFTERWARDS_CYCLES);
        }
    }

    /** As many as there are records for sleep until the same moment. */
    private static final class Sleepers extends Measurement {
        private static final int COUNT = 56;
        private static final long MOMENT = 0x6600_0000_0000L;
        private static final int ROUNDS = 100;

        private final AddressSpace self;
        private final BareChild[] children = new BareChild[COUNT];
        private boolean started;

        Sleepers(AddressSpace self) {
            this.self = self;
        }

        /** No sooner than they are needed: where others can run, the timer interrupts what else is measured. */
        private void start() {
            long code = Children.code(self, Children.SLEEPER);
            long moment = AddressSpace.freshFrame();
            self.bind(MOMENT, moment, Right.READ | Right.WRITE);
            for (int i = 0; i < COUNT; i++) {
                children[i] = Children.make(self, "sleeper", code);
                children[i].show(Children.DATA_PAGE, moment, Right.READ);
                Children.start(children[i], Children.DATA_PAGE);
            }
            started = true;
        }

        @Override
        void finish() {
            started = false;
            long moment = self.unbind(MOMENT);
            for (BareChild child : children) {
                child.end();
                child.reap();
            }
            KernelCalls.frameFree(moment);
        }

        @Override
        String what() {
            return "timer interrupt that wakes " + COUNT + " sleepers";
        }

        @Override
        void prepare() {
            if (!started) {
                start();
            }
            Address.fromLong(MOMENT).putLong(Cycles.now() + AHEAD_CYCLES);
            for (BareChild child : children) {
                KernelCalls.yieldTo(child.environment());
            }
        }

        @Override
        long cycles() {
            return Timed.gap(Address.fromLong(MOMENT).getLong() + AFTERWARDS_CYCLES);
        }

        @Override
        int roundsMaximum() {
            return ROUNDS;
        }
    }
}
