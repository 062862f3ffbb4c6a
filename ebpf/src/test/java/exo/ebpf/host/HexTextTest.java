package exo.ebpf.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hexadecimal text, as people write it and get it wrong. */
final class HexTextTest {
    @Test
    void instructionsMayStandApartAndBeExplained() throws UnreadableException {
        long[] expected = {0x2a000000b7L, 0x95};
        assertArrayEquals(expected, HexText.instructions("b70000002a0000009500000000000000"));
        assertArrayEquals(expected, HexText.instructions("# the answer\nB7 00 0000 2a000000 # r0 = 42\r\n\n9500000000000000\n"));
        assertEquals("[b70000002a000000, 9500000000000000]", HexText.of(expected).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "b7 0               | line 1: '0' has an odd number of digits",
        "0xb7              | line 1: '0xb7' is not hexadecimal",
        "b700              | has 2 bytes, which is no multiple of an instruction's 8",
        "# nothing         | has no instructions",
        "r0 = 5            | line 1: 'r0' is not hexadecimal"})
    void whatIsWrongIsSaidInOneLine(String text, String message) {
        assertEquals(message, assertThrows(UnreadableException.class, () -> HexText.instructions(text)).getMessage());
    }
}
