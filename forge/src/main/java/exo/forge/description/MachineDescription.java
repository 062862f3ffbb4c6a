package exo.forge.description;

/**
 * The {@code [machine]} table: the virtual machine that the system asks for.
 *
 * @param machine QEMU's machine type: q35, microvm or pc
 * @param sliceMicroseconds length of a time slice
 */
public record MachineDescription(long memoryBytes, int cpus, String machine, long sliceMicroseconds) {
}
