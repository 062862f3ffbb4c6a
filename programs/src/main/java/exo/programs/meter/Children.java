package exo.programs.meter;

import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** The meter's partners: bare children that run a few instructions of {@code meter_children.S}. */
@Include(value = "meter.h", isSystem = false)
final class Children {
    static final int YIELDER = 0;
    static final int CALLEE = 1;
    static final int SLEEPER = 2;
    static final int CALLER = 3;
    static final int YIELDING_CALLER = 4;
    static final int SCRIPTED = 5;
    static final long CODE_PAGE = 0x40_0000L;
    static final long DATA_PAGE = 0x40_1000L;

    private Children() {
    }

    /** A frame with one of the pieces of code, to be shown to children. */
    static long code(AddressSpace self, int which) {
        return BareChild.codeFrame(self, codeAddress(which), (int) codeBytes(which));
    }

    /** A child that has not been started, with that code. */
    static BareChild make(AddressSpace self, String label, long codeFrame) {
        BareChild child = new BareChild(self, label, 0);
        child.show(CODE_PAGE, codeFrame, Right.READ | Right.EXECUTE);
        return child;
    }

    static void start(BareChild child, long argument) {
        start(child, argument, 0);
    }

    static void start(BareChild child, long argument0, long argument1) {
        child.start(CODE_PAGE, Limits.USER_START, argument0, argument1);
    }

    @Unmanaged
    @Import(name = "meter_child_code")
    private static native long codeAddress(int which);

    @Unmanaged
    @Import(name = "meter_child_bytes")
    private static native long codeBytes(int which);
}
