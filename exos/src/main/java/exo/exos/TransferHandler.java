package exo.exos;

import org.teavm.interop.Function;

/** An unmanaged static method that answers transfers. */
public abstract class TransferHandler extends Function {
    /**
     * @param kind  how the caller transferred (SYNCHRONOUS or ASYNCHRONOUS of {@link exo.abi.EntryPoint})
     * @param caller  the name of who did
     * @param message  address of its six words; what is left there is the answer to a synchronous transfer
     * @return  1: go on serving; 0: stop, without an answer
     */
    public abstract long handle(long kind, long caller, long message);
}
