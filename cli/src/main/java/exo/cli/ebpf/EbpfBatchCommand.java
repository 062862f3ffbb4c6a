package exo.cli.ebpf;

import exo.cli.CommonOptions;
import exo.cli.EngineMachine;
import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Messages;
import exo.ebpf.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code exo ebpf batch}: programs, a JSON object a line, through structure check, checker, interpreter and compiler in a guest, where the
 * machine code is run; what came of each, as JSON in the same order.
 */
@Command(name = "batch",
        headerHeading = "Examples:%n  exo ebpf batch vectors.jsonl                  checked first, as the kernel would%n"
                + "  exo ebpf batch --assume-valid vectors.jsonl   what cannot be proved is checked at run time%n%n",
        description = {"Try many programs, interpreted and as machine code, in a guest.",
            "Each line of FILE is {\"name\", \"insns\": hex, \"mem\": hex}; each line of the output is",
            "{\"name\", \"verdict\": \"accept\"|\"reject\", \"reason\", \"interpreted\", \"compiled\"}, the latter two r0 as 0x...,",
            "or why the run ended early, or null. Helper 5 gives its r1; there is no other."},
        footer = {"", "Exit status: 0 whatever the verdicts are, 2 when FILE is not of that form, 124 timeout."})
final class EbpfBatchCommand implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 1000;
    private static final long SECONDS_AT_LEAST = 120;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "FILE", description = "The programs.")
    private Path file;

    @Option(names = "--assume-valid", description = "Accesses that cannot be proved are checked at run time, not refused.")
    private boolean assumeValid;

    private int answered;

    @Override
    public Integer call() throws Exception {
        List<BatchCase> cases = read();
        long flags = Program.MEMORY_WRITABLE | Program.REGISTER_CALLS | (assumeValid ? Program.GUARDED : 0);
        StringBuilder input = new StringBuilder();
        for (BatchCase one : cases) {
            input.append(one.line(flags)).append('\n');
        }
        Messages messages = common.messages();
        // A case may run until its budget is spent, a few seconds at most; a batch of such is rare.
        Duration timeout = Duration.ofSeconds(SECONDS_AT_LEAST + cases.size());
        new EngineMachine(timeout, false, common).run(input.toString(), answer -> tell(cases, answer, messages));
        if (answered != cases.size()) {
            throw new Failure(ExitStatus.EXO_FAILED, "the guest answered " + answered + " of " + cases.size() + " cases");
        }
        return ExitStatus.OK;
    }

    private void tell(List<BatchCase> cases, String answer, Messages messages) {
        if (answered < cases.size()) {
            System.out.println(BatchAnswer.json(cases.get(answered), answer));
        }
        answered++;
        if (answered % PROGRESS_EVERY == 0) {
            messages.progress("batch      " + answered + " of " + cases.size());
        }
    }

    private List<BatchCase> read() throws Failure {
        List<BatchCase> cases = new ArrayList<>();
        int number = 0;
        for (String line : new String(ProgramOptions.read(file), StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                cases.add(BatchCase.of(line, file + ":" + number));
            }
        }
        return cases;
    }
}
