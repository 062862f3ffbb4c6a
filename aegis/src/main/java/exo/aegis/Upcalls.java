package exo.aegis;

import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.aegis.layout.Context;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.SaveArea;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * Upcalls through the interrupt context of a processor environment: a few registers saved where the program sees them, and
 * the program goes on at its entry, to come back by itself. Keeps true: the area is written only while the program says that
 * it is free, by the frame's physical address, so that delivering cannot fault; who has no entry or no area is left alone.
 */
final class Upcalls {
    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final Environments environments;

    Upcalls(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.environments = aegis.environments();
    }

    private static long entryPlace(long environment, int kind) {
        return environment + exo.abi.EnvironmentRecord.EPILOGUE + kind * 8L;
    }

    private long entryOf(int index, int kind) {
        return machine.load64(entryPlace(environments.record(index), kind));
    }

    void commitEntry(int index, int kind, long userVa) {
        if (kind == EntryPoint.EPILOGUE) {
            record.epilogues(record.epilogues() + (userVa == 0 ? 0 : 1) - (entryOf(index, kind) == 0 ? 0 : 1));
        }
        if (kind == EntryPoint.SYNCHRONOUS) {
            aegis.processor().commitFlag(index, EnvironmentFlag.SERVING, userVa != 0);
        }
        machine.store64(entryPlace(environments.record(index), kind), userVa);
    }

    /**
     * Delivers an upcall to an environment whose registers are all in its context: one that does not run, or that a trap
     * interrupted. False if it has declared none, or cannot take it now.
     */
    @Inlined("a call and the registers that it saves: 10 instructions at the end of a slice")
    boolean commitDeliver(long environment, int kind) {
        long entry = machine.load64(entryPlace(environment, kind));
        if (entry == 0) {
            return false;
        }
        long area = EnvironmentRecord.saveArea(machine, environment);
        if (area == 0 || SaveArea.interruptInUse(machine, area) != 0) {
            return false;
        }
        long context = EnvironmentRecord.context(machine, environment);
        SaveArea.interruptInUse(machine, area, 1);
        SaveArea.interruptRax(machine, area, Context.rax(machine, context));
        SaveArea.interruptRcx(machine, area, Context.rcx(machine, context));
        SaveArea.interruptRdx(machine, area, Context.rdx(machine, context));
        SaveArea.interruptRip(machine, area, Context.rip(machine, context));
        SaveArea.interruptRflags(machine, area, Context.rflags(machine, context));
        SaveArea.interruptRsp(machine, area, Context.rsp(machine, context));
        SaveArea.interruptEntry(machine, area, kind);
        Context.rax(machine, context, kind);
        Context.rcx(machine, context, EnvironmentRecord.upcallAddress(machine, environment));
        Context.rdx(machine, context, record.position());
        Context.rip(machine, context, entry);
        Context.rflags(machine, context, Environments.INITIAL_FLAGS);
        return true;
    }

    /** Whether an environment is to be told of the end of its slice: by the epilogue, or by the mark in its area. */
    boolean wantsEpilogue(long environment) {
        return EnvironmentRecord.epilogue(machine, environment) != 0
                && EnvironmentRecord.saveArea(machine, environment) != 0;
    }

    /** The slice is over: the epilogue, or a mark for a program that is in a critical section. */
    void commitEpilogue(long environment) {
        if (!commitDeliver(environment, EntryPoint.EPILOGUE)) {
            SaveArea.sliceOver(machine, EnvironmentRecord.saveArea(machine, environment), 1);
        }
    }

    /**
     * Tells of something asked back or taken: by the event, and by the upcall if there is one, which takes an entry and a save
     * area. A sleeper is woken for it, unless it is in the middle of a transfer, which is not to be broken off; who is stopped
     * keeps its registers as they are.
     */
    void commitRevocation(int index, int event) {
        aegis.waits().commitPost(index, event);
        long environment = environments.record(index);
        long state = environments.state(index);
        boolean asleep = state == EnvironmentState.WAITING;
        boolean inTransfer = asleep && EnvironmentRecord.eventsAwaited(machine, environment) == 0;
        if (inTransfer || state == EnvironmentState.STOPPED || entryOf(index, EntryPoint.REVOCATION) == 0
                || EnvironmentRecord.saveArea(machine, environment) == 0) {
            return;
        }
        if (asleep) {
            aegis.waits().commitWake(index, 0);
        }
        commitDeliver(environment, EntryPoint.REVOCATION);
    }
}
