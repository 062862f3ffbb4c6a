package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the kernel: its ELF's sections, what of its code is the engine's and the network's, and the hand-written lines that are not
 * Java.
 */
final class SizeReport {
    /** What came with downloaded code and the network: functions of these begin so. */
    private static final List<String> EXTENSIONS = List.of("exo.ebpf.", "exo.aegis.network.", "exo.aegis.Program", "exo.aegis.Packet",
            "exo.aegis.ClassCode", "exo.aegis.Network", "exo.aegis.Reception", "exo.aegis.Transmission", "exo.aegis.HandlerHelpers",
            "exo.aegis.Predicates", "exo.aegis.CodePages", "exo.aegis.MachineMemory", "exo.machine.metal.Virtio",
            "exo.machine.metal.PciFunction", "exo.machine.metal.DeviceMemory", "exo.machine.metal.MetalCodeStore", "aegis_call_program_",
            "aegis_call_wait_until", "aegis_call_ring_", "aegis_call_filter_", "aegis_call_packet_", "aegis_call_claim_",
            "aegis_helper_entry");
    private static final List<String> SUFFIXES = List.of(".S", ".c", ".h", ".ld");

    private SizeReport() {
    }

    static KernelSizes of(Installation installation, Path elf) throws ForgeException {
        long text = 0;
        long readOnly = 0;
        for (String line : Command.run(elf.getParent(), List.of("size", "-A", elf.toString())).lines().toList()) {
            String[] words = line.trim().split("\\s+");
            if (words[0].equals(".text")) {
                text += Long.parseLong(words[1]);
            } else if (words[0].equals(".rodata") || words[0].startsWith(".note")) {
                readOnly += Long.parseLong(words[1]);
            }
        }
        return new KernelSizes(text, readOnly, extensionBytes(elf), lines(installation.kernelNatives()));
    }

    private static long extensionBytes(Path elf) throws ForgeException {
        long bytes = 0;
        for (String line : Command.run(elf.getParent(), List.of("nm", "--format=posix", "--size-sort", elf.toString())).lines().toList()) {
            String[] words = line.split(" ");
            if (words[1].equalsIgnoreCase("t") && EXTENSIONS.stream().anyMatch(words[0]::startsWith)) {
                bytes += Long.parseLong(words[3], 16);
            }
        }
        return bytes;
    }

    private static int lines(List<Path> folders) throws ForgeException {
        int count = 0;
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(SizeReport::isNative).toList()) {
                    count += Files.readAllLines(file).size();
                }
            } catch (IOException e) {
                throw new ForgeException("cannot count the lines below " + folder + ": " + e.getMessage(), 1);
            }
        }
        return count;
    }

    private static boolean isNative(Path file) {
        return SUFFIXES.stream().anyMatch(file.toString()::endsWith);
    }
}
