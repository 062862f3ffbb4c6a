package exo.cli.ebpf;

import exo.cli.CommonOptions;
import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Format;
import exo.ebpf.Program;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.Disassembler;
import exo.ebpf.host.HostProgram;
import exo.ebpf.host.SourceLine;
import java.util.concurrent.Callable;
import org.json.JSONObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo ebpf check}: whether the engine takes a program, and if not, by which rule and where. */
@Command(name = "check",
        headerHeading = "Examples:%n  exo ebpf check filter.o                   any memory of up to 64 KiB%n"
                + "  exo ebpf check filter.o --mem 00112233    memory of exactly that length%n%n",
        description = "Judge a program, without running it.",
        footer = {"", "Exit status: 1 when it is refused, 2 when FILE is no program."})
final class EbpfCheckCommand implements Callable<Integer> {
    private static final long MEMORY_BYTES_MOST = 65_535;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgramOptions program;

    @Mixin
    private MemoryOption memory;

    @Option(names = "--assume-valid", description = "Accesses that cannot be proved are checked at run time, not refused.")
    private boolean assumeValid;

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORM",
            description = "text (default), or json: one object on standard output.")
    private Format format;

    @Override
    public Integer call() throws Failure {
        LoadedProgram loaded = program.load();
        long length = memory.isGiven() ? memory.bytes().length : loaded.memoryBytes();
        boolean known = length != LoadedProgram.ANY;
        CheckedProgram checked = loaded.check(known ? length : 0, known ? length : MEMORY_BYTES_MOST, assumeValid);
        HostProgram host = checked.host();
        if (format == Format.JSON) {
            System.out.println(json(loaded, checked));
        } else if (checked.isAccepted()) {
            long functions = host.memory().load64(host.record() + Program.FUNCTIONS);
            System.out.println(program.file + ": accepted, " + counted(loaded.instructions().length, "instruction") + ", "
                    + counted(functions, "function"));
        } else {
            common.messages().located(refusal(program, loaded, checked));
        }
        return checked.isAccepted() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    static String refusal(ProgramOptions program, LoadedProgram loaded, CheckedProgram checked) {
        return program.file + ": " + String.join(System.lineSeparator(), loaded.explanation(checked));
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String json(LoadedProgram loaded, CheckedProgram checked) {
        Verdict verdict = Verdict.of(checked);
        JSONObject object = new JSONObject();
        object.put("verdict", verdict.isAccepted() ? "accept" : "reject");
        if (!verdict.isAccepted()) {
            int at = verdict.refusedAt();
            object.put("rule", verdict.refusal()).put("reason", verdict.reason()).put("instruction", at)
                    .putOpt("function", loaded.function(at)).put("explanation", loaded.explanation(checked));
            if (at < loaded.instructions().length) {
                object.put("text", Disassembler.text(loaded.instructions(), at));
            }
            SourceLine line = loaded.line(at);
            if (line != null) {
                object.put("file", line.file()).put("line", line.line());
            }
        }
        return object.toString();
    }
}
