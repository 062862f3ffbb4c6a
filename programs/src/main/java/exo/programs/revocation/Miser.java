package exo.programs.revocation;

import exo.abi.CapabilityKind;
import exo.abi.ResourceKind;
import exo.abi.Right;
import exo.exos.Account;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.Cycles;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.FrameRecord;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.Repossession;
import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Has a child that holds on to everything and does not listen, asks it twice for frames, and looks what the kernel took instead:
 * as many as were asked and not one that is guaranteed, each in the child's repossession vector, the first with its contents
 * saved. The child lives on. Ends with 1 if anything of this is not so.
 */
@Include(value = "guests.h", isSystem = false)
public final class Miser {
    private static final int PAGES = 12;
    private static final int GUARANTEED = 4;
    private static final int ASKED_FIRST = 3;
    private static final int ASKED_NEXT = 20;
    private static final long BACKING_VA = 0x5100_0000_0000L;

    private final Guest guest;
    private final long backing;
    private boolean failed;

    private Miser(AddressSpace self) {
        this.guest = new Guest(self, "hoarder", Account.OWN);
        this.backing = AddressSpace.freshFrame();
        self.bind(BACKING_VA, backing, Right.READ | Right.WRITE);
    }

    public static void main(String[] arguments) {
        Miser miser = new Miser(AddressSpace.ofSelf());
        if (!miser.startGuest()) {
            System.out.println("the child does not get ready");
            System.exit(1);
        }
        miser.ask(ASKED_FIRST, ASKED_FIRST);
        miser.lookAtBacking();
        miser.ask(ASKED_NEXT, PAGES - GUARANTEED - ASKED_FIRST);
        miser.lookAtGuaranteed();
        miser.expect("the child lives on: another round", miser.guest.isAlive());
        miser.guest.end();
        System.out.println("all as agreed: " + !miser.failed + "; " + Cycles.used() + " cycles used");
        System.exit(miser.failed ? 1 : 0);
    }

    private void expect(String what, boolean isSo) {
        failed |= !isSo;
        System.out.println(what + (isSo ? "" : ": NO"));
    }

    private boolean startGuest() {
        guest.grantPages(PAGES);
        guest.set(Word.GUARANTEED, GUARANTEED);
        KernelCalls.capMake(CapabilityKind.FRAME, backing, Right.READ | Right.WRITE, Guest.capabilityPlace());
        KernelCalls.sliceGive(Books.sliceOf(KernelCalls.envSelf(), 0), guest.environment());
        guest.start(code());
        return guest.isReady();
    }

    private void ask(int asked, int taken) {
        long held = EnvironmentRecord.framesHeld(guest.record());
        long losses = EnvironmentRecord.losses(guest.record());
        KernelCalls.revoke(guest.environment(), ResourceKind.FRAMES, asked, Cycles.now() + Books.sliceCycles());
        boolean over = guest.isQuit() && guest.isAlive();
        long lost = EnvironmentRecord.losses(guest.record()) - losses;
        long left = EnvironmentRecord.framesHeld(guest.record());
        boolean listed = guest.get(Word.LOSSES) == losses + lost;
        for (long i = losses; i < losses + lost; i++) {
            listed &= Repossession.kind(Guest.loss(i)) == ResourceKind.FRAMES && !isTheGuests(Repossession.resource(Guest.loss(i)));
        }
        expect("asked for " + asked + " frames of " + held + ", unheard: " + lost + " taken, " + left + " left",
                over && lost == taken && left == held - taken);
        expect("its repossession vector names each of them", listed);
    }

    private boolean isTheGuests(long frame) {
        return EnvironmentRecord.name(Books.environment(FrameRecord.owner(Books.frame(frame)))) == guest.environment();
    }

    /** The child wrote into each page the number of its frame. */
    private void lookAtBacking() {
        long first = Guest.loss(0);
        long contents = Address.fromLong(BACKING_VA).getLong();
        expect("what was in frame " + Repossession.resource(first) + ", the first taken, is in frame " + backing + " now",
                Repossession.saved(first) == 1 && Repossession.backing(first) == backing
                        && contents == Repossession.resource(first));
        expect("the next is gone with its contents", Repossession.saved(Guest.loss(1)) == 0);
    }

    private void lookAtGuaranteed() {
        int bound = 0;
        for (int i = 0; i < PAGES; i++) {
            bound += guest.holdsPage(i) == i < GUARANTEED ? 1 : 0;
        }
        expect("the " + EnvironmentRecord.framesGuaranteed(guest.record()) + " guaranteed frames stayed, and no other",
                bound == PAGES && EnvironmentRecord.framesGuaranteed(guest.record()) == GUARANTEED);
    }

    @Unmanaged
    @Import(name = "guest_miser")
    private static native long code();
}
