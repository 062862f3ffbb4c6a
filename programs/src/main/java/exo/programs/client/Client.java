package exo.programs.client;

import exo.abi.EnvironmentName;
import exo.abi.Event;
import exo.abi.Info;
import exo.abi.Status;
import exo.exos.Books;
import exo.exos.Cycles;
import exo.exos.Transfers;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.StatusNames;
import exo.programs.server.Server;
import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Finds the server by its label in the kernel's books, has it add numbers a thousand times by protected control transfer, checks
 * each sum, and tells what a transfer took. Then leaves it a note, asynchronously, and ends it. Ends with status 1 if any
 * answer was wrong.
 */
@Include(value = "transfer_timed.h", isSystem = false)
public final class Client {
    private static final int CALLS = 1000;
    private static final int ATTEMPTS = 1000;
    private static final int PAUSES_PER_SECOND = 1000;
    private static final int WORDS_AND_CYCLES = Transfers.WORDS + 2;
    private static final int ONE_WAY = Transfers.WORDS;
    private static final int ROUND_TRIP = Transfers.WORDS + 1;

    private final long server;
    private long wrong;
    private long leastOneWay = Long.MAX_VALUE;
    private long leastRoundTrip = Long.MAX_VALUE;

    private Client(long server) {
        this.server = server;
    }

    public static void main(String[] arguments) {
        String label = arguments.length > 0 ? arguments[0] : "server";
        long server = find(label);
        if (server == EnvironmentName.NONE) {
            System.out.println("nobody is called '" + label + "'");
            System.exit(1);
        }
        Client client = new Client(server);
        client.callOften();
        client.leaveNote();
        System.exit(client.wrong == 0 ? 0 : 1);
    }

    /** It may be loaded, started and ready later than this program is. */
    private static long find(String label) {
        long server = Books.find(label);
        for (int attempt = 0; server == EnvironmentName.NONE && attempt < ATTEMPTS; attempt++) {
            pause();
            server = Books.find(label);
        }
        return server;
    }

    private static void pause() {
        long pause = KernelCalls.machineInfo(Info.CYCLES_PER_SECOND) / PAUSES_PER_SECOND;
        KernelCalls.waitFor(Event.DEADLINE, Cycles.now() + pause);
    }

    private void callOften() {
        for (int i = 0; i < CALLS; i++) {
            long[] message = new long[WORDS_AND_CYCLES];
            message[0] = i;
            message[1] = 3L * i;
            long answer = call(message);
            wrong += answer == server && message[0] == 4L * i ? 0 : 1;
            leastOneWay = Math.min(leastOneWay, message[ONE_WAY]);
            leastRoundTrip = Math.min(leastRoundTrip, message[ROUND_TRIP]);
        }
        long[] nothing = new long[WORDS_AND_CYCLES];
        noTransfer(0, 0, Address.ofData(nothing).toLong());
        leastOneWay -= nothing[ONE_WAY];
        noCall(0, 0, Address.ofData(nothing).toLong());
        leastRoundTrip -= nothing[ROUND_TRIP];
        System.out.println(CALLS + " calls, " + (CALLS - wrong) + " answered rightly; one way " + leastOneWay
                + " cycles, there and back with the server's work " + leastRoundTrip + ", at least");
    }

    /** It cannot be entered while it is still setting itself up. */
    private long call(long[] message) {
        long answer = transfer(server, 0, Address.ofData(message).toLong());
        for (int attempt = 0; answer == Status.WOULD_BLOCK && attempt < ATTEMPTS; attempt++) {
            pause();
            answer = transfer(server, 0, Address.ofData(message).toLong());
        }
        return answer;
    }

    private void leaveNote() {
        long status = send(Server.NOTE);
        long[] message = new long[WORDS_AND_CYCLES];
        message[2] = Server.COUNT_NOTES;
        call(message);
        System.out.println("a note was left, the server has " + message[0]);
        wrong += status == Status.OK && message[0] == 1 ? 0 : 1;
        status = send(Server.END);
        System.out.println("the server was told to end: " + (status == Status.OK ? "done" : StatusNames.of(status))
                + "; " + Cycles.used() + " cycles used");
        wrong += status == Status.OK ? 0 : 1;
    }

    private long send(long operation) {
        long[] message = new long[Transfers.WORDS];
        message[2] = operation;
        return Transfers.send(server, message);
    }

    @Unmanaged
    @Import(name = "client_call")
    private static native long transfer(long environment, long deadlineCycles, long message);

    @Unmanaged
    @Import(name = "client_no_call")
    private static native long noCall(long environment, long deadlineCycles, long message);

    @Unmanaged
    @Import(name = "client_no_transfer")
    private static native long noTransfer(long environment, long deadlineCycles, long message);
}
