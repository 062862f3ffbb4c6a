package exo.programs.steward;

import exo.abi.EntryKind;
import exo.abi.EnvironmentResult;
import exo.abi.Event;
import exo.abi.Reason;
import exo.exos.AddressSpace;
import exo.exos.Child;
import exo.exos.ElfImage;
import exo.exos.KernelException;
import exo.exos.ProgramLoader;
import exo.exos.kernel.KernelCalls;

/**
 * The first environment: an ordinary program with the machine in its hands. Starts what the plan names, each with the limit
 * that the plan gives it; waits; takes back what they held; and turns the machine off when every program has ended, with the
 * status of the first in the plan that did not end well.
 */
public final class Steward {
    /** As a shell has it: found, but not to be executed; and ended for want of memory. */
    private static final int NOT_EXECUTABLE = 126;
    private static final int OUT_OF_MEMORY = 137;

    private final ProgramLoader loader;
    private final PlannedEnvironment[] plan;
    private final Child[] children;
    private final boolean[] ended;
    private final int[] statuses;
    private final int[] reasons;

    private Steward(AddressSpace self, PlannedEnvironment[] plan) {
        this.loader = new ProgramLoader(self);
        this.plan = plan;
        this.children = new Child[plan.length];
        this.ended = new boolean[plan.length];
        this.statuses = new int[plan.length];
        this.reasons = new int[plan.length];
    }

    public static void main(String[] arguments) {
        AddressSpace self = AddressSpace.ofSelf();
        Archive.bind(self);
        long index = Archive.find(EntryKind.PLAN);
        Steward steward = new Steward(self, PlannedEnvironment.all(Archive.bytes(index)));
        steward.createAll();
        steward.startAll();
        steward.superviseAll();
        steward.powerOff();
    }

    private void createAll() {
        for (int i = 0; i < plan.length; i++) {
            ElfImage program = Archive.program(plan[i].program());
            String complaint = program.complaint();
            if (complaint != null) {
                fail(i, "its program cannot be run: " + complaint, NOT_EXECUTABLE);
                continue;
            }
            try {
                children[i] = loader.load(plan[i].label(), program, plan[i].framesLimit(), plan[i].arguments());
            } catch (KernelException e) {
                fail(i, "it cannot be loaded: " + e.getMessage() + "; raise its memory, or the machine's", OUT_OF_MEMORY);
            }
        }
    }

    private void fail(int i, String why, int status) {
        System.out.println("env '" + plan[i].label() + "': " + why);
        ended[i] = true;
        statuses[i] = status;
    }

    private void startAll() {
        for (int i = 0; i < plan.length; i++) {
            if (children[i] != null) {
                children[i].start();
                if (plan[i].hasConsoleInput()) {
                    KernelCalls.consoleGive(children[i].environment());
                }
            }
        }
    }

    private void superviseAll() {
        while (!allEnded()) {
            KernelCalls.waitFor(Event.CHILD_ENDED, 0);
            for (int i = 0; i < plan.length; i++) {
                if (!ended[i] && children[i].result() >= 0) {
                    end(i, children[i].result());
                }
            }
        }
    }

    private boolean allEnded() {
        for (boolean one : ended) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private void end(int i, long result) {
        ended[i] = true;
        statuses[i] = (int) (result >>> EnvironmentResult.STATUS_SHIFT) & 0xff;
        reasons[i] = (int) (result >>> EnvironmentResult.REASON_SHIFT) & 0xff;
        String how = reasons[i] == Reason.FAULT ? "fault" : reasons[i] == Reason.ENDED ? "ended" : "exit";
        System.out.println(plan[i].label() + ": " + how + " " + statuses[i]);
        if (statuses[i] == 0) {
            children[i].reap();
        }
    }

    private void powerOff() {
        for (int i = 0; i < plan.length; i++) {
            if (statuses[i] != 0) {
                KernelCalls.powerOff(statuses[i], reasons[i], children[i] == null ? 0 : children[i].environment());
            }
        }
        KernelCalls.powerOff(0, Reason.EXIT, 0);
    }
}
