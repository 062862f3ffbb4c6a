package exo.cli.ebpf;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.ebpf.host.HexText;
import exo.ebpf.host.UnreadableException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a program is called with: its memory, in r1, with its length in r2. */
final class MemoryOption {
    private static final String FROM_FILE = "@";

    @Option(names = "--mem", paramLabel = "HEX|@FILE",
            description = "The program's memory: hexadecimal bytes, or the bytes of a file. r1 = memory, r2 = its length.")
    private String memory;

    boolean isGiven() {
        return memory != null;
    }

    /** Empty if none is given. */
    byte[] bytes() throws Failure {
        if (memory == null) {
            return new byte[0];
        }
        if (memory.startsWith(FROM_FILE)) {
            return ProgramOptions.read(Path.of(memory.substring(FROM_FILE.length())));
        }
        try {
            return HexText.bytes(memory);
        } catch (UnreadableException problem) {
            throw new Failure(ExitStatus.USAGE, "--mem " + problem.getMessage().replaceFirst("^line 1: ", ""));
        }
    }
}
