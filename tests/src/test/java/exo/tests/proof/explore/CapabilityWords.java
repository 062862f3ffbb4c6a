package exo.tests.proof.explore;

import exo.abi.Capability;
import exo.abi.CapabilityKind;
import exo.abi.FrameKind;
import exo.tests.kernel.ReferenceSipHash;

/** Capabilities in the memory of environments, as the rules judge them: by a keyed hash of their own and the book of frames. */
final class CapabilityWords {
    private static final long MEANT = 0xffff_ffff_0000_ffffL;

    private final ExploredMachine machine;
    private final BookWords books;

    CapabilityWords(ExploredKernel kernel) {
        machine = kernel.machine;
        books = kernel.books;
    }

    static int rightsOf(long descriptor) {
        return (int) (descriptor >>> 8) & 0xff;
    }

    static long frameOf(long descriptor) {
        return descriptor >>> 32;
    }

    /** The descriptor of the capability in a frame's place for one, if it is good now; else 0. */
    long goodIn(long frame) {
        long place = frame * Places.BYTES_IN_FRAME + Places.CAPABILITY;
        long descriptor = machine.load64(place);
        if (descriptor == 0 || (descriptor & ~MEANT) != 0 || (descriptor & 0xff) != CapabilityKind.FRAME) {
            return 0;
        }
        long named = frameOf(descriptor);
        long generation = machine.load64(place + Capability.GENERATION);
        if (named >= books.frameCount || books.generation(named) != generation || books.kind(named) != FrameKind.ORDINARY) {
            return 0;
        }
        long authenticator = ReferenceSipHash.of(books.kernel64(BookWords.KEY_0), books.kernel64(BookWords.KEY_1),
                descriptor, generation);
        return machine.load64(place + Capability.AUTHENTICATOR) == authenticator ? descriptor : 0;
    }
}
