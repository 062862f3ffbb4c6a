package exo.forge.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Reads a whole description: the tables in the order of the file, then what can only be judged over all of them (names
 * taken twice, two consoles, overrides that fit nothing). A file that is not TOML is told by its syntax errors alone,
 * as everything after them would be guesswork.
 */
final class DescriptionReader {
    private static final Set<String> TABLES_LATER = Set.of("image");
    private static final Set<String> TABLES = Set.of("machine", "net");
    private static final long MACHINE_MEMORY_BYTES = 64 * Size.BYTES_IN_MIB;
    private static final long SLICE_MICROSECONDS = 1_000;
    private static final long SLICE_MICROSECONDS_MIN = 10;
    private static final long SLICE_MICROSECONDS_MAX = 1_000_000;
    private static final List<String> MACHINES = List.of("q35", "microvm", "pc");

    private final Path file;
    private final Map<String, Overrides.Override> overrides;
    private final Findings findings;
    private final Map<String, String> origins = new LinkedHashMap<>();

    DescriptionReader(Path file, Overrides overrides) {
        this.file = file;
        this.overrides = overrides.byKey();
        this.findings = new Findings(file.toString());
    }

    SystemDescription read(String text) throws DescriptionException {
        SystemDescription description = readAll(toml(text));
        findings.throwIfAny();
        return description;
    }

    SystemDescription readAndCheck(String text) throws DescriptionException {
        TomlParseResult root = toml(text);
        SystemDescription description = readAll(root);
        new SurroundingsCheck(root, description, findings).run();
        findings.throwIfAny();
        return description;
    }

    private TomlParseResult toml(String text) throws DescriptionException {
        TomlParseResult root = Toml.parse(text);
        root.errors().forEach(error -> findings.at(error.position(), error.getMessage()));
        findings.throwIfAny();
        return root;
    }

    private SystemDescription readAll(TomlTable root) {
        SystemDescription description = readRoot(root);
        refuseStrayOverrides(description.environments());
        return description;
    }

    private SystemDescription readRoot(TomlTable root) {
        TableReader reader = new TableReader(root, "the file", "", overrides, findings, origins);
        Path directory = Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElseThrow();
        int schema = readSchema(reader);
        String name = reader.string("name", String.valueOf(directory.getFileName()));
        MachineDescription machine = readMachine(root, reader);
        List<EnvironmentDescription> environments = readEnvironments(root, reader);
        NetworkDescription network = readNetwork(root, reader, environments);
        reader.refuseUnknown(TABLES_LATER);
        return new SystemDescription(file, directory, schema, name, machine, network, environments, origins);
    }

    private int readSchema(TableReader reader) {
        if (!reader.has("schema")) {
            findings.at(null, "schema is missing (write 'schema = " + SystemDescription.SCHEMA + "')");
            return SystemDescription.SCHEMA;
        }
        int schema = reader.number("schema", SystemDescription.SCHEMA, 1, Integer.MAX_VALUE);
        return schema <= SystemDescription.SCHEMA ? schema : reader.refuse("schema", "schema " + schema
                + " is newer than this exo, which reads " + SystemDescription.SCHEMA, SystemDescription.SCHEMA);
    }

    private MachineDescription readMachine(TomlTable root, TableReader rootReader) {
        TomlTable table = table(root, rootReader, "machine");
        TableReader reader = new TableReader(table, "[machine]", "machine.", overrides, findings, origins);
        long memoryBytes = reader.size("memory", MACHINE_MEMORY_BYTES);
        int cpus = reader.number("cpus", 1, 1, Integer.MAX_VALUE);
        if (cpus != 1) {
            reader.refuse("cpus", "cpus = " + cpus + " is not available yet, only 1", 1);
        }
        String machine = reader.string("machine", MACHINES.get(0));
        if (!MACHINES.contains(machine)) {
            reader.refuse("machine", "unknown machine '" + machine + "', one of " + String.join(", ", MACHINES)
                    + Nearest.hint(machine, MACHINES), null);
        }
        long slice = reader.microseconds("slice", SLICE_MICROSECONDS, SLICE_MICROSECONDS_MIN, SLICE_MICROSECONDS_MAX);
        reader.refuseUnknown(Set.of());
        return new MachineDescription(memoryBytes, cpus, machine, slice);
    }

    private NetworkDescription readNetwork(TomlTable root, TableReader rootReader, List<EnvironmentDescription> environments) {
        boolean claimed = environments.stream().anyMatch(environment -> !environment.claims().isEmpty());
        TomlTable table = table(root, rootReader, "net");
        TableReader reader = new TableReader(table, "[net]", "net.", overrides, findings, origins);
        return new NetworkReader(reader, overrides).read(claimed || rootReader.has("net"));
    }

    /** The table of that name, or an empty one when it is not there. */
    private static TomlTable table(TomlTable root, TableReader rootReader, String name) {
        if (rootReader.has(name)) {
            if (root.get(List.of(name)) instanceof TomlTable present) {
                return present;
            }
            rootReader.refuse(name, name + " must be a table: [" + name + "]", null);
        }
        return Toml.parse("");
    }

    private List<EnvironmentDescription> readEnvironments(TomlTable root, TableReader rootReader) {
        EnvironmentReader reader = new EnvironmentReader(overrides, findings, origins);
        List<EnvironmentDescription> environments = new ArrayList<>();
        if (!rootReader.has("env")) {
            findings.at(null, "no [[env]]: a system has at least one environment");
        } else if (root.get(List.of("env")) instanceof TomlArray array && !array.isEmpty()
                && array.toList().stream().allMatch(TomlTable.class::isInstance)) {
            for (int index = 0; index < array.size(); index++) {
                environments.add(reader.read(array.getTable(index), array.inputPositionOf(index)));
            }
        } else {
            rootReader.refuse("env", "env must be tables: [[env]], with two brackets", null);
        }
        return environments;
    }

    private void refuseStrayOverrides(List<EnvironmentDescription> environments) {
        List<String> names = environments.stream().map(EnvironmentDescription::name).toList();
        overrides.forEach((key, override) -> {
            String[] parts = key.split("\\.", -1);
            if (parts[0].equals("env") && parts.length == 3) {
                if (!names.contains(parts[1])) {
                    findings.ofFlag(override.origin(),
                            "no [[env]] is named '" + parts[1] + "'" + Nearest.hint(parts[1], names));
                }
            } else if (parts.length != 1 && !(TABLES.contains(parts[0]) && parts.length == 2)) {
                findings.ofFlag(override.origin(),
                        "unknown key '" + key + "', such keys are machine.memory and env.NAME.memory");
            }
        });
    }
}
