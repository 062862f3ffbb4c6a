package exo.programs.meter;

import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.Label;
import exo.exos.kernel.KernelCalls;
import java.util.List;
import org.teavm.interop.Address;

/** Long work on environments: making, ending and clearing them away, and telling what one died of. */
final class EnvironmentPaths {
    private static final long PAGES = 0x40_0000L;
    /** Nearly a table full, in whole lists. */
    private static final int TABLE_PAGES = 5 * Limits.BATCH_MAXIMUM;
    private static final int FRAMES_GRANTED = 2 * Limits.REAP_BATCH;
    private static final String LABEL = "sixteen-letters-";

    private EnvironmentPaths() {
    }

    static void addAll(List<Measurement> paths, AddressSpace self) {
        paths.add(new Create());
        paths.add(new End(self));
        paths.add(new Reap(self));
        paths.add(new Death(self));
    }

    private static final class Create extends Measurement {
        private long root;
        private long context;

        @Override
        String what() {
            return "env_create";
        }

        @Override
        void prepare() {
            root = AddressSpace.freshFrame();
            context = AddressSpace.freshFrame();
        }

        @Override
        long cycles() {
            return Timed.call(Call.ENV_CREATE, root, context, 0, Label.word(LABEL, 0), Label.word(LABEL, 8));
        }

        @Override
        void cleanUp() {
            long child = Timed.status();
            KernelCalls.envEnd(child, 0);
            while (KernelCalls.envReap(child) > 0) {
                continue;
            }
        }
    }

    private static final class End extends Measurement {
        private final AddressSpace self;
        private BareChild child;

        End(AddressSpace self) {
            this.self = self;
        }

        @Override
        String what() {
            return "env_end";
        }

        @Override
        void prepare() {
            child = new BareChild(self, LABEL, 0);
        }

        @Override
        long cycles() {
            return Timed.call(Call.ENV_END, child.environment());
        }

        @Override
        void cleanUp() {
            child.reap();
        }
    }

    /** Of a child with a table full of bindings, and frames of its own that others bind: the longest of the calls that it takes. */
    private static final class Reap extends Measurement {
        private final AddressSpace self;
        private final long frame = AddressSpace.freshFrame();
        private final PageList list = new PageList(Limits.BATCH_MAXIMUM);
        private BareChild child;

        Reap(AddressSpace self) {
            this.self = self;
        }

        @Override
        String what() {
            return "env_reap, of a table with " + TABLE_PAGES + " bindings or of bound frames";
        }

        @Override
        void prepare() {
            child = new BareChild(self, LABEL, 0);
            child.show(PAGES, frame, Right.READ);
            KernelCalls.unbind(child.environment(), PAGES);
            for (int page = 0; page < TABLE_PAGES; page += Limits.BATCH_MAXIMUM) {
                list.fill(BatchOperation.BIND, PAGES + page * Limits.BYTES_IN_FRAME, Limits.BYTES_IN_FRAME, frame,
                        Right.READ);
                list.runAll(child.environment());
            }
            for (int i = 0; i < FRAMES_GRANTED; i++) {
                child.grant(PAGES + (TABLE_PAGES + i) * Limits.BYTES_IN_FRAME, Right.READ);
            }
            child.end();
        }

        @Override
        long cycles() {
            long most = 0;
            long left = 1;
            while (left > 0) {
                most = Math.max(most, Timed.call(Call.ENV_REAP, child.environment()));
                left = Timed.status();
            }
            return most;
        }
    }

    /** A child that faults with many frames on its stack; what the kernel says of it is seen, so there is one round. */
    private static final class Death extends Measurement {
        private static final int FRAMES = 20;
        private static final long FRAME_BYTES = 16;
        private static final long WINDOW = 0x6500_0000_0000L;
        /** mov rbp, rdi; ud2 */
        private static final byte[] CODE = {0x48, (byte) 0x89, (byte) 0xfd, 0x0f, 0x0b};

        private final AddressSpace self;
        private BareChild child;

        Death(AddressSpace self) {
            this.self = self;
        }

        @Override
        String what() {
            return "the end of a program by a fault, with the report of it";
        }

        @Override
        void prepare() {
            child = Children.make(self, LABEL, BareChild.codeFrame(self, CODE));
            self.bind(WINDOW, child.map(Children.DATA_PAGE, Right.READ), Right.READ | Right.WRITE);
            for (int i = 0; i < FRAMES; i++) {
                Address.fromLong(WINDOW + i * FRAME_BYTES).putLong(Children.DATA_PAGE + (i + 1) * FRAME_BYTES);
                Address.fromLong(WINDOW + i * FRAME_BYTES + 8).putLong(Children.CODE_PAGE);
            }
            self.unbind(WINDOW);
            Children.start(child, Children.DATA_PAGE);
            System.out.flush();
        }

        @Override
        long cycles() {
            return Timed.call(Call.YIELD, child.environment());
        }

        @Override
        void cleanUp() {
            child.reap();
        }

        @Override
        int roundsMaximum() {
            return 1;
        }
    }
}
