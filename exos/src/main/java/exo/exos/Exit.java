package exo.exos;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** {@code System.exit}: ends the environment with a status of 0 to 255, after what it has printed. */
@Include(value = "exos.h", isSystem = false)
public final class Exit {
    private Exit() {
    }

    public static void exit(int status) {
        System.out.flush();
        end(status);
    }

    @Unmanaged
    @Import(name = "exos_exit")
    private static native void end(int status);
}
