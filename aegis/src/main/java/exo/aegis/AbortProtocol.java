package exo.aegis;

import exo.abi.Capability;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.FrameFlag;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Repossession;
import exo.abi.ResourceKind;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.FrameRecord;
import exo.aegis.layout.SaveArea;
import exo.aegis.layout.SliceRecord;
import exo.machine.Machine;

/**
 * Takes by force what was asked back and not given in time (Engler 1995, 3.4), in rounds of bounded length: work is measured
 * in steps of about a hundred instructions. A frame first loses its owner, so that nobody can bind it any more, then its
 * bindings, over several rounds if they are many, then its contents, to the backing that the owner has preloaded; only then
 * is it free. Each loss is told in the repossession vector. Never taken: guaranteed frames, those that the kernel itself or
 * the processor uses, and the last {@link Limits#SLICES_GUARANTEED} slices.
 */
final class AbortProtocol {
    private static final int STEPS_OF_FRAME = 4;
    /** That are passed over, as they cannot be taken. */
    private static final int FRAMES_IN_STEP = 8;
    private static final int STEPS_OF_RECORD = 3;
    private static final int STEPS_OF_CAPABILITY = 3;
    private static final int STEPS_OF_COPY = 5;
    private static final int STEPS_OF_VECTOR = 10;
    /** Places for backing that are tried for one frame: each that holds nothing good is cleared, so that none is tried twice. */
    private static final int BACKINGS_TRIED_MAXIMUM = 16;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord kernel;

    AbortProtocol(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.kernel = aegis.record();
    }

    /** Takes of an environment what so many steps allow; gives the steps left: none, if there is more to do. */
    int commitTake(int index, int steps) {
        long environment = aegis.environments().record(index);
        int left = steps;
        while (left > 0 && EnvironmentRecord.framesAsked(machine, environment) != 0) {
            int passed = untakeable(environment);
            long frame = behind(environment, passed);
            if (frame == 0) {
                EnvironmentRecord.framesAsked(machine, environment, 0);
            } else {
                long asked = EnvironmentRecord.framesAsked(machine, environment);
                kernel.leaving(frame, EnvironmentRecord.name(machine, environment));
                aegis.frames().commitLeave(frame);
                EnvironmentRecord.framesAsked(machine, environment, asked - 1);
                left = commitEmpty(left - STEPS_OF_FRAME - passed / FRAMES_IN_STEP);
            }
        }
        return left > 0 && EnvironmentRecord.slicesAsked(machine, environment) != 0
                ? commitTakeSlices(index, environment, left - STEPS_OF_VECTOR) : left;
    }

    // ---- frames ------------------------------------------------------------------------------------------------------

    /**
     * How many frames at the beginning of an environment's list cannot be taken: its root, its context, its programs, what is pinned or
     * guaranteed. These may be many, and take time to pass over.
     */
    private int untakeable(long environment) {
        int count = 0;
        long frame = EnvironmentRecord.firstFrame(machine, environment);
        while (frame != 0 && !isTakeable(aegis.frames().record(frame))) {
            frame = aegis.frames().nextOf(frame);
            count++;
        }
        return count;
    }

    /** The frame behind so many of an environment's list, or 0. */
    private long behind(long environment, int count) {
        long frame = EnvironmentRecord.firstFrame(machine, environment);
        for (int passed = 0; passed < count; passed++) {
            frame = aegis.frames().nextOf(frame);
        }
        return frame;
    }

    private boolean isTakeable(long record) {
        return FrameRecord.kind(machine, record) == FrameKind.ORDINARY && FrameRecord.pins(machine, record) == 0
                && (FrameRecord.flags(machine, record) & FrameFlag.GUARANTEED) == 0;
    }

    /** Breaks bindings of the frame that is leaving, if one is, and frees it when none is left; gives the steps left. */
    int commitEmpty(int steps) {
        long frame = kernel.leavingFrame();
        if (frame == 0 || steps <= 0) {
            return steps;
        }
        long bindings = FrameRecord.bindings(machine, aegis.frames().record(frame));
        int broken = bindings < steps ? (int) bindings : steps;
        aegis.bindings().commitBreakSome(frame, broken);
        if (broken < bindings) {
            return 0;
        }
        int index = (int) aegis.environments().named(kernel.leavingOwner());
        boolean told = index > 0 && aegis.environments().state(index) != EnvironmentState.ENDED;
        int left = told ? commitLose(index, ResourceKind.FRAMES, frame, steps - broken) : steps - broken;
        aegis.frames().commitListFree(frame);
        kernel.leaving(0, 0);
        return left;
    }

    // ---- slices ------------------------------------------------------------------------------------------------------

    private int commitTakeSlices(int index, long environment, int steps) {
        long asked = EnvironmentRecord.slicesAsked(machine, environment);
        int left = steps;
        for (int position = 0; asked != 0 && left > 0 && position < Limits.SLICES; position++) {
            long slice = aegis.books().slices + (long) position * SliceRecord.BYTES;
            if (EnvironmentRecord.slicesHeld(machine, environment) <= Limits.SLICES_GUARANTEED) {
                asked = 0;
            } else if (SliceRecord.owner(machine, slice) == index) {
                aegis.slices().commitFree(position);
                asked--;
                left = commitLose(index, ResourceKind.SLICES, position, left - STEPS_OF_FRAME);
            }
        }
        boolean lapsed = EnvironmentRecord.slicesHeld(machine, environment) <= Limits.SLICES_GUARANTEED;
        EnvironmentRecord.slicesAsked(machine, environment, lapsed ? 0 : asked);
        return left;
    }

    // ---- telling -----------------------------------------------------------------------------------------------------

    /** Counts a loss, saves what it can of it, and tells; gives the steps left. */
    private int commitLose(int index, int kind, long resource, int steps) {
        long environment = aegis.environments().record(index);
        long area = EnvironmentRecord.saveArea(machine, environment);
        int left = steps;
        EnvironmentRecord.losses(machine, environment, EnvironmentRecord.losses(machine, environment) + 1);
        if (area != 0) {
            long number = SaveArea.repossessionCount(machine, area);
            long place = SaveArea.repossessionsAddress(area)
                    + (number & Limits.REPOSSESSION_VECTOR - 1) * Repossession.BYTES;
            machine.store64(place + Repossession.KIND, kind);
            machine.store64(place + Repossession.RESOURCE, resource);
            machine.store64(place + Repossession.BACKING, 0);
            SaveArea.repossessionCount(machine, area, number + 1);
            left = kind == ResourceKind.FRAMES ? commitSave(area, place, resource, left) : left;
            left -= STEPS_OF_RECORD;
        }
        aegis.upcalls().commitRevocation(index, Event.REPOSSESSION);
        return left;
    }

    /** Copies a frame's contents to the first good backing and says so in the loss's record; gives the steps left. */
    private int commitSave(long area, long loss, long frame, int steps) {
        int left = steps;
        int tried = 0;
        long backing = 0;
        for (int i = 0; i < Limits.BACKINGS_MAXIMUM && tried < BACKINGS_TRIED_MAXIMUM && backing == 0; i++) {
            long place = SaveArea.backingsAddress(area) + (long) i * Capability.BYTES;
            if (machine.load64(place) != 0) {
                backing = aegis.capabilities().writableFrame(place);
                machine.zero(place, Capability.BYTES);
                left -= STEPS_OF_CAPABILITY;
                tried++;
            }
        }
        if (backing != 0) {
            machine.copy(Frames.addressOf(backing), Frames.addressOf(frame), Limits.BYTES_IN_FRAME);
            machine.store32(loss + Repossession.SAVED, 1);
            machine.store64(loss + Repossession.BACKING, backing);
            left -= STEPS_OF_COPY;
        }
        return left;
    }
}
