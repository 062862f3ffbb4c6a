package exo.exos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Protected control transfer: entering another environment with six words in registers, and being entered. Who transfers
 * synchronously waits for the answer, which replaces its words.
 */
@Include(value = "exos.h", isSystem = false)
public final class Transfers {
    /** Words in a message. */
    public static final int WORDS = 6;

    private Transfers() {
    }

    /**
     * Transfers and waits for the answer.
     *
     * @param deadlineCycles  value of the cycle counter at which to give up; 0: never
     * @param message  of {@link #WORDS}; the answer replaces it
     * @return  the name of who answered, or the kernel's status
     */
    public static long call(long environment, long deadlineCycles, long[] message) {
        return transfer(environment, deadlineCycles, Address.ofData(message).toLong());
    }

    /** Transfers for the rest of the slice, without an answer; 0, or the kernel's status. */
    public static long send(long environment, long[] message) {
        return sendAsynchronously(environment, Address.ofData(message).toLong());
    }

    /**
     * Answers transfers until the handler says to stop. The caller of this can then go on.
     *
     * @throws KernelException  when the kernel refuses the entries
     */
    public static void serve(TransferHandler handler) {
        KernelException.checked("entry_point", declareServer());
        KernelException.checked("accept", serveDeclared(handler));
    }

    /** One word of a message that arrived. */
    @Unmanaged
    public static long word(long message, int index) {
        return Address.fromLong(message + index * 8L).getLong();
    }

    /** Sets one word of the answer. */
    @Unmanaged
    public static void word(long message, int index, long value) {
        Address.fromLong(message + index * 8L).putLong(value);
    }

    @Unmanaged
    @Import(name = "exos_transfer")
    private static native long transfer(long environment, long deadlineCycles, long message);

    @Unmanaged
    @Import(name = "exos_send")
    private static native long sendAsynchronously(long environment, long message);

    @Unmanaged
    @Import(name = "exos_declare_server")
    private static native long declareServer();

    /** As {@link #serve}, with entries declared before; 0, or the kernel's status. */
    @Unmanaged
    @Import(name = "exos_serve")
    public static native long serveDeclared(TransferHandler handler);
}
