package exo.forge.description;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;

/**
 * A system to be built and booted: what its {@code exo.toml} says, with flags already taken into account. Sound in
 * itself; whether the machine's memory is enough is {@link MemoryBudget}'s question, whether the programs exist the
 * forge's.
 *
 * @param file as the user named it, for messages
 * @param directory absolute: what the file's relative paths, and {@code src/}, start from
 * @param origins for every key ("env.web.memory") where its value came from: "exo.toml:9", "--memory" or "built-in"
 */
public record SystemDescription(Path file, Path directory, int schema, String name, MachineDescription machine,
        NetworkDescription network, List<EnvironmentDescription> environments, Map<String, String> origins) {

    /** The newest form of the file that this exo reads. */
    public static final int SCHEMA = 1;
    private static final int NAME_LENGTH_MAX = 15;

    public SystemDescription {
        environments = List.copyOf(environments);
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    }

    public static SystemDescription read(Path file, Overrides overrides) throws DescriptionException, IOException {
        return parse(file, text(file), overrides);
    }

    /** As the file says it alone, and judged further than a reading is: see {@link SurroundingsCheck}. */
    public static SystemDescription readAndCheck(Path file) throws DescriptionException, IOException {
        return new DescriptionReader(file, Overrides.none()).readAndCheck(text(file));
    }

    private static String text(Path file) throws DescriptionException, IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new DescriptionException(List.of(file + ":1:1: not UTF-8 text"));
        }
    }

    public static SystemDescription parse(Path file, String text, Overrides overrides) throws DescriptionException {
        return new DescriptionReader(file, overrides).read(text);
    }

    /** The system of one native program alone, which also gets the console's input. */
    public static SystemDescription ofProgram(Path elf, Overrides overrides) throws DescriptionException {
        String fileName = elf.getFileName().toString();
        String name = environmentName(fileName.replaceFirst("\\.[^.]*$", ""));
        String text = """
                schema = 1
                name = "%1$s"
                [[env]]
                name = "%1$s"
                kind = "native"
                main = "%2$s"
                console = true
                """.formatted(name, Toml.tomlEscape(fileName));
        return parse(elf, text, overrides);
    }

    /** An environment's name made from any text: "my prog.2" becomes "my-prog-2". */
    public static String environmentName(String text) {
        String allowed = text.replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^[^A-Za-z]+", "");
        String named = allowed.isEmpty() ? "program" : allowed;
        return named.substring(0, Math.min(named.length(), NAME_LENGTH_MAX));
    }

    /** The environment that reads the console, if the file gives it to one. */
    public Optional<EnvironmentDescription> consoleEnvironment() {
        return environments.stream().filter(EnvironmentDescription::console).findFirst();
    }
}
