package exo.programs.revocation;

import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.Books;
import exo.exos.Cycles;
import exo.exos.kernel.EnvironmentRecord;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.Repossession;
import org.teavm.interop.Address;

/**
 * A child that runs one of the functions of {@code guests.h}: a stack, a save area, pages of its own, and a slate, a page that
 * its maker sees too, at the same address. One at a time.
 */
final class Guest {
    private static final long SLATE = 0x5000_0000_0000L;
    private static final long SAVE_AREA = SLATE + 0x2000;
    private static final long STACK = SLATE + 0x4000;
    private static final long STACK_TOP = STACK + AddressSpace.PAGE_BYTES;
    private static final long PAGES = SLATE + 0x10000;
    private static final int CAPABILITY_WORD = 16;
    private static final int VECTOR_WORD = 32;
    private static final int READY = 1;
    private static final int SLICES_OF_PATIENCE = 2000;
    private static final long READ_WRITE = Right.READ | Right.WRITE;

    private final AddressSpace self;
    private final BareChild child;
    private final long slateFrame;

    Guest(AddressSpace self, String label, long account) {
        this.self = self;
        this.child = new BareChild(self, label, account);
        this.slateFrame = AddressSpace.freshFrame();
        self.bind(SLATE, slateFrame, READ_WRITE);
        child.show(SLATE, slateFrame, READ_WRITE);
        child.map(STACK, READ_WRITE);
        set(Word.SAVE_FRAME, child.grant(SAVE_AREA, READ_WRITE));
        set(Word.SAVE_AREA, SAVE_AREA);
    }

    long environment() {
        return child.environment();
    }

    /** Its record in the public books. */
    long record() {
        return Books.environmentNamed(environment());
    }

    /** Makes pages of the child's own, for it to hold. */
    void grantPages(int count) {
        for (int i = 0; i < count; i++) {
            child.grant(page(i), READ_WRITE);
        }
        set(Word.PAGES, PAGES);
        set(Word.PAGE_COUNT, count);
    }

    private static long page(int index) {
        return PAGES + (long) index * AddressSpace.PAGE_BYTES;
    }

    /** Whether a page of its own shows a frame of its own still. */
    boolean holdsPage(int index) {
        long entry = KernelCalls.entryRead(environment(), page(index));
        return (entry & 1) != 0;
    }

    /** @param function  address of one of the functions of guests.h, which is no longer than a page */
    void start(long function) {
        child.showCode(function, AddressSpace.PAGE_BYTES);
        child.start(function, STACK_TOP - Long.BYTES, SLATE, 0);
    }

    /** Waits until it holds what it wants; false: it cannot get it. */
    boolean isReady() {
        for (int i = 0; i < SLICES_OF_PATIENCE && get(Word.STATE) == 0; i++) {
            Cycles.sleep(Books.sliceCycles());
        }
        return get(Word.STATE) == READY;
    }

    /** Waits until nothing is asked back of it, because it gave or because it was taken; false: that does not come. */
    boolean isQuit() {
        for (int i = 0; i < SLICES_OF_PATIENCE && EnvironmentRecord.framesAsked(record()) != 0; i++) {
            Cycles.sleep(Books.sliceCycles());
        }
        return EnvironmentRecord.framesAsked(record()) == 0;
    }

    /** Waits until it has gone round once more than by now. */
    boolean isAlive() {
        long rounds = get(Word.ROUNDS);
        for (int i = 0; i < SLICES_OF_PATIENCE && get(Word.ROUNDS) <= rounds + 1; i++) {
            Cycles.sleep(Books.sliceCycles());
        }
        return get(Word.ROUNDS) > rounds + 1;
    }

    /** Ends it, and takes back all that was made for it. */
    void end() {
        child.end();
        child.reap();
        self.unbind(SLATE);
        KernelCalls.frameFree(slateFrame);
    }

    // ---- the slate -------------------------------------------------------------------------------------------------------

    private static Address place(long word) {
        return Address.fromLong(SLATE + word * Long.BYTES);
    }

    long get(Word word) {
        return place(word.ordinal()).getLong();
    }

    void set(Word word, long value) {
        place(word.ordinal()).putLong(value);
    }

    /** Where it looks for a capability for backing. */
    static long capabilityPlace() {
        return SLATE + CAPABILITY_WORD * Long.BYTES;
    }

    /** Its copy of an entry of its repossession vector ({@link Repossession}). */
    static long loss(long index) {
        return SLATE + VECTOR_WORD * Long.BYTES
                + index % Limits.REPOSSESSION_VECTOR * Repossession.BYTES;
    }
}
