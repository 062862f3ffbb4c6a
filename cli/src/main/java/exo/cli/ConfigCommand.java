package exo.cli;

import exo.cli.project.Target;
import exo.forge.description.EnvironmentDescription;
import exo.forge.description.ShortTime;
import exo.forge.description.Size;
import exo.forge.description.SystemDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code exo config}: the values that a run would have, each with the place it came from. */
@Command(name = "config",
        headerHeading = "Examples:%n  exo config                   the values of ./exo.toml, or the showcase%n"
                + "  exo config -m 256MiB demo    what a flag would change%n%n",
        description = "Print the effective configuration and where each value comes from.")
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private MachineOptions machine;

    @Override
    public Integer call() throws Exception {
        SystemDescription system =
                Target.of(machine.target, Installation.running(), machine.overrides()).description();
        for (String line : lines(system)) {
            System.out.println(line);
        }
        return ExitStatus.OK;
    }

    static List<String> lines(SystemDescription system) {
        List<String> lines = new ArrayList<>();
        lines.add(line(system, "name", "\"" + system.name() + "\""));
        lines.add(line(system, "machine.memory", "\"" + Size.flag(system.machine().memoryBytes()) + "\""));
        lines.add(line(system, "machine.cpus", String.valueOf(system.machine().cpus())));
        lines.add(line(system, "machine.machine", "\"" + system.machine().machine() + "\""));
        lines.add(line(system, "machine.slice",
                "\"" + ShortTime.text(system.machine().sliceMicroseconds()) + "\""));
        lines.add(line(system, "net.mode", "\"" + system.network().mode() + "\""));
        lines.add(line(system, "net.publish", quoted(system.network().publish())));
        lines.add(line(system, "net.mac", "\"" + system.network().mac() + "\""));
        lines.add(line(system, "net.address", "\"" + system.network().address() + "\""));
        for (EnvironmentDescription environment : system.environments()) {
            String prefix = "env." + environment.name() + ".";
            lines.add(line(system, prefix + "kind", "\"" + environment.kind().word() + "\""));
            lines.add(line(system, prefix + "main", "\"" + environment.main() + "\""));
            lines.add(line(system, prefix + "memory", "\"" + Size.flag(environment.memoryBytes()) + "\""));
            lines.add(line(system, prefix + "slices",
                    environment.slices() == 0 ? "\"as the steward likes\"" : String.valueOf(environment.slices())));
            lines.add(line(system, prefix + "environments", String.valueOf(environment.environments())));
            lines.add(line(system, prefix + "accounts", String.valueOf(environment.accounts())));
            lines.add(line(system, prefix + "console", String.valueOf(environment.console())));
            lines.add(line(system, prefix + "arguments", quoted(environment.arguments())));
            lines.add(line(system, prefix + "claims", quoted(environment.claims())));
            lines.add(line(system, prefix + "filters", String.valueOf(environment.filters())));
            lines.add(line(system, prefix + "code", String.valueOf(environment.codePages())));
        }
        return lines;
    }

    private static String quoted(List<?> values) {
        return values.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(", ", "[", "]"));
    }

    private static String line(SystemDescription system, String key, String value) {
        String assignment = key + " = " + value;
        return String.format(Locale.ROOT, "%-46s # %s", assignment, system.origins().getOrDefault(key, "built-in"));
    }
}
