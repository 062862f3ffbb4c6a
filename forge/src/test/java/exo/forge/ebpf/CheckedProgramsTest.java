package exo.forge.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.ebpf.Refusal;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.Explanation;
import exo.ebpf.host.SourceLine;
import exo.exos.code.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine's checker says of programs from Java: accepted without guards where tests stand before accesses, else by Java's line. */
final class CheckedProgramsTest {
    private static void accepted(String name) throws UntranslatableException {
        JavaProgram program = Translated.program(name);
        CheckedProgram checked = Translated.checked(program);
        assertTrue(checked.isAccepted(), () -> name + "\n" + String.join("\n", Explanation.of(checked, program.places())));
    }

    @Test
    void theSamplesAreAccepted() throws UntranslatableException {
        accepted("exo.programs.network.code.UdpEcho");
        accepted("exo.programs.network.code.PingEcho");
        accepted("exo.programs.network.code.QueueIsWorthIt");
    }

    @Test
    void lengthsThatAreTestedAreProved() throws UntranslatableException {
        accepted(Accepted.VariableHeader.class.getName());
        accepted(Accepted.SumOfBytes.class.getName());
        accepted(Accepted.Table.class.getName());
        accepted(Accepted.Functions.class.getName());
    }

    static final class Untested {
        static int handle(Packet packet, int length) {
            return packet.u8(20);
        }
    }

    @Test
    void anAccessThatNoTestComesBeforeIsRefusedByItsLine() throws UntranslatableException {
        JavaProgram program = Translated.program(Untested.class.getName());
        CheckedProgram checked = Translated.checked(program);
        assertFalse(checked.isAccepted());
        assertEquals(Refusal.UNPROVED_ACCESS, checked.refusal());
        SourceLine line = program.places().get(checked.refusedAt()).line();
        assertEquals("return packet.u8(20);", line.text());
        assertEquals("CheckedProgramsTest.java", line.file());
        assertEquals("handle", program.places().get(checked.refusedAt()).function());
        List<String> explanation = Explanation.of(checked, program.places(), "packet");
        assertTrue(explanation.stream().anyMatch(told -> told.contains("return packet.u8(20);")), explanation::toString);
    }

    @Test
    void theSamplesAreShort() throws UntranslatableException {
        // A limit that only worse code would break.
        assertTrue(Translated.program("exo.programs.network.code.UdpEcho").instructions().length <= 49);
        assertTrue(Translated.program("exo.programs.network.code.PingEcho").instructions().length <= 62);
        assertTrue(Translated.program("exo.programs.network.code.QueueIsWorthIt").instructions().length <= 21);
    }
}
