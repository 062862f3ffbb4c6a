package exo.tests.kernel;

import exo.abi.Call;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** One way to make a call give one status: from a booted kernel with the steward running, to the call's result. */
record StatusCase(int call, long status, ToLongFunction<Scene> deed) {

    /** What the cases start from: the kernel, its first environment and shorthands. */
    static final class Scene {
        final BootedKernel kernel;
        final Family family;
        final long self;

        Scene() {
            this(new BootedKernel());
        }

        private Scene(BootedKernel kernel) {
            this(kernel, new Family(kernel));
        }

        Scene(BootedKernel kernel, Family family) {
            this.kernel = kernel;
            this.family = family;
            this.self = family.self();
        }

        long call(int number, long... arguments) {
            return kernel.call(number, arguments);
        }

        /** A child that was started, or one that has ended. */
        long child() {
            return family.started("child", 40);
        }

        long ended() {
            long child = family.child("ended", 4);
            family.end(child);
            return child;
        }

        /** A child that now runs. */
        long inChild() {
            long child = child();
            family.run(child);
            return child;
        }

        long free(long frame) {
            call(Call.FRAME_FREE, frame);
            return frame;
        }
    }

    String statusName() {
        return DeclaredStatuses.nameOf(status);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "0x%02x gives %s", call, statusName());
    }
}
