package exo.exos;

import org.teavm.interop.Function;

/**
 * An unmanaged static method as the handler of the environment's exceptions. It runs whatever the program was doing, so it
 * must allocate nothing and touch no page that could raise an exception again.
 */
public abstract class ExceptionHandler extends Function {
    /** 1: go on at the instruction that raised it; 0: not mine. */
    public abstract long handle(long vector, long errorCode, long faultAddress);
}
