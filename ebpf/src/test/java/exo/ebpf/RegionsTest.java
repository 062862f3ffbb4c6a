package exo.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.host.HostProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a helper is told of an address and a length that a program alleges. Memory has 16 bytes. */
final class RegionsTest {
    @ParameterizedTest
    @CsvSource({"0x200000000, 16, true", "0x200000000, 17, false", "0x20000000f, 1, true", "0x20000000f, 2, false",
        "0x200000010, 0, false", "0x200000000, 0, false", "0x200000000, -1, false", "0x200000008, 0x8000000000000000, false",
        "0x200000008, 0x7fffffffffffffff, false", "0x2ffffffff, 0x7fffffffffffffff, false", "0x2ffffffff, 1, false",
        "0x1fffffff8, 16, false", "0, 1, false", "-1, 1, false", "0x400000000, 1, false"})
    void anAllegationIsJudgedWhateverItIs(String address, String bytes, boolean within) {
        HostProgram program = Trial.load(Source.program("exit"), 16, Trial.NOTHING);
        program.prepareRun(new byte[16], 0);
        long place = new Regions(program.memory()).place(program.record(), program.runRecord(), Source.value(address),
                Source.value(bytes), true);
        long expected = program.memory().load64(program.runRecord() + Run.MEMORY) + (Source.value(address) & 0xffffffffL);
        assertEquals(within ? expected : Regions.NOWHERE, place);
    }
}
