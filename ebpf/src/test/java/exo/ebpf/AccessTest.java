package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.ByteMemory;
import exo.ebpf.host.HexText;
import exo.ebpf.host.HostProgram;
import exo.ebpf.host.UnreadableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads, stores and atomic operations, interpreted: what they give and change, and that nothing lies outside. */
final class AccessTest {
    private static final String MEMORY = "8182838485868788";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "r0 = *(u8 *)(r1 + 1)   | 0x82",
        "r0 = *(u16 *)(r1 + 1)  | 0x8382",
        "r0 = *(u32 *)(r1 + 1)  | 0x85848382",
        "r0 = *(u64 *)(r1 + 0)  | 0x8887868584838281",
        "r0 = *(s8 *)(r1 + 1)   | 0xffffffffffffff82",
        "r0 = *(s16 *)(r1 + 1)  | 0xffffffffffff8382",
        "r0 = *(s32 *)(r1 + 1)  | 0xffffffff85848382",
        "r1 += 8; r0 = *(u8 *)(r1 - 8)  | 0x81",
        "r0 = r2                | 8",
        "r0 = r1                | 0x200000000",
        "r0 = r10               | 0x100001000",
        "r0 = *(u64 *)(r10 - 8) | 0",
        "r0 = r6                | 0"})
    void aLoadGivesWhatLiesThere(String source, String value) throws UnreadableException {
        HostProgram.Result result = Trial.run(source + "; exit", HexText.bytes(MEMORY));
        assertEquals(Run.DONE, result.outcome());
        assertEquals(Source.value(value), result.value());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "*(u8 *)(r1 + 1) = -2              | 81fe838485868788",
        "*(u16 *)(r1 + 1) = -2             | 81feff8485868788",
        "*(u32 *)(r1 + 1) = -2             | 81feffffff868788",
        "*(u64 *)(r1 + 0) = -2             | feffffffffffffff",
        "*(u8 *)(r1 + 7) = r3              | 8182838485868798",
        "*(u16 *)(r1 + 6) = r3             | 8182838485869876",
        "*(u32 *)(r1 + 4) = r3             | 8182838498765432",
        "*(u64 *)(r1 + 0) = r3             | 9876543210fedcba",
        "lock *(u32 *)(r1 + 4) += w3       | 818283841dfddbba",
        "lock *(u64 *)(r1 + 0) += r3       | 19f9d7b695846443"})
    void aStoreChangesItsBytesAndNoOthers(String source, String memory) throws UnreadableException {
        HostProgram.Result result = Trial.run("r3 = 0xbadcfe1032547698 ll; " + source + "; exit", HexText.bytes(MEMORY));
        assertEquals(Run.DONE, result.outcome());
        assertEquals(memory, HexText.of(result.memory()));
    }

    /** Each row: operation, memory before, r0 before, r3; then memory, r0 and r3 after. */
    @ParameterizedTest
    @CsvSource(delimiter = ':', value = {
        "lock *(u64 *)(r1 + 0) += r3 : -1 : 7 : 3 : 2 : 7 : 3",
        "lock *(u64 *)(r1 + 0) |= r3 : 12 : 7 : 3 : 15 : 7 : 3",
        "lock *(u64 *)(r1 + 0) &= r3 : 13 : 7 : 5 : 5 : 7 : 5",
        "lock *(u64 *)(r1 + 0) ^= r3 : 13 : 7 : 5 : 8 : 7 : 5",
        "r3 = atomic_fetch_add((u64 *)(r1 + 0), r3) : -1 : 7 : 3 : 2 : 7 : -1",
        "r3 = atomic_fetch_or((u64 *)(r1 + 0), r3) : 12 : 7 : 3 : 15 : 7 : 12",
        "r3 = atomic_fetch_and((u64 *)(r1 + 0), r3) : 13 : 7 : 5 : 5 : 7 : 13",
        "r3 = atomic_fetch_xor((u64 *)(r1 + 0), r3) : 13 : 7 : 5 : 8 : 7 : 13",
        "r3 = xchg_64(r1 + 0, r3) : -13 : 7 : 5 : 5 : 7 : -13",
        "r0 = cmpxchg_64(r1 + 0, r0, r3) : 7 : 7 : 5 : 5 : 7 : 5",
        "r0 = cmpxchg_64(r1 + 0, r0, r3) : 8 : 7 : 5 : 8 : 8 : 5",
        "r0 = cmpxchg_64(r1 + 0, r0, r3) : 0x100000007 : 7 : 5 : 0x100000007 : 0x100000007 : 5",
        "lock *(u32 *)(r1 + 0) += w3 : -1 : 7 : 3 : 0xffffffff00000002 : 7 : 3",
        "lock *(u32 *)(r1 + 0) |= w3 : -16 : 7 : 3 : -13 : 7 : 3",
        "lock *(u32 *)(r1 + 0) &= w3 : -1 : -7 : 0 : 0xffffffff00000000 : -7 : 0",
        "lock *(u32 *)(r1 + 0) ^= w3 : -1 : 7 : -1 : 0xffffffff00000000 : 7 : -1",
        "w3 = atomic_fetch_add((u32 *)(r1 + 0), w3) : -1 : 7 : -1 : -2 : 7 : 0xffffffff",
        "w3 = atomic_fetch_or((u32 *)(r1 + 0), w3) : -16 : 7 : 3 : -13 : 7 : 0xfffffff0",
        "w3 = atomic_fetch_and((u32 *)(r1 + 0), w3) : -16 : 7 : -1 : -16 : 7 : 0xfffffff0",
        "w3 = atomic_fetch_xor((u32 *)(r1 + 0), w3) : -16 : 7 : 0 : -16 : 7 : 0xfffffff0",
        "w3 = xchg_32(r1 + 0, w3) : -13 : 7 : 5 : 0xffffffff00000005 : 7 : 0xfffffff3",
        "w0 = cmpxchg_32(r1 + 0, w0, w3) : 0x100000007 : 7 : 5 : 0x100000005 : 7 : 5",
        "w0 = cmpxchg_32(r1 + 0, w0, w3) : -1 : -1 : 5 : 0xffffffff00000005 : 0xffffffff : 5",
        "w0 = cmpxchg_32(r1 + 0, w0, w3) : -2 : -1 : 5 : -2 : 0xfffffffe : 5"})
    void anAtomicOperationIsALoadAndAStore(String operation, String before, String r0, String r3, String after, String r0After,
            String r3After) {
        String program = "r4 = " + before + " ll; *(u64 *)(r1 + 0) = r4; r0 = " + r0 + " ll; r3 = " + r3 + " ll; " + operation
                + "; *(u64 *)(r1 + 8) = r0; *(u64 *)(r1 + 16) = r3; exit";
        HostProgram.Result result = Trial.run(program, new byte[24]);
        assertEquals(Run.DONE, result.outcome());
        ByteMemory memory = new ByteMemory(0, result.memory());
        assertEquals(Source.value(after), memory.load64(0));
        assertEquals(Source.value(r0After), memory.load64(8));
        assertEquals(Source.value(r3After), memory.load64(16));
    }

    @Test
    void everyRegionEndsWhereItEnds() {
        List<String> bases = List.of("r3 = r1", "r3 = area + 0", "r3 = r10; r3 -= 4096");
        List<Integer> lengths = List.of(16, 64, 4096);
        for (int region = 0; region < bases.size(); region++) {
            for (int bytes : List.of(1, 2, 4, 8)) {
                int length = lengths.get(region);
                assertAccess(Run.DONE, bases.get(region), length - bytes, bytes);
                assertAccess(Run.BAD_ACCESS, bases.get(region), length - bytes + 1, bytes);
                assertAccess(Run.DONE, bases.get(region), 0, bytes);
                assertAccess(Run.BAD_ACCESS, bases.get(region), -1, bytes);
            }
        }
    }

    private static void assertAccess(int outcome, String base, int offset, int bytes) {
        String place = "(u" + bytes * 8 + " *)(r3 " + (offset < 0 ? "- " + -offset : "+ " + offset) + ")";
        List<String> accesses = bytes >= 4 ? List.of("r4 = *" + place, "*" + place + " = 0", "*" + place + " = r3",
                "lock *" + place + " += r3", "r3 = atomic_fetch_xor(" + place + ", r3)") : List.of("r4 = *" + place, "*" + place + " = 0",
                "*" + place + " = r3");
        for (String access : accesses) {
            assertEquals(outcome, Trial.run(base + "; " + access + "; exit", new byte[16]).outcome(), access);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "0xffffffff", "0x400000000", "0x8000000200000000", "-1", "-8", "0x1ffffffff", "0x100001000", "0x2ffffffff"})
    void whatIsInNoRegionCannotBeReached(String address) {
        HostProgram.Result result = Trial.run("r1 = " + address + " ll; r0 = *(u8 *)(r1 + 0); exit", new byte[16]);
        Trial.assertEnds(Run.BAD_ACCESS, 2, result);
    }

    @Test
    void memoryThatIsEmptyIsNowhere() {
        assertEquals(0, Trial.run("r0 = r1; r0 |= r2; exit", Trial.NOTHING).value());
        Trial.assertEnds(Run.BAD_ACCESS, 2, Trial.run("r1 = 0x200000000 ll; r0 = *(u8 *)(r1 + 0); exit", Trial.NOTHING));
    }

    @Test
    void whatIsReadOnlyIsReadAndNotWritten() {
        for (String base : List.of("r3 = r1; r3 = r3", "r3 = area + 0")) {
            for (String write : List.of("*(u8 *)(r3 + 0) = 1", "*(u64 *)(r3 + 0) = r2", "lock *(u32 *)(r3 + 0) += w2",
                    "r0 = cmpxchg_64(r3 + 0, r0, r2)")) {
                HostProgram program = new HostProgram(Source.program(base + "; r0 = *(u8 *)(r3 + 0); " + write + "; exit"),
                        new HostProgram.Terms(8, 8, new byte[8], 0, 0));
                assertEquals(Refusal.NONE, program.checkStructure());
                HostProgram.Result result = program.interpret(new byte[8], Trial.BUDGET, Trial::echo);
                Trial.assertEnds(Run.BAD_ACCESS, 3, result);
                assertArrayEquals(new byte[8], result.memory());
                assertArrayEquals(new byte[8], result.area());
            }
        }
    }

    @Test
    void theStackIsClearWhenARunBegins() {
        HostProgram program = Trial.load(Source.program(
                "r0 = *(u64 *)(r10 - 8); r3 = *(u64 *)(r10 - 4096); r0 |= r3; *(u64 *)(r10 - 8) = -1; *(u64 *)(r10 - 4096) = -1; exit"),
                0, Trial.NOTHING);
        assertEquals(Refusal.NONE, program.checkStructure());
        for (int time = 0; time < 2; time++) {
            assertEquals(0, program.interpret(Trial.NOTHING, Trial.BUDGET, Trial::echo).value());
        }
    }
}
