package exo.aegis;

import exo.abi.FrameFlag;
import exo.abi.FrameInfo;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.FrameRecord;
import exo.machine.BootInformation;
import exo.machine.Machine;

/**
 * Physical memory, by frame number. Keeps true: a frame has one owner or is free; it changes owner only while nobody maps
 * it, or else has none until nobody does; what is handed out is cleared; what is held never exceeds the account's limit.
 */
public final class Frames {
    /** Frames that a last-level table has beside it for the links of its entries. */
    static final int LINK_FRAMES_IN_TABLE = 2;

    private final Aegis aegis;
    private final Machine machine;
    private final long book;
    private final FrameList list;
    private final FrameGrants grants;

    Frames(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.book = aegis.books().frames;
        this.list = new FrameList(machine, book);
        this.grants = new FrameGrants(aegis, this);
    }

    // ---- the book ----------------------------------------------------------------------------------------------------

    long record(long frame) {
        return book + frame * FrameRecord.BYTES;
    }

    static long wholeFrames(long byteCount) {
        return byteCount + Limits.BYTES_IN_FRAME - 1 & -Limits.BYTES_IN_FRAME;
    }

    static long addressOf(long frame) {
        return frame * Limits.BYTES_IN_FRAME;
    }

    /** The frame behind this one on the list that both are on, or 0. */
    long nextOf(long frame) {
        return FrameRecord.next(machine, record(frame));
    }

    boolean exists(long frame) {
        return frame > 0 && frame < aegis.books().frameCount;
    }

    /** Whether there is memory by that number that environments may hold. */
    boolean isMemory(long frame) {
        return exists(frame) && kind(frame) != FrameKind.RESERVED && kind(frame) != FrameKind.KERNEL;
    }

    long kind(long frame) {
        return FrameRecord.kind(machine, record(frame));
    }

    int owner(long frame) {
        return (int) FrameRecord.owner(machine, record(frame));
    }

    /** Whether the frame is memory of this environment that nothing holds on to: free to change owner or purpose. */
    private long checkIdle(int owner, long frame) {
        if (!exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        if (owner(frame) != owner || kind(frame) == FrameKind.FREE) {
            return Status.NOT_YOURS;
        }
        return isIdle(frame) ? Status.OK : Status.FRAME_BUSY;
    }

    /** Whether a number that a program wrote down is that of an idle frame of an environment's, and not guaranteed. */
    boolean isIdleOf(int owner, long frame) {
        return exists(frame) && owner(frame) == owner && isIdle(frame)
                && (FrameRecord.flags(machine, record(frame)) & FrameFlag.GUARANTEED) == 0;
    }

    private boolean isIdle(long frame) {
        return kind(frame) == FrameKind.ORDINARY && FrameRecord.bindings(machine, record(frame)) == 0
                && FrameRecord.pins(machine, record(frame)) == 0;
    }

    /** As {@link #checkIdle} for the caller; {@code environments} uses it for what it is given. */
    long checkGift(long frame) {
        return checkIdle(aegis.record().current(), frame);
    }

    // ---- boot --------------------------------------------------------------------------------------------------------

    /** Marks every frame by what the boot information says of it, and lists the free ones in rising order. */
    void initialise(BootInformation information) {
        FrameSurvey.run(aegis, list, information);
    }

    /** The boot archive's frames become the first environment's, to read. */
    void giveArchive(int owner) {
        long end = aegis.record().archiveBase() + aegis.record().archiveBytes();
        for (long at = aegis.record().archiveBase(); at < end; at += Limits.BYTES_IN_FRAME) {
            FrameRecord.owner(machine, record(at / Limits.BYTES_IN_FRAME), owner);
        }
    }

    // ---- changes that cannot fail: the caller has checked -----------------------------------------------------------------

    /** A free frame, cleared, for an owner: on its list of frames, counted against it. */
    void commitTake(int owner, long frame) {
        aegis.record().firstFreeFrame(list.removed(aegis.record().firstFreeFrame(), frame));
        aegis.record().freeFrames(aegis.record().freeFrames() - 1);
        machine.zero(addressOf(frame), Limits.BYTES_IN_FRAME);
        FrameRecord.kind(machine, record(frame), FrameKind.ORDINARY);
        commitOwner(owner, frame);
    }

    private void commitOwner(int owner, long frame) {
        long environment = aegis.environments().record(owner);
        FrameRecord.owner(machine, record(frame), owner);
        EnvironmentRecord.firstFrame(machine, environment,
                list.pushed(EnvironmentRecord.firstFrame(machine, environment), frame));
        EnvironmentRecord.framesHeld(machine, environment, EnvironmentRecord.framesHeld(machine, environment) + 1);
        aegis.accounts().commitCharge((int) EnvironmentRecord.account(machine, environment), ResourceKind.FRAMES, 1);
    }

    private void commitDisown(long frame) {
        int owner = owner(frame);
        long environment = aegis.environments().record(owner);
        if ((FrameRecord.flags(machine, record(frame)) & FrameFlag.GUARANTEED) != 0) {
            grants.commitGuarantee(frame, false);
        }
        if (EnvironmentRecord.framesAsked(machine, environment) != 0) {
            aegis.revocation().commitReturned(owner, ResourceKind.FRAMES);
        }
        EnvironmentRecord.firstFrame(machine, environment,
                list.removed(EnvironmentRecord.firstFrame(machine, environment), frame));
        EnvironmentRecord.framesHeld(machine, environment, EnvironmentRecord.framesHeld(machine, environment) - 1);
        aegis.accounts().commitCharge((int) EnvironmentRecord.account(machine, environment), ResourceKind.FRAMES, -1);
    }

    /** Every capability for the frame is worthless from here on. 64 bits do not wrap in a machine's life. */
    void commitNewGeneration(long frame) {
        FrameRecord.generation(machine, record(frame), FrameRecord.generation(machine, record(frame)) + 1);
    }

    /** Moves an idle frame from its owner's list of frames to another's. */
    void commitGive(int to, long frame) {
        commitNewGeneration(frame);
        commitDisown(frame);
        commitOwner(to, frame);
    }

    /**
     * An idle frame of an environment's, not guaranteed, becomes one of the kernel's for packets, and one of those the environment's. It
     * holds as many as before, and has given nothing back of what it was asked for.
     */
    void commitExchange(int owner, long given, long received) {
        long environment = aegis.environments().record(owner);
        long first = EnvironmentRecord.firstFrame(machine, environment);
        EnvironmentRecord.firstFrame(machine, environment, list.exchanged(first, given, received));
        FrameRecord.owner(machine, record(given), 0);
        FrameRecord.kind(machine, record(given), FrameKind.NETWORK);
        commitNewGeneration(given);
        FrameRecord.owner(machine, record(received), owner);
        FrameRecord.kind(machine, record(received), FrameKind.ORDINARY);
    }

    /** Makes a free frame one of the kernel's for packets, cleared. */
    void commitNetwork(long frame) {
        aegis.record().firstFreeFrame(list.removed(aegis.record().firstFreeFrame(), frame));
        aegis.record().freeFrames(aegis.record().freeFrames() - 1);
        machine.zero(addressOf(frame), Limits.BYTES_IN_FRAME);
        FrameRecord.kind(machine, record(frame), FrameKind.NETWORK);
    }

    /** Returns a frame that is on its owner's list of frames to the free ones. Its generation rises. */
    void commitFree(long frame) {
        commitLeave(frame);
        commitListFree(frame);
    }

    /** Takes a frame from its owner, bound or not: nobody can bind it again before it is free and someone's. */
    void commitLeave(long frame) {
        commitDisown(frame);
        FrameRecord.owner(machine, record(frame), 0);
        commitNewGeneration(frame);
    }

    /** Lists a frame that has no owner and no bindings any more as free. */
    void commitListFree(long frame) {
        FrameRecord.kind(machine, record(frame), FrameKind.FREE);
        FrameRecord.flags(machine, record(frame), 0);
        aegis.record().firstFreeFrame(list.pushed(aegis.record().firstFreeFrame(), frame));
        aegis.record().freeFrames(aegis.record().freeFrames() + 1);
    }

    void commitKind(long frame, int kind) {
        FrameRecord.kind(machine, record(frame), kind);
    }

    /** Puts an idle frame of its owner's list of frames into its pool of page tables to be. */
    void commitPool(long frame) {
        long environment = aegis.environments().record(owner(frame));
        if ((FrameRecord.flags(machine, record(frame)) & FrameFlag.GUARANTEED) != 0) {
            grants.commitGuarantee(frame, false);
        }
        EnvironmentRecord.firstFrame(machine, environment,
                list.removed(EnvironmentRecord.firstFrame(machine, environment), frame));
        EnvironmentRecord.firstPooled(machine, environment,
                list.pushed(EnvironmentRecord.firstPooled(machine, environment), frame));
        commitNewGeneration(frame);
        FrameRecord.kind(machine, record(frame), FrameKind.TABLE);
    }

    /** Makes an idle frame part of a program of its owner's: nobody can bind it, nor ask it back. */
    void commitProgram(long frame) {
        if ((FrameRecord.flags(machine, record(frame)) & FrameFlag.GUARANTEED) != 0) {
            grants.commitGuarantee(frame, false);
        }
        commitNewGeneration(frame);
        FrameRecord.kind(machine, record(frame), FrameKind.PROGRAM);
    }

    /** Takes a table from the pool, cleared, for a level of the environment's page tables; the pool is not empty. */
    long commitTable(int index, int level) {
        long environment = aegis.environments().record(index);
        long frame = EnvironmentRecord.firstPooled(machine, environment);
        EnvironmentRecord.firstPooled(machine, environment, list.removed(frame, frame));
        EnvironmentRecord.firstTable(machine, environment,
                list.pushed(EnvironmentRecord.firstTable(machine, environment), frame));
        FrameRecord.flags(machine, record(frame), level);
        machine.zero(addressOf(frame), Limits.BYTES_IN_FRAME);
        return frame;
    }

    /**
     * Takes a last-level table from the pool, and the two frames for the links of its entries. They are listed behind it, so
     * that reaping meets the table first.
     *
     * @param base  the address that its first entry translates
     */
    long commitLastTable(int index, long base) {
        long first = commitTable(index, 0);
        long second = commitTable(index, 0);
        long table = commitTable(index, 1);
        FrameRecord.firstBinding(machine, record(table), base);
        FrameRecord.links(machine, record(table), first | second << 32);
        FrameRecord.firstBinding(machine, record(first), addressOf(table));
        FrameRecord.firstBinding(machine, record(second), addressOf(table) + Limits.BYTES_IN_FRAME / 2);
        return table;
    }

    /** The address that a last-level table's first entry translates. */
    long tableBase(long table) {
        return FrameRecord.firstBinding(machine, record(table));
    }

    /** Moves a table in use, or one of its frames of links, back to its owner's pool. */
    void commitPoolAgain(long frame) {
        long environment = aegis.environments().record(owner(frame));
        EnvironmentRecord.firstTable(machine, environment,
                list.removed(EnvironmentRecord.firstTable(machine, environment), frame));
        EnvironmentRecord.firstPooled(machine, environment,
                list.pushed(EnvironmentRecord.firstPooled(machine, environment), frame));
        commitUnused(frame);
    }

    /** Moves an ended environment's table, of the pool or in use, to its list of frames, to be freed from there. */
    void commitRetireTable(int index, boolean pooled) {
        long environment = aegis.environments().record(index);
        long frame = pooled ? EnvironmentRecord.firstPooled(machine, environment)
                : EnvironmentRecord.firstTable(machine, environment);
        if (pooled) {
            EnvironmentRecord.firstPooled(machine, environment, list.removed(frame, frame));
        } else {
            EnvironmentRecord.firstTable(machine, environment, list.removed(frame, frame));
        }
        EnvironmentRecord.firstFrame(machine, environment,
                list.pushed(EnvironmentRecord.firstFrame(machine, environment), frame));
    }

    /** After a frame was a table: it is an ordinary one. */
    void commitPlain(long frame) {
        FrameRecord.kind(machine, record(frame), FrameKind.ORDINARY);
        commitUnused(frame);
    }

    /** A table that is in use no more has no level, names no base and no links. */
    private void commitUnused(long frame) {
        FrameRecord.flags(machine, record(frame), 0);
        FrameRecord.firstBinding(machine, record(frame), 0);
        FrameRecord.links(machine, record(frame), 0);
    }

    /** A pinned frame is one that the kernel itself writes to: it stays with its owner until it is unpinned. */
    void countPin(long frame, int change) {
        FrameRecord.pins(machine, record(frame), FrameRecord.pins(machine, record(frame)) + change);
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long frameAlloc(long wanted) {
        int caller = aegis.record().current();
        if (!aegis.environments().hasRoom(caller)) {
            return Status.OVER_LIMIT;
        }
        long frame = wanted == Limits.ANY_FRAME ? aegis.record().firstFreeFrame() : wanted;
        if (wanted == Limits.ANY_FRAME && frame == 0) {
            return Status.NO_FREE_FRAME;
        }
        if (!isMemory(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        if (kind(frame) != FrameKind.FREE) {
            return Status.NO_FREE_FRAME;
        }
        commitTake(caller, frame);
        return frame;
    }

    public long frameFree(long frame) {
        long status = checkGift(frame);
        if (status == Status.OK) {
            commitFree(frame);
        }
        return status;
    }

    public long frameGive(long frame, long environment) {
        long relative = aegis.environments().relative(environment);
        if (relative < 0) {
            return relative;
        }
        int to = (int) relative;
        long status = checkGift(frame);
        if (status != Status.OK) {
            return status;
        }
        if (!canReceive(to)) {
            return Status.OVER_LIMIT;
        }
        commitGive(to, frame);
        return Status.OK;
    }

    /** Whether a frame of the caller's can be charged to another environment's account: what it spends from itself can. */
    private boolean canReceive(int to) {
        return aegis.accounts().of(to) == aegis.accounts().of(aegis.record().current()) || aegis.environments().hasRoom(to);
    }

    public long frameAllocRange(long first, long count) {
        return grants.allocateRange(first, count);
    }

    public long frameGuarantee(long frame, long on) {
        return grants.guarantee(frame, on);
    }

    public long frameBreak(long frame) {
        if (!exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        if (owner(frame) != aegis.record().current() || kind(frame) == FrameKind.FREE
                || kind(frame) == FrameKind.ARCHIVE) {
            return Status.NOT_YOURS;
        }
        if (kind(frame) != FrameKind.ORDINARY) {
            return Status.FRAME_BUSY;
        }
        aegis.bindings().commitBreakSome(frame, Limits.REAP_BATCH);
        return FrameRecord.bindings(machine, record(frame));
    }

    public long frameInfo(long frame) {
        if (!exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        long bindings = FrameRecord.bindings(machine, record(frame));
        long counted = bindings > FrameInfo.BINDINGS_MAXIMUM ? FrameInfo.BINDINGS_MAXIMUM : bindings;
        return (long) owner(frame) << FrameInfo.OWNER_SHIFT | kind(frame) << FrameInfo.KIND_SHIFT
                | counted << FrameInfo.BINDINGS_SHIFT;
    }

    public long tableGive(long environment, long frame) {
        long target = aegis.environments().selfOrChild(environment);
        if (target < 0) {
            return target;
        }
        int to = (int) target;
        long status = checkGift(frame);
        if (status != Status.OK) {
            return status;
        }
        if (to != aegis.record().current()) {
            if (!canReceive(to)) {
                return Status.OVER_LIMIT;
            }
            commitGive(to, frame);
        }
        commitPool(frame);
        return Status.OK;
    }
}
