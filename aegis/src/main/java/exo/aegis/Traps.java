package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.aegis.layout.Context;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.SaveArea;
import exo.machine.Machine;
import exo.machine.Trap;

/**
 * What interrupts a program. Its exceptions go to its own handler: the kernel saves a few registers in the save area that
 * the program registered, by the frame's physical address so that this cannot fault, and goes on at the handler; the way back
 * needs no kernel. Without a handler, or while the save area is in use, it is its parent's to see to, if that guards it; else
 * the environment ends with a report.
 */
public final class Traps {
    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;
    /** Physical address of the kernel's record, for the fields that an exception goes by. */
    private final long kernelRecord;

    Traps(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
        this.kernelRecord = aegis.books().kernel;
    }

    /**
     * An exception of the running environment. The fault address means something for a page fault only. This is the kernel's
     * shortest long path: one load finds the environment's record, and the rest is copying.
     */
    public void exception(int vector, long errorCode, long faultAddress) {
        long running = machine.load64(kernelRecord + KernelRecord.RUNNING);
        long area = EnvironmentRecord.saveArea(machine, running);
        if (area == 0 || SaveArea.inUse(machine, area) != 0) {
            commitUnhandled(record.current(), vector, errorCode, faultAddress);
            return;
        }
        long context = EnvironmentRecord.context(machine, running);
        long address = vector == Trap.PAGE_FAULT ? faultAddress : 0;
        SaveArea.inUse(machine, area, 1);
        SaveArea.rax(machine, area, Context.rax(machine, context));
        SaveArea.rcx(machine, area, Context.rcx(machine, context));
        SaveArea.rdx(machine, area, Context.rdx(machine, context));
        SaveArea.rip(machine, area, Context.rip(machine, context));
        SaveArea.rflags(machine, area, Context.rflags(machine, context));
        SaveArea.rsp(machine, area, Context.rsp(machine, context));
        SaveArea.vector(machine, area, vector);
        SaveArea.errorCode(machine, area, errorCode);
        SaveArea.faultAddress(machine, area, address);
        Context.rax(machine, context, vector);
        Context.rcx(machine, context, EnvironmentRecord.upcallAddress(machine, running));
        Context.rdx(machine, context, address);
        Context.rip(machine, context, EnvironmentRecord.upcallEntry(machine, running));
        Context.rflags(machine, context, Environments.INITIAL_FLAGS);
    }

    /** Vector registers are out of the reach of who has not used them yet (#NM): that is no exception of the program's. */
    public void vectorUse() {
        if ((EnvironmentRecord.flags(machine, environments.record(record.current())) & EnvironmentFlag.VECTOR) == 0) {
            aegis.processor().commitVectorUse();
        } else {
            exception(Trap.DEVICE_NOT_AVAILABLE, 0, 0);
        }
    }

    /** A call from outside the text that the running environment declared its library OS's. */
    public void foreignCall() {
        exception(Limits.FOREIGN_CALL_VECTOR, 0, 0);
    }

    private void commitUnhandled(int current, int vector, long errorCode, long faultAddress) {
        long environment = environments.record(current);
        EnvironmentRecord.faultVector(machine, environment, vector);
        EnvironmentRecord.faultErrorCode(machine, environment, errorCode);
        EnvironmentRecord.faultAddress(machine, environment, vector == Trap.PAGE_FAULT ? faultAddress : 0);
        EnvironmentRecord.faultInstruction(machine, environment,
                Context.rip(machine, environments.contextOf(current)));
        if ((EnvironmentRecord.flags(machine, environment) & EnvironmentFlag.GUARDED) != 0) {
            environments.commitState(current, EnvironmentState.STOPPED);
            aegis.waits().commitPost(environments.parentOf(current), Event.CHILD_STOPPED);
            aegis.slices().commitNext();
            return;
        }
        aegis.faultReport().print(current, EnvironmentRecord.saveArea(machine, environment) != 0);
        environments.commitEnd(current, statusOf(vector), Reason.FAULT, vector);
        aegis.slices().commitNext();
    }

    /** What a shell would show of such an end: 128 and the signal's number that Unix gives it. */
    private static int statusOf(int vector) {
        switch (vector) {
            case Trap.DIVIDE_ERROR:
            case Trap.FLOATING_POINT:
            case Trap.VECTOR_FLOATING_POINT:
                return 136;
            case Trap.DEBUG:
            case Trap.BREAKPOINT:
                return 133;
            case Trap.INVALID_OPCODE:
                return 132;
            case Trap.ALIGNMENT_CHECK:
                return 135;
            default:
                return 139;
        }
    }

    /** An interrupt, of whatever ran or of nobody. */
    public void interrupt(int vector) {
        if (vector == Trap.TIMER) {
            aegis.processor().timerInterrupt();
        } else if (vector == Trap.CONSOLE) {
            aegis.console().interrupt();
            aegis.processor().commitResumeFromIdle();
        } else if (vector == Trap.NETWORK) {
            long started = machine.cycles();
            aegis.network().interrupt();
            aegis.predicates().commitNewRound();
            aegis.processor().commitResumeFromIdle();
            commitTook(started);
        }
    }

    /** An interrupt in which packets were dealt with is at its end. */
    void commitTook(long started) {
        long took = machine.cycles() - started;
        if (took > record.header(BooksHeader.NETWORK_CYCLES_MOST)) {
            record.header(BooksHeader.NETWORK_CYCLES_MOST, took);
        }
    }
}
