package exo.tests.kernel;

import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Three words for a capability, any or a genuine one's with some bits turned: none is taken but what the kernel has made itself.
 */
public final class CapabilityFuzzTarget {
    private static final long PLACE = Family.PAGE;
    private static final long TARGET = Family.PAGE + 16 * Limits.BYTES_IN_FRAME;
    private static final int WORDS = 3;
    private static final CapabilityFuzzTarget ONE = new CapabilityFuzzTarget();

    private final BootedKernel kernel = new BootedKernel();
    private final long self;
    private final long[] genuine = new long[WORDS];

    private CapabilityFuzzTarget() {
        Family family = new Family(kernel);
        self = family.self();
        family.map(self, PLACE, Family.WRITE);
        family.bind(self, TARGET + Limits.BYTES_IN_FRAME, family.frame(), Right.READ);
        kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, family.frame(), Right.READ, PLACE);
        for (int i = 0; i < WORDS; i++) {
            genuine[i] = kernel.user().load64(PLACE + i * 8L);
        }
    }

    /** @param input  a first byte that is odd: bits of the genuine one to turn, where the rest has ones; else the words */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            ByteBuffer octets = ByteBuffer.wrap(Arrays.copyOf(input, 1 + WORDS * Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            ONE.tryWords((octets.get() & 1) != 0, octets);
        }
    }

    private void tryWords(boolean altered, ByteBuffer octets) {
        long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = octets.getLong() ^ (altered ? genuine[i] : 0);
            kernel.user().store64(PLACE + i * 8L, words[i]);
        }
        long expected = Arrays.equals(words, genuine) ? Status.OK : Status.BAD_CAPABILITY;
        long given = kernel.call(Call.CAP_BIND, self, TARGET, PLACE, Right.READ);
        if (given != expected) {
            throw new AssertionError("a capability of " + Arrays.toString(words) + " gives " + given);
        }
        if (given == Status.OK) {
            kernel.call(Call.UNBIND, self, TARGET);
        }
    }
}
