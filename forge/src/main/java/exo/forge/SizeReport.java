package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Measures the kernel: its ELF's sections, and the hand-written lines that are not Java. */
final class SizeReport {
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
        return new KernelSizes(text, readOnly, lines(installation.kernelNatives()));
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
