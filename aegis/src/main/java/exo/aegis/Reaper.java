package exo.aegis;

import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.FrameRecord;
import exo.machine.Machine;

/**
 * Takes back what an ended environment held, a batch a call, at its parent's expense. In this order: its filters, and what the network device
 * has of it; its page tables, so
 * that its own bindings are no more; then its frames; last the record, and with it the name. Its account is charged less for
 * each as it goes.
 */
final class Reaper {
    private Reaper() {
    }

    /** How many frames are still to be freed; others' bindings of them are broken. */
    static long reap(Aegis aegis, int index) {
        Machine machine = aegis.machine();
        long record = aegis.environments().record(index);
        if (aegis.network().device() != null && (aegis.network().filters().commitDropSome(index) || isSending(aegis, record))) {
            return EnvironmentRecord.framesHeld(machine, record) + 1;
        }
        if (EnvironmentRecord.firstTable(machine, record) != 0) {
            dropTable(aegis, index, EnvironmentRecord.firstTable(machine, record));
            return EnvironmentRecord.framesHeld(machine, record);
        }
        int left = Limits.REAP_BATCH;
        while (left > 0 && EnvironmentRecord.framesHeld(machine, record) != 0) {
            left -= reapFrame(aegis, index, record, left);
        }
        long held = EnvironmentRecord.framesHeld(machine, record);
        if (held == 0) {
            bury(aegis, record);
        }
        return held;
    }

    /** Whether the device has packets of the environment's, and so perhaps frames. */
    private static boolean isSending(Aegis aegis, long record) {
        if (EnvironmentRecord.packetsUnderWay(aegis.machine(), record) != 0) {
            aegis.network().commitAwaitSent(record);
        }
        return EnvironmentRecord.packetsUnderWay(aegis.machine(), record) != 0;
    }

    /** Frees one frame, bound in no more places than the batch has room for, or breaks that many; gives how many that was. */
    private static int reapFrame(Aegis aegis, int index, long record, int countMaximum) {
        Machine machine = aegis.machine();
        if (EnvironmentRecord.firstPooled(machine, record) != 0) {
            aegis.frames().commitRetireTable(index, true);
        }
        long frame = EnvironmentRecord.firstFrame(machine, record);
        long bindings = FrameRecord.bindings(machine, aegis.frames().record(frame));
        int broken = bindings < countMaximum ? (int) bindings : countMaximum;
        aegis.bindings().commitBreakSome(frame, broken);
        if (broken < bindings) {
            return broken;
        }
        aegis.frames().commitFree(frame);
        return broken + 1;
    }

    /** Retires a table that holds no binding any more, or breaks so many that it may have some left. */
    private static void dropTable(Aegis aegis, int index, long table) {
        Machine machine = aegis.machine();
        if (FrameRecord.flags(machine, aegis.frames().record(table)) == 1 && aegis.bindings().tableDrop()
                .commitBreakSome(Frames.addressOf(table), Limits.REAP_BATCH) == Limits.REAP_BATCH) {
            return;
        }
        aegis.frames().commitRetireTable(index, false);
        aegis.frames().commitPlain(table);
    }

    private static void bury(Aegis aegis, long record) {
        Machine machine = aegis.machine();
        aegis.accounts().commitCharge((int) EnvironmentRecord.account(machine, record), ResourceKind.ENVIRONMENTS, -1);
        EnvironmentRecord.state(machine, record, EnvironmentState.FREE);
    }
}
