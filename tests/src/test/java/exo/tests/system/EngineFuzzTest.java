package exo.tests.system;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Random programs in a guest: the machine code leaves what the interpreter leaves. The seed is in the output; {@code exo ebpf fuzz} repeats it. */
final class EngineFuzzTest {
    private static final long PROGRAMS = Long.getLong("exo.programs", 20_000);

    @Test
    void machineCodeLeavesWhatTheInterpreterLeaves() {
        long seed = Long.getLong("exo.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        System.out.println("EngineFuzzTest: seed " + seed);
        Exo.atHome().run("ebpf", "fuzz", "--count", Long.toString(PROGRAMS), "--seed", Long.toString(seed)).endedWith(0).says("0 differ");
    }
}
