package exo.exos;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * The environment's own exceptions. Once caught, an action run through {@code exos_guarded} (exos.h) that raises one is
 * abandoned, and its vector returned; the kernel is not entered for the way back. Any other still ends the environment.
 */
@Include(value = "exos.h", isSystem = false)
public final class Exceptions {
    /** What {@code exos_guarded} gives when the action came to its end. */
    public static final long NONE = -1;

    private Exceptions() {
    }

    /** Registers the upcall; does nothing the second time. */
    public static void catchGuarded() {
        KernelException.checked("upcall", register());
    }

    @Unmanaged
    @Import(name = "exos_catch_exceptions")
    private static native long register();
}
