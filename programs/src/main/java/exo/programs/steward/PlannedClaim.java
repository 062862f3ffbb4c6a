package exo.programs.steward;

import exo.exos.Words;
import exo.exos.kernel.PlanClaim;
import exo.exos.kernel.PlanEnvironment;
import exo.exos.kernel.PlanHeader;

/** One claim of the plan, to be split off from the steward's for an environment. */
final class PlannedClaim {
    private final long record;

    private PlannedClaim(long record) {
        this.record = record;
    }

    private static PlannedClaim at(long plan, long index) {
        return new PlannedClaim(plan + PlanHeader.BYTES + PlanHeader.environmentCount(plan) * PlanEnvironment.BYTES
                + index * PlanClaim.BYTES);
    }

    /** Those of one environment, in the description's order. */
    static PlannedClaim[] of(long plan, int environment) {
        int count = 0;
        for (int i = 0; i < PlanHeader.claimCount(plan); i++) {
            count += PlanClaim.environment(at(plan, i).record) == environment ? 1 : 0;
        }
        PlannedClaim[] claims = new PlannedClaim[count];
        int found = 0;
        for (int i = 0; found < count; i++) {
            if (PlanClaim.environment(at(plan, i).record) == environment) {
                claims[found++] = at(plan, i);
            }
        }
        return claims;
    }

    /** Copies it (a PlanClaim) to an address. */
    void copyTo(long userVa) {
        Words.copy(userVa, record, PlanClaim.BYTES);
    }
}
