package exo.cli.ebpf;

import exo.cli.CommonOptions;
import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.ebpf.host.Disassembler;
import exo.ebpf.host.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code exo ebpf disasm}: a program as text, linked as it would be loaded, with its functions and, if it has them, its source lines. */
@Command(name = "disasm",
        headerHeading = "Examples:%n  exo ebpf disasm filter.o                  its instructions, with the lines of its C%n"
                + "  exo ebpf disasm classify.o --section udp  of one program of several%n%n",
        description = "Show a program's instructions.",
        footer = {"", "A program is shown whether it would be refused or not.", "", "Exit status: 2 when FILE is no program."})
final class EbpfDisasmCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgramOptions program;

    @Override
    public Integer call() throws Failure {
        lines(program.load()).forEach(System.out::println);
        return ExitStatus.OK;
    }

    private static List<String> lines(LoadedProgram loaded) {
        List<String> lines = new ArrayList<>();
        String function = null;
        SourceLine line = null;
        long[] instructions = loaded.instructions();
        for (int at = 0; at < instructions.length; at += Disassembler.slots(instructions, at)) {
            if (!Objects.equals(function, loaded.function(at))) {
                function = loaded.function(at);
                lines.add(function + ":");
            }
            if (!Objects.equals(line, loaded.line(at)) && loaded.line(at) != null) {
                lines.add("; " + loaded.line(at));
            }
            line = loaded.line(at);
            lines.add(String.format("%5d: %s", at, Disassembler.text(instructions, at)));
        }
        return lines;
    }
}
