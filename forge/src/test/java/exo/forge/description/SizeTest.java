package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes in and out of text: both kinds of unit, and each way to get one wrong. */
class SizeTest {

    @ParameterizedTest
    @CsvSource({"1K,1000", "2KB,2000", "1Ki,1024", "256KiB,262144", "3M,3000000", "64MiB,67108864", "1GiB,1073741824",
        "1G,1000000000", "4 MiB,4194304"})
    void unitsSayThousandsOr1024s(String text, long bytes) throws SizeFormatException {
        assertEquals(bytes, Size.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"512,has no unit", "512mb,'has no unit of K, M, G, Ki, Mi, Gi'", "0MiB,is nothing",
        "-1MiB,is not a size",
        "MiB,is not a size", "1.5GiB,is not a size", "99999999999999999999GiB,is too large", "'',is not a size"})
    void whatIsWrongIsSaid(String text, String problem) {
        assertEquals(problem, assertThrows(SizeFormatException.class, () -> Size.parse(text)).problem());
    }

    @Test
    void onlyAMissingUnitIsGuessed() {
        assertEquals("512MiB", assertThrows(SizeFormatException.class, () -> Size.parse("512")).suggestion());
        assertNull(assertThrows(SizeFormatException.class, () -> Size.parse("512mb")).suggestion());
    }

    @ParameterizedTest
    @CsvSource({"43201331,41.2 MiB", "67108864,64 MiB", "262144,256 KiB", "12,12 bytes", "1610612736,1.5 GiB"})
    void peopleReadOneDecimal(long bytes, String text) {
        assertEquals(text, Size.describe(bytes));
    }

    @ParameterizedTest
    @CsvSource({"100663296,96MiB", "262144,256KiB", "3000,3K", "1073741824,1024MiB"})
    void flagsAreExact(long bytes, String text) throws SizeFormatException {
        assertEquals(text, Size.flag(bytes));
        assertEquals(bytes, Size.parse(text));
    }
}
