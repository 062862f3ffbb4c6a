package exo.ebpf.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions as text, in the usual notation. That it says all that they say: see the programs that nobody wrote. */
final class DisassemblerTest {
    @ParameterizedTest
    @ValueSource(strings = {"r0 = 5", "w1 += w2", "r3 s/= -7", "w3 s%= w4", "r5 s>>= 3", "w5 = -w5", "r6 = be16 r6", "r6 = le64 r6",
        "r6 = bswap32 r6", "r1 = (s8)r2", "w1 = (s16)w2", "r1 = (s32)r2", "r0 = *(u16 *)(r1 + 12)", "r0 = *(s32 *)(r10 - 8)",
        "*(u8 *)(r10 - 1) = 7", "*(u64 *)(r10 - 16) = r1", "lock *(u64 *)(r1 + 0) += r2", "lock *(u32 *)(r1 + 4) ^= w2",
        "r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)", "w2 = atomic_fetch_and((u32 *)(r1 - 4), w2)", "r2 = xchg_64(r1 + 8, r2)",
        "w0 = cmpxchg_32(r1 + 8, w0, w2)", "if r1 > 5 goto +3", "if w1 s<= w2 goto -4", "if r1 & -2 goto +0", "goto -1", "gotol +70000",
        "call 5", "call pc+2", "call pc-2", "callx r3", "exit", "r1 = 0x123456789abcdef0 ll", "r1 = area + 16"})
    void theNotationIsTheUsualOne(String text) {
        assertEquals(text, Disassembler.text(Source.program(text), 0));
    }

    @Test
    void aListingNumbersSlots() {
        assertEquals(List.of("    0: r1 = 0x1 ll", "    2: exit"), Disassembler.listing(Source.program("r1 = 1 ll; exit")));
    }

    @Test
    void whatIsNoInstructionIsANumber() {
        assertEquals("no instruction 0x00000000000000ff", Disassembler.text(0xff, 0));
        assertArrayEquals(new String[] {"    0: r0 = 0x0 ll"}, Disassembler.listing(new long[] {0x18}).toArray());
    }
}
