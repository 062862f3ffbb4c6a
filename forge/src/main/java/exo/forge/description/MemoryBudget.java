package exo.forge.description;

import java.util.Optional;

/**
 * Whether the machine's memory is enough for what the environments ask. The kernel's own need is an estimate, told as
 * such nowhere but here: it lets a system that cannot fit be refused in words before it boots; what is exact is the
 * kernel's own bookkeeping.
 */
public final class MemoryBudget {
    static final long KERNEL_BYTES = 4 * Size.BYTES_IN_MIB;
    /** Larger machines are named in steps that people use. */
    private static final long COARSE_STEP_BYTES = 16 * Size.BYTES_IN_MIB;
    private static final long COARSE_FROM_BYTES = 64 * Size.BYTES_IN_MIB;

    private MemoryBudget() {
    }

    /** The environment that does not fit and its index; what would be free for all, and what those before it ask. */
    record Shortage(int index, EnvironmentDescription environment, long freeBytes, long beforeBytes) {

        String sentence() {
            String others = beforeBytes == 0 ? ""
                    : " and the environments before it (" + Size.describe(beforeBytes) + ")";
            return "env '%s' asks for %s, %s would be free after the kernel (%s)%s".formatted(environment.name(),
                    Size.describe(environment.memoryBytes()), Size.describe(freeBytes - beforeBytes),
                    Size.describe(KERNEL_BYTES), others);
        }
    }

    /** Refuses the first environment, in the order of the file, that no longer fits. */
    public static void check(SystemDescription system) throws InsufficientMemoryException {
        Optional<Shortage> shortage = shortage(system);
        if (shortage.isPresent()) {
            throw refusal(system, shortage.get());
        }
    }

    static Optional<Shortage> shortage(SystemDescription system) {
        long freeBytes = Math.max(0, system.machine().memoryBytes() - KERNEL_BYTES);
        long beforeBytes = 0;
        for (int index = 0; index < system.environments().size(); index++) {
            EnvironmentDescription environment = system.environments().get(index);
            if (environment.memoryBytes() > freeBytes - beforeBytes) {
                return Optional.of(new Shortage(index, environment, freeBytes, beforeBytes));
            }
            beforeBytes += environment.memoryBytes();
        }
        return Optional.empty();
    }

    private static InsufficientMemoryException refusal(SystemDescription system, Shortage shortage) {
        String key = "env." + shortage.environment().name() + ".memory";
        String origin = system.origins().getOrDefault(key, "built-in");
        String place = origin.equals("built-in") ? "set " + key + " in " + system.file()
                : origin.startsWith("-") ? "lower " + origin : "lower " + key + " in " + origin;
        return new InsufficientMemoryException("%s.%n       Raise --memory to at least %s or %s."
                .formatted(shortage.sentence(), Size.flag(enough(system)), place));
    }

    /** A memory of the machine that would do. */
    static long enough(SystemDescription system) {
        long bytes = KERNEL_BYTES
                + system.environments().stream().mapToLong(EnvironmentDescription::memoryBytes).sum();
        long step = bytes < COARSE_FROM_BYTES ? Size.BYTES_IN_MIB : COARSE_STEP_BYTES;
        return (bytes + step - 1) / step * step;
    }
}
