package exo.forge.description;

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

    /** Refuses the first environment, in the order of the file, that no longer fits. */
    public static void check(SystemDescription system) throws InsufficientMemoryException {
        long freeBytes = Math.max(0, system.machine().memoryBytes() - KERNEL_BYTES);
        long beforeBytes = 0;
        for (EnvironmentDescription environment : system.environments()) {
            if (environment.memoryBytes() > freeBytes - beforeBytes) {
                throw refusal(system, environment, freeBytes, beforeBytes);
            }
            beforeBytes += environment.memoryBytes();
        }
    }

    private static InsufficientMemoryException refusal(SystemDescription system, EnvironmentDescription environment,
            long freeBytes, long beforeBytes) {
        String key = "env." + environment.name() + ".memory";
        String origin = system.origins().getOrDefault(key, "built-in");
        String place = origin.equals("built-in") ? "set " + key + " in " + system.file()
                : origin.startsWith("-") ? "lower " + origin : "lower " + key + " in " + origin;
        String others = beforeBytes == 0 ? ""
                : " and the environments before it (" + Size.describe(beforeBytes) + ")";
        return new InsufficientMemoryException("env '%s' asks for %s, %s would be free after the kernel (%s)%s.%n"
                .formatted(environment.name(), Size.describe(environment.memoryBytes()),
                        Size.describe(freeBytes - beforeBytes), Size.describe(KERNEL_BYTES), others)
                + "       Raise --memory to at least " + Size.flag(enough(system)) + " or " + place + ".");
    }

    private static long enough(SystemDescription system) {
        long bytes = KERNEL_BYTES
                + system.environments().stream().mapToLong(EnvironmentDescription::memoryBytes).sum();
        long step = bytes < COARSE_FROM_BYTES ? Size.BYTES_IN_MIB : COARSE_STEP_BYTES;
        return (bytes + step - 1) / step * step;
    }
}
