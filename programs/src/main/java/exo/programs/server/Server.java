package exo.programs.server;

import exo.abi.EntryPoint;
import exo.exos.Cycles;
import exo.exos.KernelException;
import exo.exos.TransferHandler;
import exo.exos.Transfers;
import org.teavm.interop.Function;
import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Adds numbers for others: entered by protected control transfer, it runs in its caller's time slice, with the two numbers in
 * registers, and goes back with their sum in one. Notes that come asynchronously are counted; one of them ends it.
 */
@StaticInit
@Include(value = "transfer_timed.h", isSystem = false)
public final class Server {
    /** What the third word of a message asks for. */
    public static final long ADD = 0;
    public static final long COUNT_NOTES = 1;
    public static final long NOTE = 2;
    public static final long END = 3;
    private static final int OPERATION = 2;

    private static long calls;
    private static long notes;

    private Server() {
    }

    public static void main(String[] arguments) {
        KernelException.checked("entry_point", declare());
        KernelException.checked("accept",
                Transfers.serveDeclared(Function.get(TransferHandler.class, Server.class, "handle")));
        System.out.println(calls + " calls answered and " + notes + " note taken, in the time of whoever asked; "
                + Cycles.used() + " cycles used");
    }

    @Unmanaged
    static long handle(long kind, long caller, long message) {
        if (kind == EntryPoint.ASYNCHRONOUS) {
            notes += Transfers.word(message, OPERATION) == NOTE ? 1 : 0;
            return Transfers.word(message, OPERATION) == END ? 0 : 1;
        }
        calls++;
        Transfers.word(message, 0, Transfers.word(message, OPERATION) == COUNT_NOTES ? notes
                : Transfers.word(message, 0) + Transfers.word(message, 1));
        return 1;
    }

    @Unmanaged
    @Import(name = "server_declare")
    private static native long declare();
}
