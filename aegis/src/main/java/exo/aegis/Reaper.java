package exo.aegis;

import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.FrameRecord;
import exo.machine.Machine;
import exo.machine.PageTableEntry;

/**
 * Takes back what an ended environment held, a batch a call, at its parent's expense. In this order: its page tables, so
 * that its own bindings are no more; then its frames; last the record, and with it the name. The parent gets back the part
 * of its limit that it had lent.
 */
final class Reaper {
    private Reaper() {
    }

    /** How many frames are still to be freed; others' bindings of them are broken. */
    static long reap(Aegis aegis, int index) {
        Machine machine = aegis.machine();
        long record = aegis.environments().record(index);
        if (EnvironmentRecord.firstTable(machine, record) != 0) {
            dropTable(aegis, index, EnvironmentRecord.firstTable(machine, record));
            return EnvironmentRecord.framesHeld(machine, record);
        }
        for (int count = 0; count < Limits.REAP_BATCH; count++) {
            if (EnvironmentRecord.firstPooled(machine, record) != 0) {
                aegis.frames().commitRetireTable(index, true);
            }
            long frame = EnvironmentRecord.firstFrame(machine, record);
            if (frame == 0) {
                break;
            }
            aegis.bindings().commitBreakSome(frame, Limits.REAP_BATCH - count);
            if (FrameRecord.bindings(machine, aegis.frames().record(frame)) != 0) {
                break;
            }
            aegis.frames().commitFree(frame);
        }
        long left = EnvironmentRecord.framesHeld(machine, record);
        if (left == 0) {
            bury(aegis, record);
        }
        return left;
    }

    private static void dropTable(Aegis aegis, int index, long table) {
        Machine machine = aegis.machine();
        if (FrameRecord.flags(machine, aegis.frames().record(table)) == 1) {
            for (int entry = 0; entry < PageTableEntry.ENTRIES_IN_TABLE; entry++) {
                long at = Frames.addressOf(table) + entry * 8L;
                if ((machine.load64(at) & PageTableEntry.PRESENT) != 0) {
                    aegis.bindings().commitBreak(at);
                }
            }
        }
        aegis.frames().commitRetireTable(index, false);
        aegis.frames().commitPlain(table);
    }

    private static void bury(Aegis aegis, long record) {
        Machine machine = aegis.machine();
        long parent = aegis.environments().record((int) EnvironmentRecord.parent(machine, record));
        EnvironmentRecord.framesLimit(machine, parent, EnvironmentRecord.framesLimit(machine, parent)
                + EnvironmentRecord.framesLimit(machine, record));
        EnvironmentRecord.state(machine, record, EnvironmentState.FREE);
    }
}
