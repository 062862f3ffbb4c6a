package exo.cli.ebpf;

import exo.cli.CommonOptions;
import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Format;
import exo.ebpf.Run;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.HexText;
import exo.ebpf.host.HostProgram;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.json.JSONObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo ebpf run}: checks a program and interprets it once. */
@Command(name = "run",
        headerHeading = "Examples:%n  exo ebpf run sum.o --mem '01 02 03'             what it gives for three bytes%n"
                + "  exo ebpf run sum.o --mem @packet --budget 1000  on a file's bytes, within a budget%n%n",
        description = "Interpret a program: r1 = memory, r2 = its length; what it leaves in r0 is the result.",
        footer = {"", "Helper 5 gives its r1; there are no others.", "",
            "Exit status: 1 when the program is refused or its run ends early, 2 when FILE is no program."})
final class EbpfRunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgramOptions program;

    @Mixin
    private MemoryOption memory;

    @Option(names = "--budget", paramLabel = "COUNT", defaultValue = "1000000",
            description = "Instructions that jumps back and calls may take (default: 1000000).")
    private long budget;

    @Option(names = "--assume-valid", description = "Accesses that cannot be proved are checked at run time, not refused.")
    private boolean assumeValid;

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORM",
            description = "text (default), or json: one object on standard output.")
    private Format format;

    @Override
    public Integer call() throws Failure {
        if (budget < 0) {
            throw new Failure(ExitStatus.USAGE, "--budget " + budget + " is negative");
        }
        LoadedProgram loaded = program.load();
        byte[] input = memory.bytes();
        CheckedProgram checked = loaded.check(input.length, input.length, assumeValid);
        if (!checked.isAccepted()) {
            throw new Failure(ExitStatus.FAILED, EbpfCheckCommand.refusal(program, loaded, checked));
        }
        HostProgram.Result result = checked.host().interpret(input, budget, LoadedProgram::callHelper);
        if (format == Format.JSON) {
            System.out.println(json(result));
        } else {
            tell(loaded, input, result);
        }
        return result.outcome() == Run.DONE ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private void tell(LoadedProgram loaded, byte[] input, HostProgram.Result result) {
        if (result.outcome() == Run.DONE) {
            System.out.printf(Locale.ROOT, "r0 = 0x%x%s%n", result.value(), result.value() < 0 ? "" : " (" + result.value() + ")");
        } else {
            common.messages().located(program.file + ": ended early, " + ending(result.outcome()) + ": "
                    + loaded.place(result.endedAt()));
        }
        if (!Arrays.equals(input, result.memory())) {
            System.out.println("memory = " + HexText.of(result.memory()));
        }
    }

    private static String json(HostProgram.Result result) {
        JSONObject object = new JSONObject();
        object.put("outcome", name(result.outcome())).put("result", "0x" + Long.toHexString(result.value()))
                .put("budgetLeft", result.budgetLeft()).put("memory", HexText.of(result.memory()));
        if (result.outcome() != Run.DONE) {
            object.put("endedAt", result.endedAt());
        }
        return object.toString();
    }

    private static String name(int outcome) {
        return switch (outcome) {
            case Run.DONE -> "done";
            case Run.BAD_ACCESS -> "bad-access";
            case Run.BUDGET_SPENT -> "budget-spent";
            case Run.TOO_DEEP -> "too-deep";
            default -> "no-such-helper";
        };
    }

    private static String ending(int outcome) {
        return switch (outcome) {
            case Run.BAD_ACCESS -> "an access outside of its regions, or a write to what is read-only";
            case Run.BUDGET_SPENT -> "its budget is spent (--budget gives more)";
            case Run.TOO_DEEP -> "functions nested too deep";
            default -> "a call of a helper that there is none of";
        };
    }
}
