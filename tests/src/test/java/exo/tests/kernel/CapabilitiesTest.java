package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.CapabilityKind;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A capability binds another's frame for whoever has it, with no more than it permits; none that the kernel did not make, or
 * that was altered or revoked, binds anything. Rights only shrink, and no frame's generation comes back.
 */
class CapabilitiesTest {
    private static final long PLACE = Family.PAGE;
    private static final long OTHER_PLACE = Family.PAGE + 64;
    private static final long TARGET = Family.PAGE + 16 * Limits.BYTES_IN_FRAME;
    private static final int WORDS = 3;
    private static final long READ_WRITE = Right.READ | Right.WRITE;

    private final BootedKernel kernel = new BootedKernel();
    private final Family family = new Family(kernel);
    private final long self = family.self();
    private final long frame = prepared();

    private long prepared() {
        family.map(self, PLACE, Family.WRITE);
        family.bind(self, TARGET + Limits.BYTES_IN_FRAME, family.frame(), Right.READ);
        return family.frame();
    }

    private long make(long rights, long place) {
        return kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, frame, rights, place);
    }

    private long bind(long rights) {
        return kernel.call(Call.CAP_BIND, self, TARGET, PLACE, rights);
    }

    private long[] words(long place) {
        long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = kernel.user().load64(place + i * 8L);
        }
        return words;
    }

    private void show(long[] words) {
        for (int i = 0; i < WORDS; i++) {
            kernel.user().store64(PLACE + i * 8L, words[i]);
        }
    }

    /** Goes over to a fresh environment that has the same words, as if they had been mailed to it. */
    private long handOver(long[] words) {
        long child = family.runningWithPage("holder", 32);
        show(words);
        long holder = kernel.call(Call.ENV_SELF);
        assertEquals(child, holder);
        return holder;
    }

    @Test
    void whoeverHasItBindsTheFrameWithAtMostItsRights() {
        kernel.user().store64(PLACE + 512, 7);
        assertEquals(Status.OK, make(Right.READ, PLACE));
        long[] words = words(PLACE);
        family.bind(self, TARGET, frame, READ_WRITE);
        kernel.user().store64(TARGET, 0x5ec2e7);
        long holder = handOver(words);
        assertEquals(Status.NOT_YOURS, kernel.call(Call.BIND, holder, PLACE + Limits.BYTES_IN_FRAME, frame, Right.READ));
        long page = PLACE + Limits.BYTES_IN_FRAME;
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CAP_BIND, holder, page, PLACE, READ_WRITE));
        assertEquals(Status.OK, kernel.call(Call.CAP_BIND, holder, page, PLACE, Right.READ));
        assertEquals(0x5ec2e7, kernel.user().load64(page));
        assertFalse(BootedKernel.permitted(() -> kernel.user().store64(page, 1)));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.PROTECT, holder, page, READ_WRITE));
    }

    @Test
    void everyFlippedBitMakesItWorthless() {
        make(READ_WRITE, PLACE);
        long[] genuine = words(PLACE);
        for (int word = 0; word < WORDS; word++) {
            for (int bit = 0; bit < 64; bit++) {
                long[] altered = genuine.clone();
                altered[word] ^= 1L << bit;
                show(altered);
                assertEquals(Status.BAD_CAPABILITY, bind(Right.READ), "word " + word + " bit " + bit);
                assertEquals(Status.BAD_CAPABILITY, kernel.call(Call.CAP_RESTRICT, PLACE, Right.READ, OTHER_PLACE));
            }
        }
        show(genuine);
        assertEquals(Status.OK, bind(READ_WRITE));
    }

    @Test
    void guessesAreRefused() {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        make(Right.READ, PLACE);
        long[] words = words(PLACE);
        kernel.audits(false);
        for (int guess = 0; guess < 100_000; guess++) {
            words[2] = random.nextLong();
            show(words);
            assertEquals(Status.BAD_CAPABILITY, bind(Right.READ), "-Dexo.seed=" + seed);
        }
        kernel.check();
    }

    @Test
    void rightsOnlyShrink() {
        for (long from = 1; from < 8; from += 2) {
            assertEquals(Status.OK, make(from, PLACE));
            for (long to = 0; to < 16; to++) {
                long expected = (to & ~from) != 0 ? Status.NOT_YOURS : (to & 1) == 0 ? Status.BAD_ARGUMENT : Status.OK;
                assertEquals(expected, kernel.call(Call.CAP_RESTRICT, PLACE, to, OTHER_PLACE), from + " to " + to);
            }
        }
    }

    @Test
    void aRestrictedOneIsAsGoodAsOneMadeSo() {
        make(READ_WRITE | Right.EXECUTE, PLACE);
        assertEquals(Status.OK, kernel.call(Call.CAP_RESTRICT, PLACE, Right.READ, OTHER_PLACE));
        long[] restricted = words(OTHER_PLACE);
        make(Right.READ, PLACE);
        org.junit.jupiter.api.Assertions.assertArrayEquals(restricted, words(PLACE));
    }

    @Test
    void revokingFreeingGivingAndTablingEachKillAllOfThem() {
        make(Right.READ, PLACE);
        assertEquals(Status.OK, kernel.call(Call.CAP_REVOKE, CapabilityKind.FRAME, frame));
        assertEquals(Status.BAD_CAPABILITY, bind(Right.READ));
        make(Right.READ, PLACE);
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(Status.BAD_CAPABILITY, bind(Right.READ));
        assertEquals(frame, kernel.call(Call.FRAME_ALLOC, frame));
        assertEquals(Status.BAD_CAPABILITY, bind(Right.READ));
        long child = family.child("heir", 16);
        make(Right.READ, PLACE);
        assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frame, child));
        assertEquals(Status.BAD_CAPABILITY, bind(Right.READ));
    }

    @Test
    void aFrameThatServesAsATableIsBoundByNone() {
        make(Right.READ, PLACE);
        assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, self, frame));
        assertEquals(Status.BAD_CAPABILITY, bind(Right.READ));
    }

    @Test
    void bindingsOutliveRevocationUntilTheOwnerBreaksThem() {
        make(READ_WRITE, PLACE);
        long holder = handOver(words(PLACE));
        long page = PLACE + Limits.BYTES_IN_FRAME;
        assertEquals(Status.OK, kernel.call(Call.CAP_BIND, holder, page, PLACE, READ_WRITE));
        kernel.user().store64(page, 1);
        family.run(self);
        assertEquals(Status.OK, kernel.call(Call.CAP_REVOKE, CapabilityKind.FRAME, frame));
        assertEquals(Status.FRAME_BUSY, kernel.call(Call.FRAME_FREE, frame));
        assertEquals(0, kernel.call(Call.FRAME_BREAK, frame));
        assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        family.run(holder);
        assertFalse(BootedKernel.permitted(() -> kernel.user().store64(page, 2)));
    }

    /** All is as it is here, but for the key. */
    @Test
    void otherKernelsCapabilitiesAreForgeries() {
        make(Right.READ, PLACE);
        long[] ours = words(PLACE);
        BootedKernel other = new BootedKernel(Setup.usual().withSeed(77));
        Family otherFamily = new Family(other);
        otherFamily.map(otherFamily.self(), PLACE, Family.WRITE);
        otherFamily.bind(otherFamily.self(), TARGET + Limits.BYTES_IN_FRAME, otherFamily.frame(), Right.READ);
        assertEquals(frame, otherFamily.frame());
        other.call(Call.CAP_MAKE, CapabilityKind.FRAME, frame, Right.READ, PLACE);
        assertEquals(ours[0], other.user().load64(PLACE));
        assertEquals(ours[1], other.user().load64(PLACE + 8));
        for (int i = 0; i < WORDS; i++) {
            other.user().store64(PLACE + i * 8L, ours[i]);
        }
        assertEquals(Status.BAD_CAPABILITY, other.call(Call.CAP_BIND, otherFamily.self(), TARGET, PLACE, Right.READ));
    }

    /** What no program knows: whoever computes it otherwise than the kernel has the key, and can say what the algorithm is. */
    @Test
    void theAuthenticatorIsSipHash24OfTheOtherWords() {
        assertEquals(0x3f2a_cc7f_57c2_9bdbL, ReferenceSipHash.of(0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L,
                0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L), "the published vector of 16 bytes");
        for (long rights = 1; rights < 8; rights += 2) {
            make(rights, PLACE);
            long[] words = words(PLACE);
            assertEquals(ReferenceSipHash.of(kernel.books().key(0), kernel.books().key(1), words[0], words[1]), words[2]);
            kernel.call(Call.CAP_REVOKE, CapabilityKind.FRAME, frame);
        }
    }

    @Test
    void onlyItsOwnerMakesAndRevokesCapabilitiesForAFrame() {
        handOver(words(PLACE));
        assertEquals(Status.NOT_YOURS, make(Right.READ, PLACE));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CAP_REVOKE, CapabilityKind.FRAME, frame));
    }

    /** Page tables look at 48 bits of an address, and at half of what these tell apart: the others are not to be overlooked. */
    @Test
    void anAddressThatOnlyLooksLikeItsPlaceIsNone() {
        make(Right.READ, PLACE);
        for (int bit = 47; bit < 64; bit++) {
            long place = PLACE | 1L << bit;
            assertEquals(Status.BAD_ADDRESS, make(Right.READ, place), "bit " + bit);
            assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CAP_BIND, self, TARGET, place, Right.READ), "bit " + bit);
        }
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CAP_BIND, self, TARGET, Limits.BOOKS_START, Right.READ));
    }

    @Test
    void placesAndArgumentsAreChecked() {
        make(Right.READ, PLACE);
        for (long place : new long[] {0, PLACE + 8, PLACE + 16, TARGET + Limits.BYTES_IN_FRAME, Limits.USER_END, -32,
            1L << 63, PLACE + (1L << 40)}) {
            assertEquals(Status.BAD_ADDRESS, make(Right.READ, place), "place " + Long.toHexString(place));
        }
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CAP_RESTRICT, PLACE + 8, Right.READ, OTHER_PLACE));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CAP_BIND, self, TARGET, PLACE + 8, Right.READ));
        assertEquals(Status.BAD_ADDRESS, kernel.call(Call.CAP_BIND, self, TARGET + 1, PLACE, Right.READ));
        assertEquals(Status.BAD_ARGUMENT, make(Right.WRITE, PLACE));
        assertEquals(Status.BAD_ARGUMENT, make(Right.READ | 8, PLACE));
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.CAP_MAKE, 2, frame, Right.READ, PLACE));
        assertEquals(Status.BAD_ARGUMENT, kernel.call(Call.CAP_REVOKE, 0, frame));
        assertEquals(Status.BAD_ARGUMENT, bind(Right.WRITE));
        assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.CAP_MAKE, CapabilityKind.FRAME, 1L << 40, Right.READ, PLACE));
        assertEquals(Status.NO_SUCH_FRAME, kernel.call(Call.CAP_REVOKE, CapabilityKind.FRAME, -1));
        assertEquals(Status.NOT_YOURS, kernel.call(Call.CAP_REVOKE, CapabilityKind.FRAME, 1));
        assertEquals(Status.OK, bind(Right.READ));
        assertEquals(Status.ALREADY_BOUND, bind(Right.READ));
        assertEquals(Status.NO_SUCH_ENVIRONMENT, kernel.call(Call.CAP_BIND, 3, TARGET, PLACE, Right.READ));
    }
}
