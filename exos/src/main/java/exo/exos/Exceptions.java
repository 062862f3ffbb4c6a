package exo.exos;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * The environment's own exceptions: an action that raises one can be abandoned, and a method can handle them. The kernel is
 * not entered for the way back. Any other still ends the environment.
 */
@Include(value = "exos.h", isSystem = false)
public final class Exceptions {
    /** What an action gives that came to its end. */
    public static final long NONE = -1;

    private Exceptions() {
    }

    /** Registers the upcall for guarded actions; does nothing the second time. */
    public static void catchGuarded() {
        KernelException.checked("upcall", register());
    }

    /** Has a method handle exceptions; those that it declines end the guarded action, or the environment if there is none. */
    public static void handleBy(ExceptionHandler handler) {
        KernelException.checked("upcall", registerHandler(handler));
    }

    @Unmanaged
    @Import(name = "exos_catch_exceptions")
    private static native long register();

    @Unmanaged
    @Import(name = "exos_handle_exceptions")
    private static native long registerHandler(ExceptionHandler handler);

    /** Runs an action; {@link #NONE}, or the vector of the exception that ended it. */
    @Unmanaged
    @Import(name = "exos_guarded")
    public static native long guarded(GuardedAction action, long argument);
}
