package exo.programs.steward;

import exo.abi.EnvironmentName;
import exo.abi.EnvironmentResult;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.ResourceKind;
import exo.exos.Account;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.Child;
import exo.exos.ElfImage;
import exo.exos.KernelException;
import exo.exos.ProgramLoader;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.KernelCalls;

/**
 * One environment of the plan in the steward's hands: an account with the plan's limits, the program in it, and how that
 * ended. What ended well leaves nothing behind: not the environments that it made, nor its account, nor those below.
 */
final class Tenant {
    /** As a shell has it: found, but not to be executed; and ended for want of memory. */
    private static final int NOT_EXECUTABLE = 126;
    private static final int OUT_OF_MEMORY = 137;
    private static final int NOT_PERMITTED = 1;

    private final PlannedEnvironment plan;
    private Account account;
    private Child child;
    private ClaimGrant claims;
    private boolean ended;
    private int status;
    private int reason;

    Tenant(PlannedEnvironment plan) {
        this.plan = plan;
    }

    void load(ProgramLoader loader) {
        ElfImage program = Archive.program(plan.program());
        String complaint = program.complaint();
        if (complaint != null) {
            fail("its program cannot be run: " + complaint, NOT_EXECUTABLE);
            return;
        }
        try {
            account = Account.create();
            account.lend(ResourceKind.FRAMES, plan.framesLimit());
            account.lend(ResourceKind.ENVIRONMENTS, plan.environments());
            account.lend(ResourceKind.ACCOUNTS, plan.accounts());
            account.lend(ResourceKind.CODE_PAGES, plan.codePages());
            child = loader.load(plan.label(), program, account.name(), plan.arguments());
        } catch (KernelException e) {
            fail("it cannot be loaded: " + e.getMessage() + "; raise its memory, or the machine's", OUT_OF_MEMORY);
        }
    }

    /** Without a network device there is nothing to claim, and the program finds that it has no claims. */
    void claim(AddressSpace self, Tenant[] all) {
        if (!ClaimGrant.isPossible()) {
            return;
        }
        try {
            account.lend(ResourceKind.FILTERS, plan.filters());
            claims = new ClaimGrant(plan.claims().length);
            claims.make(self, plan.claims(), account.name(), child);
        } catch (KernelException e) {
            Tenant other = holder(all, ClaimGrant.accountInTheWay(e));
            KernelCalls.envEnd(child.environment(), NOT_PERMITTED);
            fail(other == null ? "it cannot have its claims: " + e.getMessage()
                    : "a claim of its overlaps one of env '" + other.plan.label() + "'", NOT_PERMITTED);
        }
    }

    private static Tenant holder(Tenant[] all, long account) {
        for (Tenant tenant : all) {
            if (account != 0 && tenant.account != null && tenant.account.covers(account)) {
                return tenant;
            }
        }
        return null;
    }

    private void fail(String why, int failure) {
        System.out.println("env '" + plan.label() + "': " + why);
        ended = true;
        status = failure;
    }

    boolean isLoaded() {
        return child != null && !ended;
    }

    /** Hands on positions of the steward's; see {@link Account#giveSlices}. */
    void giveSlices(int[] positions, int spare) {
        account.giveSlices(child.environment(), positions, spare);
    }

    void start() {
        // Before: a program that reads at once would not be the owner yet, and take its input for ended.
        if (plan.hasConsoleInput()) {
            KernelCalls.consoleGive(child.environment());
        }
        child.start();
    }

    // ---- its end -------------------------------------------------------------------------------------------------------

    boolean hasEnded() {
        return ended;
    }

    /** Looks whether it has ended by now, and clears up if so. */
    void look() {
        long result = ended ? -1 : child.result();
        if (result < 0) {
            return;
        }
        ended = true;
        status = (int) (result >>> EnvironmentResult.STATUS_SHIFT) & 0xff;
        reason = (int) (result >>> EnvironmentResult.REASON_SHIFT) & 0xff;
        System.out.println(plan.label() + ": " + howItEnded() + " " + status);
        clearUp();
    }

    private String howItEnded() {
        return switch (reason) {
            case Reason.FAULT -> "fault";
            case Reason.ENDED -> "ended";
            case Reason.OVERRUN -> "overrun";
            default -> "exit";
        };
    }

    /** What ended badly is left as it is, for the machine's last word to name it; what it made is not. */
    private void clearUp() {
        try {
            while (endOrphan()) {
                continue;
            }
            if (status == 0) {
                child.reap();
                if (claims != null) {
                    claims.giveBack();
                }
                account.close();
            }
        } catch (KernelException e) {
            System.out.println(plan.label() + ": its account stays open: " + e.getMessage());
        }
    }

    /** The environments that it made and did not reap are the steward's children since it ended; theirs are once they end. */
    private boolean endOrphan() {
        long self = KernelCalls.envSelf() & EnvironmentName.INDEX_MASK;
        for (long index = 1; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            long record = Books.environment(index);
            if (EnvironmentRecord.state(record) != EnvironmentState.FREE && EnvironmentRecord.parent(record) == self
                    && EnvironmentRecord.name(record) != child.environment()
                    && account.covers(EnvironmentRecord.account(record))) {
                KernelCalls.envEnd(EnvironmentRecord.name(record), 0);
                Child.reap(EnvironmentRecord.name(record));
                return true;
            }
        }
        return false;
    }

    int status() {
        return status;
    }

    /** Why it ended ({@link Reason}). */
    int reason() {
        return reason;
    }

    /** The kernel's name for its environment, or 0 if it came to none. */
    long environment() {
        return child == null ? 0 : child.environment();
    }
}
