package exo.cli.ebpf;

import exo.cli.CommonOptions;
import exo.cli.DurationConverter;
import exo.cli.EngineMachine;
import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Messages;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo ebpf fuzz}: random and mutated programs, interpreted and as machine code in a guest, and what each leaves compared. */
@Command(name = "fuzz",
        headerHeading = "Examples:%n  exo ebpf fuzz --count 1000000 --seed 7   a million programs%n%n",
        description = "Compare interpreter and machine code on random programs: r0, outcome, budget, memory and area.",
        footer = {"", "A difference is told with the program, in hexadecimal, and its seed and number, by which it comes again:",
            "--seed S --first NUMBER --count 1. Exit status: 4 when there is one, 124 timeout."})
final class EbpfFuzzCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--count", paramLabel = "N", defaultValue = "100000", description = "Programs (default: ${DEFAULT-VALUE}).")
    private long count;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "What they are made from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--first", paramLabel = "NUMBER", defaultValue = "0", description = "The first one's number (default: 0).")
    private long first;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class, defaultValue = "20m",
            description = "Stop after this time (default: ${DEFAULT-VALUE}), with exit status 124.")
    private Duration timeout;

    private String sum = "";

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new Failure(ExitStatus.USAGE, "--count " + count + " is not 1 or more");
        }
        Messages messages = common.messages();
        messages.progress("fuzz       seed " + seed + ", " + count + " programs from number " + first);
        new EngineMachine(timeout, false, common)
                .run("fuzz " + first + " " + count + " " + seed + "\n", line -> tell(line, messages));
        String[] words = sum.split(" ");
        System.out.println(sentence(words));
        return words[words.length - 1].equals("0") ? ExitStatus.OK : ExitStatus.TESTS_FAILED;
    }

    private void tell(String line, Messages messages) {
        if (line.startsWith("trying ")) {
            messages.progress("fuzz       " + sentence(line.split(" ")));
        } else if (line.startsWith("tried ")) {
            sum = line;
        } else if (line.startsWith("rule ")) {
            messages.progress("fuzz       " + refusals(line.split(" ")));
        } else {
            messages.notice(line);
        }
    }

    private static String refusals(String[] words) {
        return words[2] + " refused: " + new Verdict(Integer.parseInt(words[1]), 0).reason();
    }

    private static String sentence(String[] words) {
        return words[1] + " programs: " + words[2] + " ill-formed, " + words[3] + " refused by the checker, " + words[4]
                + " ended early, " + words[5] + " differ";
    }
}
