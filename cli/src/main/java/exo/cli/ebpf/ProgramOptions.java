package exo.cli.ebpf;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.ebpf.host.ElfObject;
import exo.ebpf.host.HexText;
import exo.ebpf.host.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program that a verb is about. */
final class ProgramOptions {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = {"What clang -target bpf -c writes, or a text of",
        "instructions as hexadecimal bytes (# begins a comment)."})
    Path file;

    @Option(names = "--section", paramLabel = "NAME",
            description = "The section, or the function, of an object with several programs.")
    String section;

    @Option(names = "--class", paramLabel = "NAME", description = "Instead of FILE: a Java class with a packet handler or a predicate.")
    String className;

    @Option(names = "--classpath", paramLabel = "PATH", description = "Where that is (default: the programs of this installation).")
    String classPath;

    LoadedProgram load() throws Failure {
        if ((file == null) == (className == null)) {
            throw new Failure(ExitStatus.USAGE, "give one program: FILE, or --class NAME");
        }
        if (className != null) {
            // What messages call the program.
            file = Path.of(className);
            return LoadedProgram.of(JavaClass.program(className, classPath));
        }
        byte[] bytes = read(file);
        try {
            if (ElfObject.isElf(bytes)) {
                return LoadedProgram.of(ElfObject.read(bytes, section));
            }
            if (section != null) {
                throw new Failure(ExitStatus.USAGE, file + " is no ELF object and has no sections: drop --section");
            }
            return LoadedProgram.of(instructions(bytes));
        } catch (UnreadableException problem) {
            throw new Failure(ExitStatus.USAGE, file + " " + problem.getMessage());
        }
    }

    private static long[] instructions(byte[] text) throws UnreadableException {
        try {
            return HexText.instructions(new String(text, StandardCharsets.ISO_8859_1));
        } catch (UnreadableException problem) {
            throw new UnreadableException("is no ELF object, and as hexadecimal text: " + problem.getMessage());
        }
    }

    static byte[] read(Path file) throws Failure {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new Failure(ExitStatus.USAGE, file + " does not exist");
        } catch (IOException unreadable) {
            throw new Failure(ExitStatus.USAGE, file + (Files.isDirectory(file) ? " is a directory" : " cannot be read: "
                    + unreadable.getMessage()));
        }
    }
}
