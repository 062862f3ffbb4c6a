package exo.programs.steward;

import exo.abi.PlanFlag;
import exo.exos.Words;
import exo.exos.kernel.PlanEnvironment;
import exo.exos.kernel.PlanHeader;

/** One environment of the plan that forge made of the system description. */
final class PlannedEnvironment {
    private final long record;
    private final PlannedClaim[] claims;

    private PlannedEnvironment(long record, PlannedClaim[] claims) {
        this.record = record;
        this.claims = claims;
    }

    /** All of them, in the description's order. */
    static PlannedEnvironment[] all(long plan) {
        PlannedEnvironment[] all = new PlannedEnvironment[(int) PlanHeader.environmentCount(plan)];
        for (int i = 0; i < all.length; i++) {
            all[i] = new PlannedEnvironment(plan + PlanHeader.BYTES + (long) i * PlanEnvironment.BYTES,
                    PlannedClaim.of(plan, i));
        }
        return all;
    }

    String label() {
        return Words.text(PlanEnvironment.labelAddress(record), PlanEnvironment.LABEL_BYTES);
    }

    /** Index of its program in the archive. */
    long program() {
        return PlanEnvironment.program(record);
    }

    long framesLimit() {
        return PlanEnvironment.framesLimit(record);
    }

    /** Environments that it and what it makes may be, itself included. */
    long environments() {
        return PlanEnvironment.environments(record);
    }

    /** Accounts that it may make. */
    long accounts() {
        return PlanEnvironment.accounts(record);
    }

    /** Positions of the vector of time slices that it is to have; 0: the steward decides. */
    int slices() {
        return (int) PlanEnvironment.slices(record);
    }

    /** Packet filters that it may bind. */
    long filters() {
        return PlanEnvironment.filters(record);
    }

    /** Pages of machine code that its programs may have. */
    long codePages() {
        return PlanEnvironment.codePages(record);
    }

    /** Which packets are to be its. */
    PlannedClaim[] claims() {
        return claims;
    }

    boolean hasConsoleInput() {
        return (PlanEnvironment.flags(record) & PlanFlag.CONSOLE_INPUT) != 0;
    }

    String[] arguments() {
        return Words.split(PlanEnvironment.argumentsAddress(record), (int) PlanEnvironment.argumentBytes(record));
    }
}
