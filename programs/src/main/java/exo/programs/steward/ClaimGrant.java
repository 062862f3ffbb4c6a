package exo.programs.steward;

import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.Child;
import exo.exos.KernelException;
import exo.exos.kernel.BooksHeader;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.PlanClaim;

/**
 * The claims of one tenant: split off from the steward's, which is to everything, told to the tenant in a page of its own, and given
 * back when it has ended.
 */
final class ClaimGrant {
    /** The kernel gives it the first environment's account at boot. */
    private static final long EVERYTHING = 1;
    private static final long PAGE = 0x2100_0000_0000L;

    private final long[] claims;
    private int count;

    ClaimGrant(int most) {
        this.claims = new long[most];
    }

    /** Whether there is a network device at all. */
    static boolean isPossible() {
        return BooksHeader.networkAddress(Limits.BOOKS_START) != 0;
    }

    /**
     * Splits off all claims of a tenant, and binds the page that tells it of them.
     *
     * @throws KernelException  when the kernel refuses; what was split off until then can be given back all the same
     */
    void make(AddressSpace self, PlannedClaim[] planned, long account, Child child) {
        if (planned.length == 0) {
            return;
        }
        long frame = AddressSpace.freshFrame();
        self.bind(PAGE, frame, Right.READ | Right.WRITE);
        try {
            for (PlannedClaim claim : planned) {
                split(claim, account);
            }
        } finally {
            self.unbind(PAGE);
        }
        KernelException.checked("frame_give", KernelCalls.frameGive(frame, child.environment()));
        new AddressSpace(child.environment()).bind(Limits.CLAIMS_START, frame, Right.READ);
    }

    private void split(PlannedClaim planned, long account) {
        long place = PAGE + (long) count * PlanClaim.BYTES;
        planned.copyTo(place);
        long claim = KernelException.checked("claim_split",
                KernelCalls.claimSplit(EVERYTHING, PlanClaim.boundsAddress(place), account));
        PlanClaim.claim(place, claim);
        claims[count++] = claim;
    }

    /** Index of the account whose claim stood against the last split; 0: none did. */
    static long accountInTheWay(KernelException refusal) {
        return refusal.status() != Status.CLAIMED ? 0
                : EnvironmentRecord.refusedAccount(Books.environmentNamed(KernelCalls.envSelf()));
    }

    void giveBack() {
        while (count > 0) {
            count--;
            KernelException.checked("claim_return", KernelCalls.claimReturn(claims[count]));
        }
    }
}
