package exo.programs.network;

import exo.abi.HandlerHelper;
import exo.abi.Limits;
import exo.abi.PacketVerdict;
import exo.abi.ProgramHook;
import exo.abi.Status;
import exo.ebpf.Opcode;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import exo.exos.Books;
import exo.exos.KernelException;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.ProgramRecord;
import exo.exos.kernel.StatusNames;
import exo.exos.network.DownloadedProgram;
import exo.exos.network.PacketFilter;
import exo.exos.network.OwnClaim;
import exo.exos.network.ReceiveRing;
import exo.exos.network.RefusedProgramException;
import org.teavm.interop.Address;

/** Code in the kernel that reaches beyond its packet, speaks for another, or never ends. */
final class HandlerTricks {
    private static final int ECHO_PORT_SWAPPED = 7 << 8;
    private static final int UDP_SOURCE = 34;
    private static final int SENT_BYTES = 60;
    private static final int LONG = Limits.PROGRAM_INSTRUCTIONS_MAXIMUM;

    private final Report report;
    private final OwnClaim own;
    private final ReceiveRing ring;
    private final Provocation provocation;

    HandlerTricks(Report report, OwnClaim own, ReceiveRing ring, Provocation provocation) {
        this.report = report;
        this.own = own;
        this.ring = ring;
        this.provocation = provocation;
    }

    private static Instructions code() {
        return new Instructions();
    }

    void loadAndRun() {
        refused("load a handler that reads behind its packet", code().load(Opcode.WORD, 0, 1, 12).exit(0), Refusal.UNPROVED_ACCESS);
        refused("load one that writes before it", code().store(Opcode.DOUBLE, 1, -8, 2).exit(0), Refusal.UNPROVED_ACCESS);
        refused("load one that reads where the kernel is", code().set(3, -1 << 21).load(Opcode.DOUBLE, 0, 3, 0).exit(0),
                Refusal.UNPROVED_ACCESS);
        refused("load one that reads what a handler before it left on its stack",
                code().load(Opcode.DOUBLE, 0, 10, -8).put(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0).text(), Refusal.UNINITIALISED_STACK);
        refused("load one that calls what it may not", code().call(9).exit(0), Refusal.HELPER_NOT_PERMITTED);
        refused("load one that jumps into the next one's text", code().put(Opcode.JMP | Opcode.JA, 0, 0, 100, 0).exit(0),
                Refusal.BAD_TARGET);
        refused("load one that has no end", code().set(0, 0).text(), Refusal.RUNS_PAST_END);
        loadTooMuch();
        sendAsAnother();
        readOutside();
        loop();
    }

    private void refused(String what, long[] text, int rule) {
        try {
            DownloadedProgram.handler(text);
            report.report(what, "it is ready to run", false);
        } catch (RefusedProgramException e) {
            report.report(what, e.getMessage(), e.rule() == rule);
        }
    }

    private void loadTooMuch() {
        long[] text = new long[LONG];
        long[] end = code().exit(0);
        for (int i = 0; i < text.length; i++) {
            text[i] = i < text.length - 1 ? end[0] : end[1];
        }
        try {
            DownloadedProgram.load(text, ProgramHook.HANDLER, 4 * Limits.PROGRAM_SCRATCH_FRAMES, 0);
            report.report("load more machine code than it may", "it is ready to run", false);
        } catch (KernelException e) {
            report.refusal("load more machine code than it may", e.status(), Status.OVER_LIMIT);
        }
    }

    /** Has a handler run once; null: no packet came. */
    private DownloadedProgram run(long[] text, int guarded, int areaFrames) {
        DownloadedProgram handler = DownloadedProgram.load(text, ProgramHook.HANDLER | guarded, Limits.PROGRAM_SCRATCH_FRAMES, areaFrames);
        long filter = PacketFilter.of(own).port(own.portFirst()).bind(own.number(), ring.name(), handler.name());
        boolean ran = provocation.until(() -> handler.runs() > 0);
        KernelCalls.filterUnbind(filter);
        return ran ? handler : null;
    }

    private void sendAsAnother() {
        String what = "run a handler that sends from the ring echo's port";
        long[] text = code().put(Opcode.JMP | Opcode.JLT, 2, 0, 9, SENT_BYTES)
                .put(Opcode.ST | Opcode.MEM | Opcode.HALF, 1, 0, UDP_SOURCE, ECHO_PORT_SWAPPED)
                .put(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, 6, 1, 0, 0)
                .set(1, SENT_BYTES).call(HandlerHelper.SEND)
                .put(Opcode.LOAD_IMMEDIATE_64, 2, Opcode.IMMEDIATE_MAP_VALUE, 0, 0).put(0, 0, 0, 0, 0)
                .store(Opcode.DOUBLE, 2, 0, 0).set(6, 0).set(6, 0).exit(PacketVerdict.DROP);
        DownloadedProgram handler = run(text, 0, 1);
        if (handler == null) {
            report.leaveOut(what, "no packet came");
            return;
        }
        long status = Address.fromLong(handler.areaVa()).getLong();
        report.report(what, "the kernel answers it " + StatusNames.of(status), status == Status.NOT_CLAIMED);
    }

    private void readOutside() {
        String what = "run a handler that reads behind its packet, with checks";
        DownloadedProgram handler = run(code().load(Opcode.WORD, 0, 1, 2000).exit(0), ProgramHook.GUARDED, 0);
        outcome(what, handler, "its run ended at the access", Run.BAD_ACCESS);
    }

    private void loop() {
        DownloadedProgram handler = run(code().put(Opcode.JMP | Opcode.JA, 0, 0, -1, 0).exit(0), 0, 0);
        outcome("run a handler that never ends", handler, "its run ended when its budget was spent", Run.BUDGET_SPENT);
    }

    private void outcome(String what, DownloadedProgram handler, String how, int expected) {
        if (handler == null) {
            report.leaveOut(what, "no packet came");
            return;
        }
        long outcome = ProgramRecord.outcome(Books.program(handler.name()));
        report.report(what, outcome == expected ? how : "outcome " + outcome, outcome == expected);
    }
}
