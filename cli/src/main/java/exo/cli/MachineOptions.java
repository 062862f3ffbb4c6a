package exo.cli;

import exo.cli.machine.Accelerator;
import exo.forge.description.MachineDescription;
import exo.forge.description.Overrides;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.Toml;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The flags of every verb that boots a machine. Those that say what a description may say too become overrides of it,
 * so that there is one place which judges them; environment variables come below the flags.
 */
final class MachineOptions {
    private static final String BOOT_LINE_KEYS = "aegis.";
    private static final String SLICE_KEY = BOOT_LINE_KEYS + "slice-us";
    private static final Map<String, String> KEY_OF_VARIABLE =
            Map.of("EXO_MEMORY", "machine.memory", "EXO_CPUS", "machine.cpus", "EXO_MACHINE", "machine.machine",
                    "EXO_NET", "net.mode");

    @Parameters(arity = "0..1", paramLabel = "TARGET", description = {"A directory with exo.toml, a *.toml file, or "
            + "the ELF of a program.", "Default: ./exo.toml, or else the showcase."})
    Path target;

    @Option(names = {"-m", "--memory"}, paramLabel = "SIZE", converter = MemoryConverter.class,
            description = "The machine's memory, with its unit: 256MiB.")
    private String memory;

    @Option(names = {"-c", "--cpus"}, paramLabel = "N", description = "Processors; only 1 is available yet.")
    private Integer cpus;

    @Option(names = "--machine", paramLabel = "TYPE", description = "q35 (default), microvm or pc.")
    private String machine;

    @Option(names = "--accel", paramLabel = "WAY", defaultValue = "${env:EXO_ACCEL:-auto}",
            description = "auto (default), kvm or tcg.")
    Accelerator accelerator;

    @Option(names = "--cpu", paramLabel = "MODEL", defaultValue = "max",
            description = "QEMU's processor model (default: max).")
    String processor;

    @Option(names = "--net", paramLabel = "MODE", description = {"What the network card is connected to: user (QEMU's own network), "
            + "none, tap:NAME, or dgram:LOCALPORT:REMOTEPORT (Ethernet frames over the host's loopback).",
        "Default: user if the description has [net], or a program that claims packets."})
    private String net;

    @Option(names = {"-p", "--publish"}, paramLabel = "PORTS", description = "[HOST:]GUEST with /tcp (default) or /udp behind: a port "
            + "of the host's loopback that leads to one of the guest's; may be repeated. In place of the description's.")
    private List<String> publish = new ArrayList<>();

    @Option(names = "--allow-weak-cpu", description = "Boot on a processor without NX, SMEP or SMAP.")
    private boolean allowWeakCpu;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class,
            description = "Stop the machine after this time, such as 30s, with exit status 124.")
    Duration timeout;

    @Option(names = "--count", description = "Make one guest instruction one nanosecond, exactly repeatable (TCG).")
    boolean count;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Override a key of the description (env.web.memory=8MiB), or set one of the kernel's "
                    + "(aegis.KEY=VALUE).")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--raw", description = "Do not put environments' names before their lines.")
    boolean raw;

    @Option(names = "--qemu-arg", paramLabel = "ARG", preprocessor = AnyValue.class,
            description = "One more argument for QEMU; may be repeated.")
    List<String> qemuArguments = new ArrayList<>();

    /** For a verb that counts instructions, and takes none of these flags but those that it sets itself. */
    static MachineOptions counting(Path target, Duration timeout, String... flags) {
        MachineOptions options = new MachineOptions();
        new CommandLine(options).parseArgs(Stream.concat(Stream.of("--accel=tcg", "--count"), Stream.of(flags))
                .toArray(String[]::new));
        options.target = target;
        options.timeout = timeout;
        return options;
    }

    /** For a verb that boots a system of exo's own and takes none of these flags. */
    static MachineOptions plain(Path target, Duration timeout) {
        MachineOptions options = new MachineOptions();
        new CommandLine(options).parseArgs();
        options.target = target;
        options.timeout = timeout;
        return options;
    }

    /** Those of a machine that something else watches, with no console of its own; its time is the host's. */
    static MachineOptions watched(Path target, Duration timeout, String... flags) {
        MachineOptions options = new MachineOptions();
        new CommandLine(options).parseArgs(Stream.concat(Stream.of("--accel=tcg"), Stream.of(flags)).toArray(String[]::new));
        options.target = target;
        options.timeout = timeout;
        return options;
    }

    Overrides overrides() {
        Overrides overrides = new Overrides();
        KEY_OF_VARIABLE.forEach((variable, key) -> set(overrides, key, System.getenv(variable), variable));
        settings.forEach((key, value) -> {
            if (!key.startsWith(BOOT_LINE_KEYS)) {
                set(overrides, key, value, "--set " + key);
            }
        });
        set(overrides, "machine.memory", memory, "--memory");
        set(overrides, "machine.cpus", cpus == null ? null : cpus.toString(), "--cpus");
        set(overrides, "machine.machine", machine, "--machine");
        set(overrides, "net.mode", net, "--net");
        set(overrides, "net.publish", publish.isEmpty() ? null : tomlArray(publish), "--publish");
        return overrides;
    }

    private static String tomlArray(List<String> texts) {
        return texts.stream().map(text -> '"' + Toml.tomlEscape(text).toString() + '"').collect(Collectors.joining(", ", "[", "]"));
    }

    private static void set(Overrides overrides, String key, String value, String origin) {
        if (value != null && !value.isEmpty()) {
            overrides.set(key, value, origin);
        }
    }

    /** What the kernel is told at boot: what the description says, unless a setting of the kernel's own says more. */
    String bootLine(MachineDescription description) {
        List<String> words = new ArrayList<>();
        if (!settings.containsKey(SLICE_KEY)) {
            words.add(SLICE_KEY + "=" + description.sliceMicroseconds());
        }
        if (allowWeakCpu) {
            words.add("aegis.allow-weak-cpu");
        }
        settings.forEach((key, value) -> {
            if (key.startsWith(BOOT_LINE_KEYS)) {
                words.add(key + "=" + value);
            }
        });
        return String.join(" ", words);
    }

    void check(boolean counting) throws Failure {
        if (counting && accelerator == Accelerator.KVM) {
            throw new Failure(ExitStatus.USAGE, "instructions are counted by TCG only: drop --accel kvm");
        }
    }
}
