package exo.programs.revocation;

import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.exos.Account;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.Cycles;
import exo.exos.KernelException;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.StatusNames;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Lends frames and a slice to an account that it makes, and has a child in it that allocates until it is refused. Reclaims what
 * is in use in vain, asks for it, gets it in time, and closes the account once the child is gone. Ends with 1 if the books do not
 * add up at any step.
 */
@Include(value = "guests.h", isSystem = false)
public final class Lender {
    private static final int FRAMES = 32;
    private static final int ASKED = 8;
    /** For the borrower to answer in: it sleeps until it is asked. */
    private static final int SLICES_OF_GRACE = 1000;

    private final Account own = Account.ofSelf();
    private final Account lent = Account.create();
    private final long slices = own.used(ResourceKind.SLICES);
    private final Guest guest;
    private boolean failed;

    private Lender(AddressSpace self) {
        lent.lend(ResourceKind.FRAMES, FRAMES);
        lent.lend(ResourceKind.ENVIRONMENTS, 1);
        guest = new Guest(self, "borrower", lent.name());
        int spare = (int) Books.sliceOf(self.environment(), 0);
        lent.giveSlices(guest.environment(), new int[] {(int) Books.sliceOf(self.environment(), spare + 1L)}, spare);
    }

    public static void main(String[] arguments) {
        System.out.println("before: " + figures(Account.ofSelf()));
        Lender lender = new Lender(AddressSpace.ofSelf());
        lender.guest.start(code());
        lender.letItBorrow();
        lender.reclaimInVain();
        lender.askBack();
        lender.close();
        System.out.println("all as agreed: " + !lender.failed + "; " + Cycles.used() + " cycles used");
        System.exit(lender.failed ? 1 : 0);
    }

    private static String figures(Account account) {
        return account.used(ResourceKind.FRAMES) + " of " + account.limit(ResourceKind.FRAMES) + " frames, "
                + account.used(ResourceKind.SLICES) + " of " + account.limit(ResourceKind.SLICES) + " slices, "
                + account.used(ResourceKind.ENVIRONMENTS) + " of " + account.limit(ResourceKind.ENVIRONMENTS)
                + " environments, " + account.used(ResourceKind.ACCOUNTS) + " of " + account.limit(ResourceKind.ACCOUNTS)
                + " accounts";
    }

    /** The same, and how the frames are made up. */
    private String sum(long framesLent) {
        return figures(own) + "; frames: " + held() + " its own, " + framesLent + " lent";
    }

    private static long held() {
        return EnvironmentRecord.framesHeld(Books.environmentNamed(KernelCalls.envSelf()));
    }

    private void expect(String what, boolean isSo) {
        failed |= !isSo;
        System.out.println(what + (isSo ? "" : ": NO"));
    }

    /** Whether the account is charged for what this environment holds and for the limits that it lent, and for nothing else. */
    private boolean addsUp(long framesLent, long slicesLent) {
        return own.used(ResourceKind.FRAMES) == held() + framesLent && own.used(ResourceKind.SLICES) == slices
                && EnvironmentRecord.slicesHeld(Books.environmentNamed(KernelCalls.envSelf())) == slices - slicesLent;
    }

    private void letItBorrow() {
        boolean ready = guest.isReady();
        long taken = guest.get(Word.HELD);
        long refusal = guest.get(Word.REFUSAL);
        System.out.println("lent: " + figures(lent));
        expect("the borrower's space has " + (lent.used(ResourceKind.FRAMES) - taken) + " frames, it took " + taken
                + " more, and was refused the next: " + StatusNames.of(refusal), ready && refusal == Status.OVER_LIMIT
                && lent.used(ResourceKind.FRAMES) == FRAMES && EnvironmentRecord.framesHeld(guest.record()) == FRAMES);
        expect("lending: " + sum(FRAMES), addsUp(FRAMES, 1));
    }

    private void reclaimInVain() {
        try {
            lent.reclaim(ResourceKind.FRAMES, ASKED);
            expect("reclaimed what is in use", false);
        } catch (KernelException e) {
            expect("to reclaim " + ASKED + " in use is refused: " + e.getMessage(), e.status() == Status.ACCOUNT_BUSY);
        }
    }

    private void askBack() {
        long asked = Cycles.now();
        KernelCalls.revoke(guest.environment(), ResourceKind.FRAMES, ASKED, asked + SLICES_OF_GRACE * Books.sliceCycles());
        boolean answered = guest.isQuit();
        long cycles = Cycles.now() - asked;
        long returned = FRAMES - lent.used(ResourceKind.FRAMES);
        long losses = EnvironmentRecord.losses(guest.record());
        expect("asked for " + ASKED + ": " + returned + " given back after " + cycles + " cycles, " + losses + " taken by force",
                answered && returned == ASKED && losses == 0);
        lent.reclaim(ResourceKind.FRAMES, returned);
        expect("reclaimed " + returned + ": " + sum(FRAMES - returned), addsUp(FRAMES - returned, 1));
    }

    private void close() {
        long status = KernelCalls.accountClose(lent.name());
        expect("to close the account with a child in it is refused: " + StatusNames.of(status), status == Status.ACCOUNT_BUSY);
        guest.end();
        lent.close();
        // The child's slice is nobody's since it ended; the room for it is the lender's again.
        KernelCalls.sliceAlloc(Limits.ANY_SLICE);
        expect("after: " + sum(0), addsUp(0, 0) && own.used(ResourceKind.ENVIRONMENTS) == 1
                && own.used(ResourceKind.ACCOUNTS) == 0);
    }

    @Unmanaged
    @Import(name = "guest_borrower")
    private static native long code();
}
