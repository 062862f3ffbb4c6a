package exo.cli;

import exo.cli.bench.BenchConsole;
import exo.cli.bench.BenchLimit;
import exo.cli.bench.BenchReport;
import exo.cli.bench.EchoFeed;
import exo.cli.bench.FeedOnDemand;
import exo.cli.bench.InstructionCounter;
import exo.cli.bench.Measurement;
import exo.cli.bench.RawLink;
import exo.cli.machine.Companion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code exo bench net}: what downloaded code and packets take. Four machines: one interprets and runs the engine's benchmark programs; one
 * is fed packets, and the kernel tells what each took; one provokes the kernel's longest work on them; and one answers echoes, counted
 * from outside.
 */
final class NetBench {
    private static final String ENGINE = "ebpf";
    private static final String METER = "netmeter";
    private static final String PATHS = "netpaths";
    private static final String FILTERS = "--set=aegis.filters=10240";
    /** Of the card, as descriptions have it where they say nothing else. */
    private static final byte[] MAC = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
    private static final byte[] ADDRESS = {10, 0, 2, 15};
    private static final int RING_ECHO_PORT = 7;
    private static final int HANDLER_ECHO_PORT = 8;
    private static final int ROUNDS = 1000;

    private final Installation installation;
    private final Duration timeout;
    private final boolean verbose;
    private final Messages messages;
    private final Map<String, Measurement> measured = new LinkedHashMap<>();
    private int status;

    NetBench(Installation installation, Duration timeout, boolean verbose, Messages messages) {
        this.installation = installation;
        this.timeout = timeout;
        this.verbose = verbose;
        this.messages = messages;
    }

    /** The report; null, and a failure has been told, if a machine failed. */
    BenchReport measure(Map<String, BenchLimit> limits) throws Exception {
        status = engine();
        status = status == ExitStatus.OK ? fed(METER, "is fed packets") : status;
        status = status == ExitStatus.OK ? fed(PATHS, "provokes the kernel's longest work") : status;
        status = status == ExitStatus.OK ? echoes() : status;
        return status == ExitStatus.OK ? BenchReport.of(limits, measured) : null;
    }

    /** What exo is to end with when there is no report. */
    int status() {
        return status;
    }

    private int engine() throws Exception {
        BenchMachine machine = new BenchMachine(installation.system("ebpf-bench"), timeout, verbose, messages);
        BenchConsole console = machine.console(Measurement.WORD);
        messages.progress("bench      net: the engine's programs run, every guest instruction counted ...");
        int ended = machine.run(console);
        measured.putAll(BenchReport.measured(console.measurements(), "[" + ENGINE + "] "));
        return ended;
    }

    /** One system that asks for packets. */
    private int fed(String system, String does) throws Exception {
        try (RawLink link = new RawLink()) {
            String[] flags = {"--net=" + link.mode(), FILTERS};
            BenchMachine machine = new BenchMachine(installation.system(system), timeout, verbose, messages, flags);
            BenchConsole console = machine.console(Measurement.WORD);
            messages.progress("bench      net: " + system + " " + does + ", every guest instruction counted ...");
            int ended = machine.run(console, new FeedOnDemand(console, link, MAC, ADDRESS), Companion.NONE,
                    MachineOptions.counting(installation.system(system), timeout, flags));
            measured.putAll(BenchReport.measured(console.measurements(), "[" + system + "] "));
            return ended;
        }
    }

    private int echoes() throws Exception {
        Path files = Files.createDirectories(installation.workDirectory().resolve("bench"));
        InstructionCounter counter = InstructionCounter.in(files);
        try (RawLink link = new RawLink()) {
            List<String> flags = new ArrayList<>(List.of("--net=" + link.mode()));
            counter.arguments().forEach(argument -> flags.add("--qemu-arg=" + argument));
            String[] all = flags.toArray(String[]::new);
            BenchMachine machine = new BenchMachine(installation.system("netecho"), timeout, verbose, messages, all);
            BenchConsole console = machine.console(Measurement.WORD);
            messages.progress("bench      net: " + ROUNDS + " echoes of each server, counted from outside ...");
            EchoFeed feed = new EchoFeed(link, counter, MAC, ADDRESS, servers());
            int ended = machine.run(console, console, feed, MachineOptions.watched(installation.system("netecho"), timeout, all));
            if (feed.problem() != null) {
                machine.tellLastLines(console);
                throw new Failure(ExitStatus.FAILED, feed.problem());
            }
            feed.instructions().forEach((name, value) -> measured.put(name, Measurement.counted(name, value, ROUNDS, "")));
            return ended;
        }
    }

    private static Map<String, Integer> servers() {
        Map<String, Integer> servers = new LinkedHashMap<>();
        servers.put("ash_echo", HANDLER_ECHO_PORT);
        servers.put("ring_echo", RING_ECHO_PORT);
        return servers;
    }
}
