package exo.cli;

import exo.cli.bench.BenchConsole;
import exo.cli.bench.BenchLimit;
import exo.cli.bench.BenchLimits;
import exo.cli.bench.BenchReport;
import exo.cli.bench.Measurement;
import exo.cli.bench.SliceCost;
import exo.cli.bench.SlicesReport;
import exo.forge.description.DescriptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code exo bench}: boots a system that measures, with every guest instruction counted. The figures repeat exactly, so that
 * a limit is a gate and not a matter of the host's speed.
 */
@Command(name = "bench",
        headerHeading = "Examples:%n  exo bench core --json result.json   the kernel's primitives, and the figures for programs%n"
                + "  exo bench net                       what packets and downloaded code cost%n%n",
        description = "Measure the kernel: its primitives, or its network, against their limits, or what time slices cost.",
        footer = {"", "Without SUITE: the list of suites. Limits of core and net: systems/limits.toml.",
            "Exit status: 4 when a limit is exceeded or one is not measured, 1 when the measuring program fails,",
            "124 timeout, 125 exo or kernel failed."})
final class BenchCommand implements Callable<Integer> {
    private static final String CORE = "core";
    private static final String SLICES = "slices";
    private static final String NET = "net";
    private static final List<String> SUITES = List.of(CORE, NET, SLICES);
    private static final String METER = "meter";
    /** Programs in the system that shows what slices cost. */
    private static final int SPINNERS = 3;
    private static final List<Integer> SLICE_MICROSECONDS = List.of(10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000);

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..1", paramLabel = "SUITE", description = "What to measure: core, net or slices.")
    private String suite;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON to this file.")
    private Path json;

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORM",
            description = "text (default): a table; or json: the figures as JSON on standard output.")
    private Format format;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class, defaultValue = "120s",
            description = "Stop the machine after this time (default: 120s), with exit status 124.")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        if (suite == null) {
            return listSuites();
        }
        if (!SUITES.contains(suite)) {
            throw new Failure(ExitStatus.USAGE, Errors.unknown("suite", suite, SUITES));
        }
        if (json != null) {
            new ResultFile(json).checkPlace();
        }
        return suite.equals(CORE) ? core(common.messages()) : suite.equals(NET) ? net(common.messages()) : slices(common.messages());
    }

    private int listSuites() throws Failure {
        if (json != null) {
            throw new Failure(ExitStatus.USAGE, "exo bench needs a SUITE, as in: exo bench core --json " + json);
        }
        System.out.println(CORE + "    what the kernel's primitives cost, in guest instructions");
        System.out.println(NET + "     what packets and downloaded code cost, in guest instructions");
        System.out.println(SLICES + "  what time slices of each length cost, and how long one waits");
        return ExitStatus.OK;
    }

    // ---- core --------------------------------------------------------------------------------------------------------

    private int core(Messages messages) throws Exception {
        Installation installation = Installation.running();
        Map<String, BenchLimit> limits = limits(installation.limits());
        BenchMachine machine = new BenchMachine(installation.meter(), timeout, common.verbose, messages);
        BenchConsole console = machine.console(Measurement.WORD);
        messages.progress("bench      " + suite + ": " + METER + " runs, every guest instruction counted ...");
        int status = machine.run(console);
        if (status != ExitStatus.OK) {
            return status;
        }
        BenchReport report = BenchReport.of(limits, console.measurements(), METER);
        if (report.isEmpty()) {
            machine.tellLastLines(console);
            throw new Failure(ExitStatus.FAILED, "the " + METER + " ended with 0 and has measured nothing");
        }
        tell(report.json(), report.table(), report.sentence(), messages);
        return report.passed() ? ExitStatus.OK : ExitStatus.BENCHMARK_GATE_FAILED;
    }

    // ---- net ---------------------------------------------------------------------------------------------------------

    private int net(Messages messages) throws Exception {
        Installation installation = Installation.running();
        NetBench bench = new NetBench(installation, timeout, common.verbose, messages);
        BenchReport report = bench.measure(limits(installation.limits()));
        if (report == null) {
            return bench.status();
        }
        tell(report.json(), report.table(), report.sentence(), messages);
        return report.passed() ? ExitStatus.OK : ExitStatus.BENCHMARK_GATE_FAILED;
    }

    private Map<String, BenchLimit> limits(Path file) throws Failure, DescriptionException {
        try {
            return BenchLimits.of(Files.readString(file), file.toString(), suite);
        } catch (IOException unreadable) {
            throw new Failure(ExitStatus.EXO_FAILED, file + " cannot be read: " + unreadable.getMessage());
        }
    }

    // ---- slices ------------------------------------------------------------------------------------------------------

    private int slices(Messages messages) throws Exception {
        BenchMachine machine = new BenchMachine(Installation.running().slices(), timeout, common.verbose, messages);
        List<SliceCost> costs = new ArrayList<>();
        for (int microseconds : SLICE_MICROSECONDS) {
            BenchConsole console = machine.console(SliceCost.WORD);
            messages.progress("bench      " + suite + ": " + microseconds + " us, every guest instruction counted ...");
            int status = machine.run(console, "--set=aegis.slice-us=" + microseconds);
            if (status != ExitStatus.OK) {
                return status;
            }
            costs.add(SliceCost.of(console.measurements(), SPINNERS));
        }
        SlicesReport report = new SlicesReport(costs);
        tell(report.json(), report.table(), report.sentence(SPINNERS), messages);
        return ExitStatus.OK;
    }

    // ---- telling -----------------------------------------------------------------------------------------------------

    private void tell(String figures, String table, String sentence, Messages messages) throws Failure {
        if (json != null) {
            new ResultFile(json).write(figures + "\n");
        }
        if (format == Format.JSON) {
            System.out.println(figures);
            messages.notice(sentence);
        } else {
            System.out.println(table);
            System.out.println(sentence);
        }
    }
}
