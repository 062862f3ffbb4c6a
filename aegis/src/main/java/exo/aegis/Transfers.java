package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.Status;
import exo.aegis.layout.Context;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.SliceRecord;
import exo.machine.Apart;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * Protected control transfer (Engler, Kaashoek, O'Toole 1995, 5.2.2): the processor goes to another environment at an entry
 * that this one declared, with the registers as they are. Keeps true: it arrives or is refused, nothing in between; nobody is
 * entered who does not wait for it, so nothing that somebody was doing is lost; who is named in rax is who transferred.
 */
public final class Transfers {
    /** A moment before all others: what is said to be before the first is past like this. */
    private static final long LONG_SINCE = 1;
    /** What whoever waits for a transfer has of these, and nobody who is awake. */
    static final int MAY_BE_ENTERED = EnvironmentFlag.ACCEPTING | EnvironmentFlag.OPEN;
    /** What a callee has, on the short way of a transfer, and a caller has not. */
    private static final long CALLEES = EnvironmentFlag.OPEN | EnvironmentFlag.SERVING;
    /** Flags that the short way does not go with, once the callee's have been turned round. */
    private static final long UNUSUAL = Processor.UNUSUAL | CALLEES;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;
    /** Physical address of the kernel's record, and of the environments: from these the short way finds all that it needs. */
    private final long kernel;
    private final long book;

    Transfers(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
        this.kernel = aegis.books().kernel;
        this.book = aegis.books().environments;
    }

    /** Ends the wait of who waited for the answer of an environment that has ended. */
    void commitEnd(int ended) {
        long name = EnvironmentRecord.name(machine, environments.record(ended));
        for (int index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            if (EnvironmentRecord.partner(machine, environments.record(index)) == name
                    && environments.state(index) == EnvironmentState.WAITING) {
                aegis.waits().commitWake(index, Status.NO_SUCH_ENVIRONMENT);
            }
        }
    }

    /** Whether an environment can be entered by the caller now. */
    private boolean accepts(long callee) {
        long partner = EnvironmentRecord.partner(machine, callee);
        return (EnvironmentRecord.flags(machine, callee) & EnvironmentFlag.ACCEPTING) != 0
                && (partner == 0 || partner == record.currentName());
    }

    private void commitEntered(int index, long callee) {
        EnvironmentRecord.flags(machine, callee, EnvironmentRecord.flags(machine, callee) & ~(long) MAY_BE_ENTERED);
        EnvironmentRecord.state(machine, callee, EnvironmentState.RUNNABLE);
        EnvironmentRecord.partner(machine, callee, 0);
        EnvironmentRecord.eventsAwaited(machine, callee, 0);
        EnvironmentRecord.deadlineCycles(machine, callee, 0);
        aegis.processor().commitEnter(record.running(), callee, index);
    }

    /** The caller waits for anyone at its entry, and if it says so for nothing else; without an entry, for the callee alone. */
    private void commitAnswerAwaited(long caller, long name, boolean nothingElse) {
        EnvironmentRecord.state(machine, caller, EnvironmentState.WAITING);
        long flags = EnvironmentRecord.flags(machine, caller);
        if (EnvironmentRecord.synchronous(machine, caller) == 0) {
            EnvironmentRecord.flags(machine, caller, flags | EnvironmentFlag.ACCEPTING);
            EnvironmentRecord.partner(machine, caller, name);
        } else {
            EnvironmentRecord.flags(machine, caller, flags | (nothingElse ? MAY_BE_ENTERED : EnvironmentFlag.ACCEPTING));
        }
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    /**
     * The short way, for what is so most of the time: a callee that anyone may enter, a caller that nobody may, neither with
     * registers beyond the general ones, a slice that is the caller's own or was lent to it, no deadline. At the first thing
     * that is otherwise nothing has been changed, and the long way is taken from its beginning. As the runnable environments
     * stay as many, the timer stays as it is.
     */
    @Inlined("one jump and the reloads behind it: 6 instructions")
    public long transferSync(long name, long deadline) {
        if (deadline != 0) {
            return transferUnusual(name, deadline);
        }
        long books = kernel;
        long index = name & Limits.ENVIRONMENTS_MAXIMUM - 1;
        long callee = book + index * EnvironmentRecord.BYTES;
        long caller = machine.load64(books + KernelRecord.RUNNING);
        long flags = EnvironmentRecord.flags(machine, callee) ^ CALLEES
                | EnvironmentRecord.flags(machine, caller);
        long slice = machine.load64(books + KernelRecord.RUNNING_SLICE);
        if (EnvironmentRecord.name(machine, callee) != name || (flags & UNUSUAL) != 0
                || !hasSlice(slice, machine.load64(books + Books.HEADER + BooksHeader.CURRENT))) {
            return transferUnusual(name, 0);
        }
        SliceRecord.holder(machine, slice, index);
        long now = machine.cycles();
        EnvironmentRecord.cyclesUsed(machine, caller, EnvironmentRecord.cyclesUsed(machine, caller) + now);
        EnvironmentRecord.cyclesUsed(machine, callee, EnvironmentRecord.cyclesUsed(machine, callee) - now);
        EnvironmentRecord.state(machine, caller, EnvironmentState.WAITING);
        EnvironmentRecord.flags(machine, caller, EnvironmentRecord.flags(machine, caller) | EnvironmentFlag.ACCEPTING);
        EnvironmentRecord.partner(machine, caller, name);
        EnvironmentRecord.flags(machine, callee, EnvironmentRecord.flags(machine, callee) & ~(long) MAY_BE_ENTERED);
        EnvironmentRecord.state(machine, callee, EnvironmentState.RUNNABLE);
        EnvironmentRecord.eventsAwaited(machine, callee, 0);
        machine.store64(books + Books.HEADER + BooksHeader.CURRENT, index);
        machine.store64(books + KernelRecord.RUNNING, callee);
        machine.switchAddressSpace(EnvironmentRecord.addressSpace(machine, callee), true);
        machine.selectContext(EnvironmentRecord.context(machine, callee));
        machine.passRegisters(EnvironmentRecord.synchronous(machine, callee));
        return EnvironmentRecord.name(machine, caller);
    }

    /** Whether a slice is an environment's own, or was donated to it. */
    private boolean hasSlice(long slice, long index) {
        return SliceRecord.owner(machine, slice) == index || SliceRecord.holder(machine, slice) == index;
    }

    @Apart("the short way saves 2 registers instead of 6: 8 instructions")
    private long transferUnusual(long name, long deadline) {
        long found = environments.named(name);
        if (found < 0) {
            return found;
        }
        long callee = environments.record((int) found);
        long entry = EnvironmentRecord.synchronous(machine, callee);
        if (!accepts(callee) || entry == 0 && EnvironmentRecord.partner(machine, callee) == 0) {
            return Status.WOULD_BLOCK;
        }
        long caller = record.running();
        long callerName = record.currentName();
        long until = deadline < 0 ? LONG_SINCE : deadline;
        commitAnswerAwaited(caller, name, until == 0);
        EnvironmentRecord.deadlineCycles(machine, caller, until);
        aegis.slices().commitDonate(record.current(), (int) found);
        commitEntered((int) found, callee);
        if (until != 0) {
            aegis.processor().commitDeadline(until);
            aegis.processor().retime();
        }
        if (entry != 0) {
            machine.passRegisters(entry);
        } else {
            long context = EnvironmentRecord.context(machine, callee);
            machine.passRegisters(Context.rip(machine, context));
            machine.passStack(Context.rsp(machine, context));
        }
        return callerName;
    }

    public long transferAsync(long name) {
        long found = environments.named(name);
        if (found < 0) {
            return found;
        }
        long callee = environments.record((int) found);
        long entry = EnvironmentRecord.asynchronous(machine, callee);
        if (entry == 0 || !accepts(callee)) {
            return Status.WOULD_BLOCK;
        }
        long callerName = record.currentName();
        record.runnable(record.runnable() + 1);
        commitEntered((int) found, callee);
        aegis.processor().retime();
        machine.passRegisters(entry);
        machine.keepRegisters();
        return callerName;
    }

    public long accept(long events, long deadline) {
        if (!Waits.areEvents(events)) {
            return Status.BAD_ARGUMENT;
        }
        long caller = environments.record(record.current());
        if (EnvironmentRecord.synchronous(machine, caller) == 0 && EnvironmentRecord.asynchronous(machine, caller) == 0) {
            return Status.WRONG_STATE;
        }
        return aegis.waits().commitWait(events, deadline, true);
    }

    public long entryPoint(long kind, long userVa) {
        if (kind < EntryPoint.EPILOGUE || kind > EntryPoint.ASYNCHRONOUS) {
            return Status.BAD_ARGUMENT;
        }
        if (userVa != 0 && !UserMemory.isUserAddress(userVa)) {
            return Status.BAD_ADDRESS;
        }
        aegis.upcalls().commitEntry(record.current(), (int) kind, userVa);
        aegis.processor().retime();
        return Status.OK;
    }

    public long textRange(long start, long end) {
        boolean none = (start | end) == 0;
        if (!none && (!UserMemory.isUserAddress(start) || end <= start || end > Limits.USER_END)) {
            return Status.BAD_ADDRESS;
        }
        int caller = record.current();
        long environment = environments.record(caller);
        EnvironmentRecord.textStart(machine, environment, start);
        EnvironmentRecord.textEnd(machine, environment, end);
        aegis.processor().commitFlag(caller, EnvironmentFlag.FOREIGN, !none);
        aegis.processor().commitText(environment);
        return Status.OK;
    }
}
