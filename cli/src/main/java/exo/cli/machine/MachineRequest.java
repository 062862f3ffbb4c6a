package exo.cli.machine;

import exo.forge.description.NetworkDescription;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that the QEMU command depends on, decided.
 *
 * @param count whether one instruction is to be one nanosecond of guest time, exactly repeatable
 * @param bootLine the kernel's boot line
 * @param controlFile what the guest says on the control channel is written here
 * @param gdbSocket for QEMU's gdb stub, or null
 * @param paused whether the guest waits for gdb before its first instruction
 * @param captureFile what passes the network card is written there; or null
 */
public record MachineRequest(String machine, Accelerator accelerator, String processor, long memoryBytes, int cpus,
        boolean count, Path kernel, Path archive, String bootLine, Path controlFile, Path gdbSocket, boolean paused,
        NetworkDescription network, Path captureFile, List<String> more) {

    public MachineRequest {
        more = List.copyOf(more);
    }
}
