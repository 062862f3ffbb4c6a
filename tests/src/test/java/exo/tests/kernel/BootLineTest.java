package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.abi.Call;
import exo.abi.Info;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The length of a slice follows {@code aegis.slice-us}, a whole word of the boot line; nonsense means the usual length. */
class BootLineTest {
    private static long sliceMicroseconds(String line) {
        BootedKernel kernel = new BootedKernel(Setup.usual().withBootLine(line));
        return kernel.call(Call.MACHINE_INFO, Info.SLICE_CYCLES)
                / (kernel.call(Call.MACHINE_INFO, Info.CYCLES_PER_SECOND) / 1_000_000);
    }

    @Test
    void withoutTheKeyASliceIsAMillisecond() {
        assertEquals(1000, sliceMicroseconds(""));
    }

    @ParameterizedTest
    @CsvSource({
        "aegis.slice-us=250, 250",
        "aegis.slice-us=10, 10",
        "aegis.slice-us=9, 10",
        "aegis.slice-us=0, 10",
        "quiet aegis.slice-us=500 other=1, 500",
        "other=aegis.slice-us=7, 1000",
        "xaegis.slice-us=77, 1000",
        "aegis.slice-us2=77, 1000",
        "aegis.slice-u=77, 1000",
        "aegis.slice-us, 1000",
        "aegis.slice-us=, 1000",
        "aegis.slice-us=-5, 1000",
        "aegis.slice-us=abc, 1000",
        "aegis.slice-us=25x, 25",
        "aegis.slice-us=300 aegis.slice-us=400, 300",
        "aegis.slice-us=000000050, 50",
        "aegis.slice-us=999999999, 999999999",
        "aegis.slice-us=18446744073709551616, 184467440"})
    void theKeyIsAWholeWordAndItsValueADecimalNumber(String line, long expected) {
        assertEquals(expected, sliceMicroseconds(line));
    }

    @Test
    void aVeryLongLineIsOnlyALine() {
        assertEquals(123, sliceMicroseconds("x".repeat(5000) + " aegis.slice-us=123"));
    }
}
