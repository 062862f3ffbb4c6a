package exo.forge.description;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Judges what a description only means together with its surroundings: whether the files of native programs are there,
 * and whether the machine's memory is enough. A run finds these out by itself, one at a time; here they become findings
 * with places in the file, beside all others. Classes of exos programs are not looked for, as only a build knows them.
 */
final class SurroundingsCheck {
    private final TomlTable root;
    private final SystemDescription system;
    private final Findings findings;

    /** @param system what was read from the root, environments in the same order */
    SurroundingsCheck(TomlTable root, SystemDescription system, Findings findings) {
        this.root = root;
        this.system = system;
        this.findings = findings;
    }

    void run() {
        // A sum is only worth telling when every number in it is one that was meant.
        boolean sound = findings.isEmpty();
        for (int index = 0; index < system.environments().size(); index++) {
            if (system.environments().get(index).kind() == EnvironmentKind.NATIVE) {
                checkNativeMain(index, environments().getTable(index));
            }
        }
        if (sound) {
            MemoryBudget.shortage(system).ifPresent(shortage -> findings.at(position(shortage.index(), "memory"),
                    shortage.sentence() + ": raise machine.memory to at least "
                            + Size.flag(MemoryBudget.enough(system)) + ", or let it ask for less"));
        }
    }

    /** By the file's own text, as what was refused has been replaced in the description. */
    private void checkNativeMain(int index, TomlTable environment) {
        List<String> key = List.of("main");
        String main = environment.isString(key) ? environment.getString(key) : "";
        if (!main.isBlank() && !isFile(main)) {
            findings.at(position(index, "main"), "no file " + main + " in " + system.directory());
        }
    }

    private boolean isFile(String main) {
        try {
            return Files.isRegularFile(system.directory().resolve(main).normalize());
        } catch (InvalidPathException unusable) {
            return false;
        }
    }

    /** Where the environment's key stands; where its table starts, if the key is absent. */
    private TomlPosition position(int index, String key) {
        TomlPosition written = environments().getTable(index).inputPositionOf(List.of(key));
        return written == null ? environments().inputPositionOf(index) : written;
    }

    private TomlArray environments() {
        return root.getArray(List.of("env"));
    }
}
