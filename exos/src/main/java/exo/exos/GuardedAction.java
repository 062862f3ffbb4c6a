package exo.exos;

import org.teavm.interop.Function;

/** An unmanaged static method to run under {@link Exceptions#guarded}: it is abandoned where it raises an exception. */
public abstract class GuardedAction extends Function {
    /** @param argument  as it was given to {@link Exceptions#guarded} */
    public abstract void run(long argument);
}
