package exo.programs.network;

import exo.abi.EnvironmentName;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ProgramState;
import exo.abi.Right;
import exo.abi.Status;
import exo.exos.Books;
import exo.exos.kernel.FrameRecord;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.ProgramRecord;
import exo.exos.kernel.RingRecord;
import exo.exos.network.PacketFilter;
import exo.exos.network.OwnClaim;
import exo.exos.network.ReceiveRing;

/** What others have, by the names that the public books tell: filters, rings, programs, and the frames of their packets. */
final class BookTricks {
    private static final long PROBE = 0x5000_0000_0000L;
    private static final int FILTERS = 20_000;

    private final Report report;
    private final ReceiveRing ring;
    private final long self = KernelCalls.envSelf() & EnvironmentName.INDEX_MASK;

    BookTricks(Report report, ReceiveRing ring) {
        this.report = report;
        this.ring = ring;
    }

    void endWhatIsOthers() {
        int tried = 0;
        int refused = 0;
        for (long filter = 0; filter < FILTERS; filter++) {
            long status = KernelCalls.filterUnbind(filter);
            tried++;
            refused += status == Status.NOT_YOURS || status == Status.NO_SUCH_FILTER ? 1 : 0;
        }
        report.count("unbind every filter that is not its own", refused, tried);
        rings();
        programs();
    }

    private void rings() {
        OwnClaim own = OwnClaim.all()[0];
        int tried = 0;
        int ended = 0;
        int used = 0;
        for (int index = 1; index < Limits.RINGS_MAXIMUM; index++) {
            long record = Books.ring(index);
            if (RingRecord.owner(record) != 0 && RingRecord.owner(record) != self) {
                tried++;
                ended += KernelCalls.ringEnd(RingRecord.name(record)) == Status.NOT_YOURS ? 1 : 0;
                used += PacketFilter.of(own).port(own.portFirst()).tryBind(own.number(), RingRecord.name(record), 0)
                        == Status.NOT_YOURS ? 1 : 0;
            }
        }
        report.count("end rings of others", ended, tried);
        report.count("have its packets put into rings of others", used, tried);
    }

    private void programs() {
        OwnClaim own = OwnClaim.all()[0];
        int tried = 0;
        int ended = 0;
        int stepped = 0;
        int used = 0;
        for (int index = 1; index < Limits.PROGRAMS_MAXIMUM; index++) {
            long record = Books.program(index);
            if (ProgramRecord.state(record) != ProgramState.FREE && ProgramRecord.owner(record) != self) {
                tried++;
                long name = ProgramRecord.name(record);
                ended += KernelCalls.programEnd(name) == Status.NOT_YOURS ? 1 : 0;
                stepped += KernelCalls.programStep(name) == Status.NOT_YOURS ? 1 : 0;
                used += PacketFilter.of(own).port(own.portFirst()).tryBind(own.number(), ring.name(), name) == Status.NOT_YOURS ? 1 : 0;
            }
        }
        report.count("end handlers of others", ended, tried);
        report.count("go on with the check of handlers of others", stepped, tried);
        report.count("have its packets handled by handlers of others", used, tried);
    }

    // ---- frames ------------------------------------------------------------------------------------------------------------

    /** A frame of another's that is bound nowhere, as those are that wait for packets; after a number; 0: there is none. */
    static long frameOfAnother(long self, long after, int kind) {
        for (long frame = after + 1; frame < Books.frameCount(); frame++) {
            long record = Books.frame(frame);
            if (FrameRecord.kind(record) == kind && FrameRecord.owner(record) != self && FrameRecord.bindings(record) == 0) {
                return frame;
            }
        }
        return 0;
    }

    void seeFramesOfOthers() {
        countBindings("see frames that others keep for packets", FrameKind.ORDINARY);
        countBindings("see frames that the device has for packets to come", FrameKind.NETWORK);
        countBindings("see the text of handlers of others", FrameKind.PROGRAM);
    }

    private void countBindings(String what, int kind) {
        int tried = 0;
        int refused = 0;
        for (long frame = frameOfAnother(self, 0, kind); frame != 0; frame = frameOfAnother(self, frame, kind)) {
            tried++;
            refused += KernelCalls.bind(KernelCalls.envSelf(), PROBE, frame, Right.READ) == Status.NOT_YOURS ? 1 : 0;
        }
        report.count(what, refused, tried);
    }
}
