package exo.tests.system;

import exo.tests.kernel.TwinMachine;
import exo.tests.kernel.TwinScript;
import exo.tests.kernel.TwinScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel is one kernel: what the kernel's tests make its programs do on the simulated machine, programs do on QEMU, call by
 * call, and everything that comes of it is the same: results, whose turn it is, where one is entered and with what, and the
 * public books. The simulated machine is made like QEMU's first, frame by frame.
 */
final class CallTwinTest {
    private static final int SECONDS = 60;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void buildTheProgram() throws IOException {
        new Project(directory).guest("twin.c").source("twin.h", TwinScripts.header())
                .description("twin", Project.c("twin", "256KiB"));
        Exo.in(directory).run("run", "twin.toml", "--dry-run").endedWith(0);
    }

    /** The guest as the machine's first program, in the steward's place. */
    private static byte[] elf() throws IOException {
        return Files.readAllBytes(directory.resolve(".exo/programs/twin/twin.elf"));
    }

    private static Outcome boot(byte[] archive) throws IOException {
        Path file = Files.write(directory.resolve("twin.archive"), archive);
        List<String> arguments = new ArrayList<>(List.of("run", "twin.toml", "--count", "--timeout", SECONDS + "s"));
        for (String word : TwinScript.BOOT_LINE.split(" ")) {
            arguments.addAll(List.of("--set", word));
        }
        // The last -initrd counts.
        arguments.addAll(List.of("--qemu-arg=-initrd", "--qemu-arg=" + file));
        return Exo.in(directory).run(arguments.toArray(String[]::new)).endedWith(TwinScript.STATUS);
    }

    @Test
    void everyCallDoesTheSameOnQemuAsOnTheSimulatedMachine() throws IOException {
        byte[] elf = elf();
        TwinMachine machine = TwinMachine.told(boot(TwinScript.empty(elf)).linesOf("steward"));
        for (TwinScript script : TwinScripts.of(machine, elf)) {
            script.compare(boot(script.archive()).linesOf("steward"));
        }
    }
}
