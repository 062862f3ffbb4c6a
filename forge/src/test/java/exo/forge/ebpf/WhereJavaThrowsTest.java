package exo.forge.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.ebpf.Run;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.HostProgram;
import exo.exos.code.Packet;
import org.junit.jupiter.api.Test;

/** What programs do where Java throws: x / 0 is 0, x % 0 is x, and outside of an array are zeros, which nothing changes. */
final class WhereJavaThrowsTest {
    private static final int PACKET_BYTES = 32;

    static final class Divisions {
        static int handle(Packet packet, int length) {
            int divisor = packet.u8(0);
            long wide = packet.u32(1);
            return 7 / divisor + 7 % divisor * 10 + (int) (9 / wide) * 100 + (int) (9 % wide) * 1000;
        }
    }

    static final class Indices {
        private static final int[] BEFORE = {5, 5, 5, 5};
        private static final int[] NUMBERS = {1, 2, 3, 4};
        private static final int[] BEHIND = {6, 6, 6, 6};

        static int handle(Packet packet, int length) {
            int index = (int) packet.u32(0);
            NUMBERS[index] = 9;
            return NUMBERS[index] * 100 + BEFORE[0] * 10 + BEHIND[0];
        }
    }

    private static long result(Class<?> type, byte... packet) throws UntranslatableException {
        byte[] input = new byte[PACKET_BYTES];
        System.arraycopy(packet, 0, input, 0, packet.length);
        JavaProgram program = Translated.program(type.getName());
        HostProgram.Terms terms = new HostProgram.Terms(PACKET_BYTES, PACKET_BYTES, program.area(), 0, Translated.terms(program).flags());
        CheckedProgram checked = new CheckedProgram(program.instructions(), terms);
        assertEquals(0, checked.refusal());
        HostProgram.Result result = checked.host().interpret(input, 0, (run, number, r1, r2, r3, r4, r5) -> 0);
        assertEquals(Run.DONE, result.outcome());
        return result.value();
    }

    @Test
    void byZeroTheQuotientIsZeroAndTheRemainderTheDividend() throws UntranslatableException {
        assertEquals(0 + 7 * 10 + 0 + 9 * 1000, result(Divisions.class));
        assertEquals(3 + 10 + 400 + 1000, result(Divisions.class, (byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 2));
    }

    @Test
    void outsideOfAnArrayThereIsNothing() throws UntranslatableException {
        assertEquals(956, result(Indices.class, (byte) 0, (byte) 0, (byte) 0, (byte) 3));
        assertEquals(56, result(Indices.class, (byte) 0, (byte) 0, (byte) 0, (byte) 4));
        assertEquals(56, result(Indices.class, (byte) -1, (byte) -1, (byte) -1, (byte) -1));
        assertEquals(56, result(Indices.class, (byte) 0x80));
    }
}
