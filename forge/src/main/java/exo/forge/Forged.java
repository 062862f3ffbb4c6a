package exo.forge;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a system was forged into.
 *
 * @param kernel  the kernel's ELF, with symbols
 * @param archive  the boot archive: steward, plan and programs
 * @param programs  by environment name, the ELF with symbols
 */
public record Forged(Path kernel, Path archive, Map<String, Path> programs) {
}
