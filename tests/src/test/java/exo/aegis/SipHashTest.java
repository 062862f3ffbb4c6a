package exo.aegis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** The keyed hash is SipHash-2-4, as its authors' test vector for a message of 16 bytes has it. */
class SipHashTest {
    /** Bytes 0 to 15, little-endian: key and message of the published vectors. */
    private static final long LOW = 0x0706_0504_0302_0100L;
    private static final long HIGH = 0x0f0e_0d0c_0b0a_0908L;

    @Test
    void theAuthorsVectorForSixteenBytesComesOut() {
        assertEquals(0x3f2a_cc7f_57c2_9bdbL, SipHash.of(LOW, HIGH, LOW, HIGH));
    }

    @Test
    void everyBitOfKeyAndMessageMatters() {
        long plain = SipHash.of(LOW, HIGH, LOW, HIGH);
        for (int bit = 0; bit < 64; bit++) {
            long flip = 1L << bit;
            assertNotEquals(plain, SipHash.of(LOW ^ flip, HIGH, LOW, HIGH));
            assertNotEquals(plain, SipHash.of(LOW, HIGH ^ flip, LOW, HIGH));
            assertNotEquals(plain, SipHash.of(LOW, HIGH, LOW ^ flip, HIGH));
            assertNotEquals(plain, SipHash.of(LOW, HIGH, LOW, HIGH ^ flip));
        }
    }
}
