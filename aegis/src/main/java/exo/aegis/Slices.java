package exo.aegis;

import exo.abi.EnvironmentState;
import exo.abi.EntryPoint;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.SliceRecord;
import exo.machine.Apart;
import exo.machine.Machine;

/**
 * Processor time as a linear vector of slices (Engler, Kaashoek, O'Toole 1995, 5.1.1): gone through in order, round and round,
 * each position for whoever owns it, or holds it by a transfer. Keeps true: a position has one owner or is free, and owners
 * are charged; a slice that cannot be used is passed over; who does not give the processor back in the save time pays a
 * later slice for it, and is ended when it never does.
 */
public final class Slices {
    /** Of an environment that was ended for overrunning: as one that was killed. */
    private static final int STATUS_OVERRUN = 137;
    /** In place of the index of who has the save time: it has ended, and the save time is still this slice's last. */
    private static final int NOBODY = Limits.ENVIRONMENTS_MAXIMUM;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;
    private final long book;

    Slices(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
        this.book = aegis.books().slices;
    }

    // ---- the book ----------------------------------------------------------------------------------------------------

    private long record(int position) {
        return book + (long) position * SliceRecord.BYTES;
    }

    int owner(int position) {
        return (int) SliceRecord.owner(machine, record(position));
    }

    private boolean canRun(int index) {
        return index != 0 && environments.state(index) == EnvironmentState.RUNNABLE;
    }

    /** Who would run at a position now, or 0: nobody. */
    private int runner(int position) {
        long slice = record(position);
        int holder = (int) SliceRecord.holder(machine, slice);
        if (canRun(holder)) {
            return holder;
        }
        int owner = (int) SliceRecord.owner(machine, slice);
        return canRun(owner) ? owner : 0;
    }

    // ---- going on ------------------------------------------------------------------------------------------------------

    /**
     * Finds the next position that somebody can use. Who owes slices is passed over, and owes one less; but when nobody else
     * wants the processor, sitting out would serve nobody.
     */
    private int commitSelect() {
        int position = record.position();
        int inDebt = 0;
        int positionInDebt = 0;
        for (int step = 0; step < Limits.SLICES; step++) {
            position = position + 1 == Limits.SLICES ? 0 : position + 1;
            int candidate = runner(position);
            if (candidate != 0 && !commitSitOut(position, candidate)) {
                record.position(position);
                return candidate;
            }
            if (candidate != 0 && inDebt == 0) {
                inDebt = candidate;
                positionInDebt = position;
            }
        }
        if (inDebt != 0) {
            record.position(positionInDebt);
        }
        return inDebt;
    }

    /** Whether a position is passed over for a debt: of who would run, or of the owner, who lets another use it. */
    private boolean commitSitOut(int position, int candidate) {
        int owner = owner(position);
        return commitForfeit(candidate) || owner != candidate && commitForfeit(owner);
    }

    private boolean commitForfeit(int index) {
        long environment = environments.record(index);
        long forfeits = EnvironmentRecord.forfeits(machine, environment);
        if (forfeits == 0) {
            return false;
        }
        EnvironmentRecord.forfeits(machine, environment, forfeits - 1);
        EnvironmentRecord.forfeited(machine, environment, EnvironmentRecord.forfeited(machine, environment) + 1);
        return true;
    }

    /** Begins the next slice, whoever ran until now; nobody runs if nobody can. */
    void commitNext() {
        int before = record.current();
        if (record.predicates() != 0) {
            aegis.predicates().commitLook();
        }
        int next = record.runnable() == 0 ? 0 : commitSelect();
        commitSaved();
        aegis.processor().commitSwitch(next);
        record.sliceEnd(machine.cycles() + record.sliceCycles());
        aegis.processor().retime();
        if (next != 0 && next != before) {
            aegis.upcalls().commitDeliver(environments.record(next), EntryPoint.PROLOGUE);
        }
    }

    /** Who had the save time, and is not charged for it, has given the processor away in time. */
    private void commitSaved() {
        int saving = record.saving();
        if (saving != 0 && saving != NOBODY) {
            EnvironmentRecord.overruns(machine, environments.record(saving), 0);
        }
        record.saving(0);
    }

    /** The slice is over, or the save time is. */
    void commitOver(long now) {
        long running = record.running();
        if (record.saving() == 0 && aegis.upcalls().wantsEpilogue(running)) {
            record.saving(record.current());
            record.sliceEnd(now + record.saveCycles());
            long nearest = Processor.earlier(record.nextDeadline(), record.sliceEnd());
            aegis.processor().commitArm(Processor.earlier(nearest, record.networkDue()));
            aegis.upcalls().commitEpilogue(running);
        } else {
            commitSliceLost();
        }
    }

    /** No epilogue, or none that came to its end in time: the kernel saves all and goes on. */
    @Apart("the epilogue saves no register for it: 8 instructions")
    private void commitSliceLost() {
        int current = record.current();
        if (record.saving() == current) {
            record.saving(0);
            commitOverrun(current);
        }
        commitNext();
    }

    /** An environment is to sit out one more of its slices. */
    void commitOwe(int index) {
        long environment = environments.record(index);
        long forfeits = EnvironmentRecord.forfeits(machine, environment);
        EnvironmentRecord.forfeits(machine, environment,
                forfeits < Limits.FORFEITS_MAXIMUM ? forfeits + 1 : forfeits);
    }

    private void commitOverrun(int index) {
        long environment = environments.record(index);
        long overruns = EnvironmentRecord.overruns(machine, environment) + 1;
        commitOwe(index);
        EnvironmentRecord.overruns(machine, environment, overruns);
        if (overruns > Limits.OVERRUNS_MAXIMUM) {
            environments.commitEnd(index, STATUS_OVERRUN, Reason.OVERRUN, 0);
        }
    }

    // ---- ownership: the caller has checked -----------------------------------------------------------------------------------

    /** All positions become the first environment's, at boot. */
    void commitFirst(int index) {
        for (int position = 0; position < Limits.SLICES; position++) {
            commitTake(index, position);
        }
    }

    private void commitTake(int index, int position) {
        long environment = environments.record(index);
        SliceRecord.owner(machine, record(position), index);
        SliceRecord.holder(machine, record(position), 0);
        EnvironmentRecord.slicesHeld(machine, environment, EnvironmentRecord.slicesHeld(machine, environment) + 1);
        aegis.accounts().commitCharge(aegis.accounts().of(index), ResourceKind.SLICES, 1);
    }

    /** Takes a position from its owner; it is free then. */
    void commitFree(int position) {
        int index = owner(position);
        long environment = environments.record(index);
        SliceRecord.owner(machine, record(position), 0);
        SliceRecord.holder(machine, record(position), 0);
        EnvironmentRecord.slicesHeld(machine, environment, EnvironmentRecord.slicesHeld(machine, environment) - 1);
        aegis.accounts().commitCharge(aegis.accounts().of(index), ResourceKind.SLICES, -1);
        aegis.revocation().commitReturned(index, ResourceKind.SLICES);
    }

    /**
     * The running slice and its future instances are another's to use, until it is transferred on; unless who donates it has
     * the rest of it by a yield alone.
     */
    void commitDonate(int from, int to) {
        long slice = record(record.position());
        if (SliceRecord.owner(machine, slice) == from || SliceRecord.holder(machine, slice) == from) {
            SliceRecord.holder(machine, slice, to);
        }
    }

    /** An environment has ended: its positions are free, what was donated to it, or by who waits for it, is its owners' again. */
    void commitEnd(int index) {
        if (record.saving() == index) {
            record.saving(NOBODY);
        }
        long name = EnvironmentRecord.name(machine, environments.record(index));
        for (int position = 0; position < Limits.SLICES; position++) {
            int owner = owner(position);
            long holder = SliceRecord.holder(machine, record(position));
            if (owner == index) {
                commitFree(position);
            } else if (holder != 0
                    && (holder == index || EnvironmentRecord.partner(machine, environments.record(owner)) == name)) {
                SliceRecord.holder(machine, record(position), 0);
            }
        }
    }

    /** Who stops waiting for an answer now, because its time has come, has the slices again that it lent. */
    void commitTakeBack(long now) {
        for (int position = 0; position < Limits.SLICES; position++) {
            long slice = record(position);
            if (SliceRecord.holder(machine, slice) != 0
                    && aegis.waits().answerOverdue((int) SliceRecord.owner(machine, slice), now)) {
                SliceRecord.holder(machine, slice, 0);
            }
        }
    }

    private int firstFree() {
        for (int position = 0; position < Limits.SLICES; position++) {
            if (owner(position) == 0) {
                return position;
            }
        }
        return -1;
    }

    private static boolean isPosition(long position) {
        return position >= 0 && position < Limits.SLICES;
    }

    private long checkOwned(long position) {
        return !isPosition(position) ? Status.NO_SUCH_SLICE
                : owner((int) position) != record.current() ? Status.NOT_YOURS : Status.OK;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long sliceAlloc(long wanted) {
        int caller = record.current();
        if (wanted != Limits.ANY_SLICE && !isPosition(wanted)) {
            return Status.NO_SUCH_SLICE;
        }
        if (aegis.accounts().room(aegis.accounts().of(caller), ResourceKind.SLICES) < 1) {
            return Status.OVER_LIMIT;
        }
        int position = wanted == Limits.ANY_SLICE ? firstFree() : (int) wanted;
        if (position < 0 || owner(position) != 0) {
            return Status.NO_FREE_SLICE;
        }
        commitTake(caller, position);
        return position;
    }

    public long sliceFree(long position) {
        long status = checkOwned(position);
        if (status == Status.OK) {
            commitFree((int) position);
        }
        return status;
    }

    public long sliceGive(long position, long environment) {
        long to = environments.relative(environment);
        if (to < 0) {
            return to;
        }
        long status = checkOwned(position);
        if (status != Status.OK) {
            return status;
        }
        int account = aegis.accounts().of((int) to);
        if (account != aegis.accounts().of(record.current()) && aegis.accounts().room(account, ResourceKind.SLICES) < 1) {
            return Status.OVER_LIMIT;
        }
        commitFree((int) position);
        commitTake((int) to, (int) position);
        return Status.OK;
    }
}
