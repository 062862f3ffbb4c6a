package exo.programs.meter;

import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.kernel.KernelCalls;

/** Binding and protecting pages of one's own, one by one and a hundred in a batch. All show one frame. */
final class PageMeasurements {
    private static final int PAGES = 100;
    private static final long START = 0x6000_0000_0000L;
    private static final long READ_WRITE = Right.READ | Right.WRITE;

    private final long self;
    private final long frame = AddressSpace.freshFrame();
    private final PageList list = new PageList(PAGES);

    private PageMeasurements(AddressSpace self) {
        this.self = self.environment();
        self.bind(START, frame, READ_WRITE);
        self.unbind(START);
    }

    static void printAll(AddressSpace self) {
        PageMeasurements pages = new PageMeasurements(self);
        printLarger("bind", Figures.of(pages.new Bind()), Figures.of(pages.new Protect()));
        printLarger("bind_batched", Figures.of(pages.new BatchOf(BatchOperation.BIND, "bind")),
                Figures.of(pages.new BatchOf(BatchOperation.PROTECT, "protect")));
    }

    private static void printLarger(String name, Figures a, Figures b) {
        Figures larger = a.least() >= b.least() ? a : b;
        larger.print(name, a.what() + " " + a.least() + ", " + b.what() + " " + b.least());
    }

    private final class Bind extends Measurement {
        @Override
        String what() {
            return "bind";
        }

        @Override
        long cycles() {
            return Timed.call(Call.BIND, self, START, frame, READ_WRITE, 0);
        }

        @Override
        void cleanUp() {
            KernelCalls.unbind(self, START);
        }
    }

    /** To more and to fewer rights in turn, both in a round's figures. */
    private final class Protect extends Measurement {
        private long rights = READ_WRITE;

        @Override
        String what() {
            return "protect";
        }

        @Override
        void prepare() {
            KernelCalls.bind(self, START, frame, rights);
            rights = READ_WRITE + Right.READ - rights;
        }

        @Override
        long cycles() {
            return Timed.call(Call.PROTECT, self, START, rights);
        }

        @Override
        void cleanUp() {
            KernelCalls.unbind(self, START);
        }
    }

    private final class BatchOf extends Measurement {
        private final int operation;
        private final String what;

        BatchOf(int operation, String what) {
            this.operation = operation;
            this.what = what;
        }

        @Override
        String what() {
            return what;
        }

        @Override
        void prepare() {
            if (operation == BatchOperation.PROTECT) {
                list.fill(BatchOperation.BIND, START, Limits.BYTES_IN_FRAME, frame, READ_WRITE);
                list.run(self);
            }
            list.fill(operation, START, Limits.BYTES_IN_FRAME, frame,
                    operation == BatchOperation.PROTECT ? Right.READ : READ_WRITE);
        }

        /** Of one page, rounded up. */
        @Override
        long cycles() {
            return (list.timed(self) + PAGES - 1) / PAGES;
        }

        @Override
        void cleanUp() {
            list.fill(BatchOperation.UNBIND, START, Limits.BYTES_IN_FRAME, frame, 0);
            list.run(self);
        }

        @Override
        long operations() {
            return PAGES;
        }
    }
}
