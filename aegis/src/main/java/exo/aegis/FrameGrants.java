package exo.aegis;

import exo.abi.FrameFlag;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.FrameRecord;
import exo.machine.Machine;

/**
 * What else can be had of frames than one at a time and until further notice: several that follow each other, and a promise
 * that one stays. Keeps true: a guaranteed frame is ordinary and its owner's, who has GUARANTEED_FRAMES_MAXIMUM at most.
 */
final class FrameGrants {
    private final Aegis aegis;
    private final Machine machine;
    private final Frames frames;

    FrameGrants(Aegis aegis, Frames frames) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.frames = frames;
    }

    long allocateRange(long first, long count) {
        if (count < 1 || count > Limits.FRAMES_IN_RANGE_MAXIMUM) {
            return Status.BAD_ARGUMENT;
        }
        for (long i = 0; i < count; i++) {
            if (!frames.isMemory(first + i)) {
                return Status.NO_SUCH_FRAME;
            }
        }
        int caller = aegis.record().current();
        if (aegis.accounts().room(aegis.accounts().of(caller), ResourceKind.FRAMES) < count) {
            return Status.OVER_LIMIT;
        }
        for (long i = 0; i < count; i++) {
            if (frames.kind(first + i) != FrameKind.FREE) {
                return Status.NO_FREE_FRAME;
            }
        }
        for (long i = 0; i < count; i++) {
            frames.commitTake(caller, first + i);
        }
        return Status.OK;
    }

    private boolean isGuaranteed(long frame) {
        return (FrameRecord.flags(machine, frames.record(frame)) & FrameFlag.GUARANTEED) != 0;
    }

    /** Guarantees an ordinary frame that is not, or ends the guarantee of one that is. */
    void commitGuarantee(long frame, boolean on) {
        long environment = aegis.environments().record(frames.owner(frame));
        FrameRecord.flags(machine, frames.record(frame), on ? FrameFlag.GUARANTEED : 0);
        EnvironmentRecord.framesGuaranteed(machine, environment,
                EnvironmentRecord.framesGuaranteed(machine, environment) + (on ? 1 : -1));
    }

    long guarantee(long frame, long on) {
        if (!frames.exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        int caller = aegis.record().current();
        if (frames.owner(frame) != caller || frames.kind(frame) != FrameKind.ORDINARY) {
            return Status.NOT_YOURS;
        }
        if (on != 0 && on != 1) {
            return Status.BAD_ARGUMENT;
        }
        boolean wanted = on == 1;
        if (wanted == isGuaranteed(frame)) {
            return Status.OK;
        }
        if (wanted && EnvironmentRecord.framesGuaranteed(machine, aegis.environments().record(caller))
                >= Limits.GUARANTEED_FRAMES_MAXIMUM) {
            return Status.OVER_LIMIT;
        }
        commitGuarantee(frame, wanted);
        return Status.OK;
    }
}
