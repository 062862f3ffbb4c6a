package exo.programs.meter;

import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.Words;
import exo.exos.kernel.KernelCalls;
import java.util.Arrays;
import java.util.List;

/** Long work on frames and on the console. */
final class FramePaths {
    private static final long PAGES = 0x6200_0000_0000L;

    private FramePaths() {
    }

    static void addAll(List<Measurement> paths, AddressSpace self) {
        paths.add(new AllocRange());
        paths.add(new Break(self));
        paths.add(new ConsoleLines());
    }

    private static final class AllocRange extends Measurement {
        private long first;

        @Override
        String what() {
            return "frame_alloc_range of " + Limits.FRAMES_IN_RANGE_MAXIMUM + " frames, all of them cleared";
        }

        @Override
        void prepare() {
            first = Books.freeRun(Limits.FRAMES_IN_RANGE_MAXIMUM);
        }

        @Override
        long cycles() {
            return Timed.call(Call.FRAME_ALLOC_RANGE, first, Limits.FRAMES_IN_RANGE_MAXIMUM, 0);
        }

        @Override
        void cleanUp() {
            for (int i = 0; i < Limits.FRAMES_IN_RANGE_MAXIMUM; i++) {
                KernelCalls.frameFree(first + i);
            }
        }
    }

    private static final class Break extends Measurement {
        private final long self;
        private final long frame = AddressSpace.freshFrame();
        private final PageList list = new PageList(Limits.BATCH_MAXIMUM);

        Break(AddressSpace self) {
            this.self = self.environment();
            self.bind(PAGES, frame, Right.READ);
            self.unbind(PAGES);
        }

        @Override
        String what() {
            return "frame_break of a frame with " + Limits.BATCH_MAXIMUM + " bindings";
        }

        @Override
        void prepare() {
            list.fill(BatchOperation.BIND, PAGES, Limits.BYTES_IN_FRAME, frame, Right.READ);
            list.runAll(self);
        }

        @Override
        long cycles() {
            return Timed.call(Call.FRAME_BREAK, frame);
        }

        @Override
        void cleanUp() {
            while (KernelCalls.frameBreak(frame) > 0) {
                continue;
            }
        }
    }

    /** Each line end makes the kernel put a label before what follows; and all of it is seen, so there is one round. */
    private static final class ConsoleLines extends Measurement {
        private final byte[] lines = new byte[Limits.CONSOLE_WRITE_MAXIMUM];

        @Override
        String what() {
            return "console_write of " + Limits.CONSOLE_WRITE_MAXIMUM + " line ends";
        }

        @Override
        void prepare() {
            Arrays.fill(lines, (byte) '\n');
            System.out.flush();
        }

        @Override
        long cycles() {
            return Timed.call(Call.CONSOLE_WRITE, Words.addressOf(lines), lines.length, 0);
        }

        @Override
        int roundsMaximum() {
            return 1;
        }
    }
}
