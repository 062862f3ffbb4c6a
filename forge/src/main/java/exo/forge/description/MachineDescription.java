package exo.forge.description;

/**
 * The {@code [machine]} table: the virtual machine that the system asks for.
 *
 * @param machine QEMU's machine type: q35, microvm or pc
 */
public record MachineDescription(long memoryBytes, int cpus, String machine) {
}
