package exo.tests.system;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Once it has booted, the kernel makes no object and writes to none: the pages of its heap are read-only then. What would allocate
 * is made to run by gdb, as nothing in the kernel does.
 */
final class SealedHeapTest {
    @Test
    void anAllocationAfterBootIsAPanic() throws IOException {
        Exo.assumeInstalled("gdb");
        Outcome outcome = Exo.atHome().run("debug", "--timeout", "60s", "-ex", "break aegis_call_exit", "-ex", "continue",
                "-ex", "set $rdi = (long) &ea_Console_Cls", "-ex", "set $rip = 'org$teavm$runtime$Allocator$allocate'",
                "-ex", "delete", "-ex", "continue");
        outcome.says("aegis panic: page fault in the kernel, error code 0x3").says("at org.teavm.runtime.Allocator.allocate");
    }
}
