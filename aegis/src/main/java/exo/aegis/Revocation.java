package exo.aegis;

import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.RevocationRequest;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.SaveArea;
import exo.machine.Machine;

/**
 * Visible revocation (Engler 1995, 3.3): what was given out is asked back, and whoever has it picks what to give. Keeps true:
 * of a living environment with a deadline something is asked, and only of such a one; what leaves an environment while
 * something of its kind is asked back counts; at the deadline {@link AbortProtocol} takes what is missing, a round at a time.
 */
public final class Revocation {
    /** More than can be asked of anyone is not counted: the field has 32 bits. */
    private static final long ASKED_MAXIMUM = 0xffff_ffffL;
    /** Steps of about a hundred instructions that one round of taking has. */
    private static final int STEPS_IN_ROUND = 64;
    /** A moment that is over: the cycle counter was never before it. */
    private static final long LONG_SINCE = 1;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord kernel;
    private final AbortProtocol abort;

    Revocation(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.kernel = aegis.record();
        this.abort = new AbortProtocol(aegis);
    }

    // ---- what is asked -----------------------------------------------------------------------------------------------

    /** The deadline, 0 for none; the kernel's record counts who has one. */
    private void commitDeadline(long environment, long cycles) {
        long before = EnvironmentRecord.revocationDeadline(machine, environment);
        EnvironmentRecord.revocationDeadline(machine, environment, cycles);
        kernel.asked(kernel.asked() + (cycles == 0 ? 0 : 1) - (before == 0 ? 0 : 1));
        if (cycles != 0) {
            aegis.processor().commitDeadline(cycles);
        }
    }

    private boolean isAsked(long environment) {
        return EnvironmentRecord.framesAsked(machine, environment) != 0
                || EnvironmentRecord.slicesAsked(machine, environment) != 0;
    }

    /** One of a kind has left an environment: if some are asked back, that is one of them. */
    void commitReturned(int index, int kind) {
        long environment = aegis.environments().record(index);
        long frames = EnvironmentRecord.framesAsked(machine, environment);
        long slices = EnvironmentRecord.slicesAsked(machine, environment);
        if (kind == ResourceKind.FRAMES && frames != 0) {
            EnvironmentRecord.framesAsked(machine, environment, frames - 1);
        } else if (kind == ResourceKind.SLICES && slices != 0) {
            EnvironmentRecord.slicesAsked(machine, environment, slices - 1);
        }
        if (frames + slices != 0 && !isAsked(environment)) {
            commitDeadline(environment, 0);
            aegis.processor().retime();
        }
    }

    /** Asks nothing of an environment any more: it has ended, and what it holds is its parent's to reap. */
    void commitForgo(int index) {
        long environment = aegis.environments().record(index);
        EnvironmentRecord.framesAsked(machine, environment, 0);
        EnvironmentRecord.slicesAsked(machine, environment, 0);
        commitDeadline(environment, 0);
    }

    private void commitAsk(long environment, long kind, long count, long deadline) {
        long frames = EnvironmentRecord.framesAsked(machine, environment);
        long slices = EnvironmentRecord.slicesAsked(machine, environment);
        if (kind == ResourceKind.FRAMES) {
            EnvironmentRecord.framesAsked(machine, environment, sum(frames, count));
        } else {
            EnvironmentRecord.slicesAsked(machine, environment, sum(slices, count));
        }
        long before = EnvironmentRecord.revocationDeadline(machine, environment);
        commitDeadline(environment, before == 0 || deadline < before ? deadline : before);
    }

    private static long sum(long asked, long more) {
        return more > ASKED_MAXIMUM - asked ? ASKED_MAXIMUM : asked + more;
    }

    /** Writes a request to the ring in the save area. Its count is the program's to spoil: only its low bits are used. */
    private void commitRequest(long environment, long kind, long count) {
        long area = EnvironmentRecord.saveArea(machine, environment);
        if (area == 0) {
            return;
        }
        long number = SaveArea.revocationCount(machine, area);
        long place = SaveArea.revocationsAddress(area)
                + (number & Limits.REVOCATION_RING - 1) * RevocationRequest.BYTES;
        machine.store64(place + RevocationRequest.KIND, kind);
        machine.store64(place + RevocationRequest.COUNT, count);
        machine.store64(place + RevocationRequest.DEADLINE_CYCLES,
                EnvironmentRecord.revocationDeadline(machine, environment));
        SaveArea.revocationCount(machine, area, number + 1);
    }

    // ---- what is taken -----------------------------------------------------------------------------------------------

    /** The earliest moment at which something is to be taken, or 0: nothing is asked of anyone. */
    long nearest() {
        if (kernel.leavingFrame() != 0) {
            return LONG_SINCE;
        }
        long nearest = 0;
        for (int index = 1; kernel.asked() != 0 && index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            long deadline = EnvironmentRecord.revocationDeadline(machine, aegis.environments().record(index));
            if (deadline != 0 && (nearest == 0 || deadline < nearest)) {
                nearest = deadline;
            }
        }
        return nearest;
    }

    /** Takes what is due, as much as one round can. */
    void commitDue(long now) {
        int steps = abort.commitEmpty(STEPS_IN_ROUND);
        for (int index = 1; kernel.asked() != 0 && steps > 0 && index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            long environment = aegis.environments().record(index);
            long deadline = EnvironmentRecord.revocationDeadline(machine, environment);
            if (deadline != 0 && deadline <= now) {
                steps = abort.commitTake(index, steps);
                if (!isAsked(environment)) {
                    commitDeadline(environment, 0);
                }
            }
        }
    }

    // ---- the call ----------------------------------------------------------------------------------------------------

    public long revoke(long name, long kind, long count, long deadline) {
        Environments environments = aegis.environments();
        long found = environments.named(name);
        if (found < 0) {
            return found;
        }
        int index = (int) found;
        if (environments.parentOf(index) != kernel.current()
                && !aegis.accounts().isBelow(aegis.accounts().of(index), aegis.accounts().of(kernel.current()))) {
            return Status.NOT_YOURS;
        }
        if (environments.state(index) == EnvironmentState.ENDED) {
            return Status.WRONG_STATE;
        }
        if (kind != ResourceKind.FRAMES && kind != ResourceKind.SLICES || count < 1 || deadline < 1) {
            return Status.BAD_ARGUMENT;
        }
        long environment = environments.record(index);
        commitAsk(environment, kind, count, deadline);
        commitRequest(environment, kind, count);
        aegis.upcalls().commitRevocation(index, Event.REVOCATION);
        aegis.processor().retime();
        return Status.OK;
    }
}
