package exo.exos;

import exo.abi.Right;
import exo.exos.kernel.KernelCalls;

/**
 * Makes a child environment out of a program: two frames for its address space and context, its segments copied page by page
 * through a window in the loader's own space, a stack with its arguments on top. The child owns all of it.
 */
public final class ProgramLoader {
    private static final long WINDOW = 0x2000_0000_0000L;
    private static final long STACK_TOP = 0x7fff_0000_0000L;
    private static final int STACK_PAGES = 16;

    private final AddressSpace self;

    public ProgramLoader(AddressSpace self) {
        this.self = self;
    }

    /**
     * @param account  name of the account that the child spends from: one made under the caller's own, or {@link Account#OWN}
     * @param arguments  what its main gets; the label comes before them as the program's own name
     * @return  the child's name; it has not been started
     * @throws KernelException  when the kernel refuses, most likely for want of frames; the child is then ended, not reaped
     */
    public Child load(String label, ElfImage program, long account, String[] arguments) {
        long root = AddressSpace.freshFrame();
        long context = AddressSpace.freshFrame();
        long child = KernelException.checked("env_create", KernelCalls.envCreate(root, context, account,
                Label.word(label, 0), Label.word(label, 8)));
        try {
            AddressSpace space = new AddressSpace(child);
            for (int segment = 0; segment < program.segmentCount(); segment++) {
                if (program.isLoadable(segment)) {
                    loadSegment(space, program, segment);
                }
            }
            ArgumentBlock block = new ArgumentBlock(STACK_TOP, label, arguments);
            loadStack(space, block);
            return new Child(label, child, program.entry(), block);
        } catch (KernelException e) {
            KernelCalls.envEnd(child, 0);
            throw e;
        }
    }

    private void loadSegment(AddressSpace child, ElfImage program, int segment) {
        long address = program.address(segment);
        long fileEnd = address + program.fileBytes(segment);
        long end = address + program.memoryBytes(segment);
        for (long page = address & -AddressSpace.PAGE_BYTES; page < end; page += AddressSpace.PAGE_BYTES) {
            long frame = AddressSpace.freshFrame();
            long from = Math.max(page, address);
            int count = (int) (Math.min(page + AddressSpace.PAGE_BYTES, fileEnd) - from);
            if (count > 0) {
                self.bind(WINDOW, frame, Right.READ | Right.WRITE);
                Native.copy(WINDOW + from - page, program.bytes(segment) + from - address, count);
                self.unbind(WINDOW);
            }
            hand(child, page, frame, program.rights(segment));
        }
    }

    private void loadStack(AddressSpace child, ArgumentBlock block) {
        for (int page = 1; page <= STACK_PAGES; page++) {
            long frame = AddressSpace.freshFrame();
            if (page == 1) {
                self.bind(WINDOW, frame, Right.READ | Right.WRITE);
                block.write(WINDOW);
                self.unbind(WINDOW);
            }
            hand(child, STACK_TOP - (long) page * AddressSpace.PAGE_BYTES, frame, Right.READ | Right.WRITE);
        }
    }

    private static void hand(AddressSpace child, long userVa, long frame, long rights) {
        KernelException.checked("frame_give", KernelCalls.frameGive(frame, child.environment()));
        child.bind(userVa, frame, rights);
    }
}
