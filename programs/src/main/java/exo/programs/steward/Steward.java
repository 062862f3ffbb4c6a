package exo.programs.steward;

import exo.abi.EntryKind;
import exo.abi.Event;
import exo.abi.Reason;
import exo.exos.AddressSpace;
import exo.exos.ProgramLoader;
import exo.exos.kernel.KernelCalls;

/**
 * The first environment: an ordinary program with the machine in its hands. Starts what the plan names, each in an account of
 * its own with the limits that the plan gives it, and shares out the vector of time slices; waits; takes back what they held;
 * and turns the machine off when every program has ended, with the status of the first in the plan that did not end well.
 */
public final class Steward {
    private final Tenant[] tenants;

    private Steward(Tenant[] tenants) {
        this.tenants = tenants;
    }

    public static void main(String[] arguments) {
        AddressSpace self = AddressSpace.ofSelf();
        Archive.bind(self);
        PlannedEnvironment[] plan = PlannedEnvironment.all(Archive.bytes(Archive.find(EntryKind.PLAN)));
        Tenant[] tenants = new Tenant[plan.length];
        int[] slices = new int[plan.length];
        for (int i = 0; i < plan.length; i++) {
            tenants[i] = new Tenant(plan[i]);
            slices[i] = plan[i].slices();
        }
        Steward steward = new Steward(tenants);
        steward.loadAll(new ProgramLoader(self));
        steward.claimAll(self);
        steward.shareSlices(new SliceShares(slices));
        steward.startAll();
        steward.superviseAll();
        steward.powerOff();
    }

    private void loadAll(ProgramLoader loader) {
        for (Tenant tenant : tenants) {
            tenant.load(loader);
        }
    }

    private void claimAll(AddressSpace self) {
        for (Tenant tenant : tenants) {
            if (tenant.isLoaded()) {
                tenant.claim(self, tenants);
            }
        }
    }

    /** What falls to a tenant that could not be loaded stays with the steward, which leaves it to whoever is next. */
    private void shareSlices(SliceShares shares) {
        for (int i = 0; i < tenants.length; i++) {
            if (tenants[i].isLoaded()) {
                tenants[i].giveSlices(shares.of(i), shares.kept()[0]);
            }
        }
    }

    private void startAll() {
        for (Tenant tenant : tenants) {
            if (tenant.isLoaded()) {
                tenant.start();
            }
        }
    }

    private void superviseAll() {
        while (!allEnded()) {
            KernelCalls.waitFor(Event.CHILD_ENDED, 0);
            Presents.free();
            for (Tenant tenant : tenants) {
                tenant.look();
            }
        }
    }

    private boolean allEnded() {
        for (Tenant tenant : tenants) {
            if (!tenant.hasEnded()) {
                return false;
            }
        }
        return true;
    }

    private void powerOff() {
        for (Tenant tenant : tenants) {
            if (tenant.status() != 0) {
                KernelCalls.powerOff(tenant.status(), tenant.reason(), tenant.environment());
            }
        }
        KernelCalls.powerOff(0, Reason.EXIT, 0);
    }
}
