package exo.aegis;

import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.aegis.layout.Context;
import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Machine;
import exo.machine.PageTableEntry;
import exo.machine.Trap;

/**
 * What an environment died of, for its author: the cause and the address, whose page it is, why nobody handled it, and the
 * program's own frames, which the host's tools turn into Java lines. A report is whole; one that the console has no room for
 * is counted, and as soon as there is room again the console says how many there were.
 */
final class FaultReport {
    private static final int FRAMES_MAXIMUM = 7;

    private final Aegis aegis;
    private final Machine machine;

    FaultReport(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    /** @param handlerBusy  whether there was a handler, but it was itself at work */
    void print(int index, boolean handlerBusy) {
        if (!aegis.console().hasRoomForReport()) {
            aegis.record().reportsLost(aegis.record().reportsLost() + 1);
            return;
        }
        KernelText text = aegis.text();
        long record = aegis.environments().record(index);
        int vector = (int) EnvironmentRecord.faultVector(machine, record);
        text.stamp().text("fault env ").environment(index).text(": ");
        if (vector == Trap.PAGE_FAULT) {
            pageFault(text, index, EnvironmentRecord.faultErrorCode(machine, record),
                    EnvironmentRecord.faultAddress(machine, record));
        } else {
            text.text(TrapNames.of(vector));
        }
        text.text(handlerBusy ? ", while its handler was at work" : ", no handler registered").text("\n");
        frames(text, index);
        aegis.console().kernelLinesEnd();
    }

    /** Says, if there is room now, how many reports there was none for. */
    void printLost() {
        long lost = aegis.record().reportsLost();
        if (lost != 0 && aegis.console().hasRoomForReport()) {
            aegis.record().reportsLost(0);
            aegis.text().stamp().text("warn console: no room for ").decimal(lost).text(" fault reports").end();
        }
    }

    private void pageFault(KernelText text, int index, long errorCode, long address) {
        text.text((errorCode & Trap.FAULT_FETCH) != 0 ? "execution of "
                : (errorCode & Trap.FAULT_WRITE) != 0 ? "write to " : "read of ").hex(address);
        if (!UserMemory.isUserAddress(address)) {
            text.text(address < 0 ? " (kernel's)" : " (outside user memory)");
            return;
        }
        long entry = aegis.bindings().entryOf(index, address);
        long value = entry == 0 ? 0 : machine.load64(entry);
        if ((value & PageTableEntry.PRESENT) == 0) {
            text.text(" (unmapped, no owner)");
            return;
        }
        long frame = (value & PageTableEntry.ADDRESS_MASK) / Limits.BYTES_IN_FRAME;
        boolean archive = aegis.frames().kind(frame) == FrameKind.ARCHIVE;
        text.text(" (frame ").hex(frame).text(archive ? " of the boot archive" : "")
                .text((value & PageTableEntry.WRITABLE) != 0 ? ", writable" : ", read-only")
                .text((value & PageTableEntry.NO_EXECUTE) != 0 ? ")" : ", executable)");
    }

    private void frames(KernelText text, int index) {
        long context = aegis.environments().contextOf(index);
        long label = EnvironmentRecord.labelAddress(aegis.environments().record(index));
        int labelLength = text.labelLength(label);
        text.frameLine(Context.rip(machine, context), label, labelLength);
        long frame = Context.rbp(machine, context);
        for (int depth = 0; depth < FRAMES_MAXIMUM && UserMemory.isUserAddress(frame); depth++) {
            long above = aegis.userMemory().load64OrZero(index, frame);
            long caller = aegis.userMemory().load64OrZero(index, frame + 8);
            if (caller == 0) {
                return;
            }
            text.frameLine(caller, label, labelLength);
            frame = above > frame ? above : 0;
        }
    }
}
