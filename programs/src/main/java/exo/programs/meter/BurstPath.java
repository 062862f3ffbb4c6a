package exo.programs.meter;

import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.exos.Cycles;
import exo.exos.KernelException;
import exo.exos.kernel.BooksHeader;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.DownloadedProgram;
import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;
import exo.exos.network.ReceiveRing;

/**
 * Packets that come faster than they can be dealt with. The meter asks for them by a line {@code burst PORT COUNT BYTES}, as whoever is at
 * the other end of the wire sends them. One interrupt may follow another before its next instruction, so that it sees no gap for each: the
 * kernel tells what the longest took. If that was another path's, this one took less, and counts as nothing.
 */
final class BurstPath extends Measurement {
    private static final int PACKETS = 64;
    /** Most of them are there before the second interrupt. */
    private static final long WINDOW_CYCLES = 2_000_000;
    private static final int WINDOWS_MAXIMUM = 40;
    private static final int ROUNDS = 2;
    private static final int SCRATCH_FRAMES = 44;

    private final String what;
    private final OwnClaim claim;
    private final ReceiveRing ring;
    private final long[] text;
    private final int guarded;
    private final int byteCount;
    private final int port;
    private DownloadedProgram program;
    private long filter;
    private long most;

    /** @param text  of the handler that each packet is for; null: they go to the ring */
    BurstPath(String what, OwnClaim claim, ReceiveRing ring, long[] text, int guarded, int port, int byteCount) {
        this.what = what;
        this.claim = claim;
        this.ring = ring;
        this.text = text;
        this.guarded = guarded;
        this.port = port;
        this.byteCount = byteCount;
    }

    @Override
    String what() {
        return "interrupt for one of " + PACKETS + " packets " + what;
    }

    @Override
    void prepare() {
        if (filter == 0) {
            program = text == null ? null
                    : DownloadedProgram.load(text, ProgramHook.HANDLER | guarded, SCRATCH_FRAMES, 1);
            filter = PacketFilter.of(claim).port(port).bind(claim.number(), program == null ? ring.name() : 0,
                    program == null ? 0 : program.name());
        }
    }

    @Override
    long cycles() {
        System.out.println("burst " + port + " " + PACKETS + " " + byteCount);
        System.out.flush();
        long runs = program == null ? 0 : program.runs();
        long before = BooksHeader.networkCyclesMost(Limits.BOOKS_START);
        int came = 0;
        for (int window = 0; window < WINDOWS_MAXIMUM && came < PACKETS; window++) {
            Timed.gap(Cycles.now() + WINDOW_CYCLES);
            if (program == null) {
                while (ring.next()) {
                    came++;
                }
            } else {
                came = (int) (program.runs() - runs);
            }
        }
        long after = BooksHeader.networkCyclesMost(Limits.BOOKS_START);
        most = after > before ? after : most;
        return most;
    }

    @Override
    void finish() {
        KernelException.checked("filter_unbind", KernelCalls.filterUnbind(filter));
        filter = 0;
        if (program != null) {
            KernelException.checked("program_end", KernelCalls.programEnd(program.name()));
        }
    }

    @Override
    int roundsMaximum() {
        return ROUNDS;
    }
}
