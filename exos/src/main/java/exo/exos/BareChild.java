package exo.exos;

import exo.abi.Right;
import exo.exos.kernel.KernelCalls;

/**
 * A child environment of a few pages and no library: a few octets of machine code, or whatever its maker binds into it. Its
 * address space and tables are its own; the frames that it sees stay its maker's, so that several children can share them.
 * It spends from its maker's account, and has no slice unless it is given one: it runs when its maker yields to it.
 */
public final class BareChild {
    private static final long WINDOW = 0x2000_0000_1000L;
    private static final int FRAMES_MAXIMUM = 32;

    private final AddressSpace self;
    private final AddressSpace space;
    private final long[] frames = new long[FRAMES_MAXIMUM];
    private int frameCount;

    /**
     * @param account  0: its maker's own; or one that was made under it
     * @throws KernelException  when the kernel refuses
     */
    public BareChild(AddressSpace self, String label, long account) {
        this.self = self;
        this.space = new AddressSpace(KernelException.checked("env_create", KernelCalls.envCreate(AddressSpace.freshFrame(),
                AddressSpace.freshFrame(), account, Label.word(label, 0), Label.word(label, 8))));
    }

    /** The kernel's name for it. */
    public long environment() {
        return space.environment();
    }

    /** A fresh frame filled with machine code, its maker's; to be shown to as many children as one likes. */
    public static long codeFrame(AddressSpace self, byte[] code) {
        long frame = openFrame(self);
        Native.copy(WINDOW, Native.addressOf(code), code.length);
        self.unbind(WINDOW);
        return frame;
    }

    /** The same of code that lies in one's own memory. */
    public static long codeFrame(AddressSpace self, long codeVa, int byteCount) {
        long frame = openFrame(self);
        Native.copy(WINDOW, codeVa, byteCount);
        self.unbind(WINDOW);
        return frame;
    }

    private static long openFrame(AddressSpace self) {
        long frame = AddressSpace.freshFrame();
        self.bind(WINDOW, frame, Right.READ | Right.WRITE);
        return frame;
    }

    /** Binds a frame of its maker's at a page of the child, giving it the tables that this takes. */
    public void show(long userVa, long frame, long rights) {
        space.bind(userVa, frame, rights);
    }

    /** Binds a fresh page, of its maker's, which goes when the child is cleared away; gives the frame's number. */
    public long map(long userVa, long rights) {
        long frame = AddressSpace.freshFrame();
        space.bind(userVa, frame, rights);
        frames[frameCount++] = frame;
        return frame;
    }

    /** Binds a fresh page that becomes the child's own; gives the frame's number. */
    public long grant(long userVa, long rights) {
        long frame = AddressSpace.freshFrame();
        KernelException.checked("frame_give", KernelCalls.frameGive(frame, environment()));
        space.bind(userVa, frame, rights);
        return frame;
    }

    /** Shows it the pages of its maker's own code that so many bytes from an address on lie in, to be executed there. */
    public void showCode(long userVa, int byteCount) {
        for (long page = userVa & -AddressSpace.PAGE_BYTES; page < userVa + byteCount; page += AddressSpace.PAGE_BYTES) {
            show(page, self.frameAt(page), Right.READ | Right.EXECUTE);
        }
    }

    /** @param stackVa  its first stack pointer; USER_START when its code needs none */
    public void start(long entryVa, long stackVa, long argument0, long argument1) {
        KernelException.checked("env_start",
                KernelCalls.envStart(environment(), entryVa, stackVa, argument0, argument1));
    }

    /** Ends it by force, unless it has ended. */
    public void end() {
        KernelCalls.envEnd(environment(), 0);
    }

    /** Takes back all that the ended child held, and frees what was mapped for it. */
    public void reap() {
        long left = 1;
        while (left > 0) {
            left = KernelException.checked("env_reap", KernelCalls.envReap(environment()));
        }
        freeMapped();
    }

    /** Frees what was mapped for the child, when that is cleared away. */
    public void freeMapped() {
        while (frameCount > 0) {
            KernelException.checked("frame_free", KernelCalls.frameFree(frames[--frameCount]));
        }
    }
}
