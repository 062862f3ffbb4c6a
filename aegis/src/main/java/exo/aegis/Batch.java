package exo.aegis;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.Limits;
import exo.abi.Status;
import exo.machine.Machine;

/**
 * Many bindings in one call. Each entry is read from the caller's memory, and treated as the single call would treat it. The
 * first refusal ends the batch; so do page tables that had to be made, each of which costs as much as fifty entries: no call is
 * to be long. What was done stays done and is counted.
 */
final class Batch {
    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Bindings bindings;
    private final BatchStretch stretch;

    Batch(Aegis aegis, Bindings bindings, BindingLinks links) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.bindings = bindings;
        this.stretch = new BatchStretch(aegis, bindings, links);
    }

    /** How many entries were done, or, where that is none, the first one's status. */
    long run(int environment, long listVa, long count) {
        if (count < 1 || count > Limits.BATCH_MAXIMUM) {
            return Status.BAD_ARGUMENT;
        }
        long byteCount = count * BatchEntry.BYTES;
        if ((listVa & BatchEntry.BYTES - 1) != 0 || !UserMemory.isUserRange(listVa, byteCount)) {
            return Status.BAD_ADDRESS;
        }
        long enoughTables = record.tablesMade() + Limits.BATCH_TABLES_MAXIMUM;
        long done = 0;
        while (done < byteCount) {
            long inPage = Limits.BYTES_IN_FRAME - (listVa + done & PageEntry.PAGE_MASK);
            long part = inPage < byteCount - done ? inPage : byteCount - done;
            long at = aegis.userMemory().resolve(record.current(), listVa + done, false);
            long status = at < 0 ? Status.BAD_ADDRESS : runPart(environment, at, at + part, enoughTables);
            if (status < part || record.tablesMade() == enoughTables) {
                done += status < 0 ? 0 : status;
                return status < 0 && done == 0 ? status : done / BatchEntry.BYTES;
            }
            done += part;
        }
        return count;
    }

    /** A part of the list that lies in one frame. How many bytes of it were done, or, where that is none, a status. */
    private long runPart(int environment, long start, long end, long enoughTables) {
        long at = start;
        while (at < end) {
            long next = stretch.run(environment, at, end);
            if (next == at) {
                long status = step(environment, at);
                if (status < 0) {
                    return at == start ? status : at - start;
                }
                next = at + BatchEntry.BYTES;
                if (record.tablesMade() == enoughTables) {
                    return next - start;
                }
            }
            at = next;
        }
        return end - start;
    }

    private long step(int environment, long at) {
        long head = machine.load64(at);
        long userVa = machine.load64(at + BatchEntry.VA);
        switch ((int) head) {
            case BatchOperation.BIND:
                return bindings.bindPage(environment, userVa, machine.load64(at + BatchEntry.FRAME), head >>> 32);
            case BatchOperation.UNBIND:
                return bindings.unbindPage(environment, userVa);
            case BatchOperation.PROTECT:
                return bindings.protectPage(environment, userVa, head >>> 32);
            default:
                return Status.BAD_ARGUMENT;
        }
    }
}
