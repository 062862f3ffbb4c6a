package exo.forge;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which function of the kernel's machine code can reach which, by its calls and jumps; those through a register or memory, which
 * nothing that is checked here may depend on, are left out. Keeps true of a kernel that is built: no call and no trap leads to
 * the allocator, other than by way of an exception that Java would throw, which is a panic.
 */
final class KernelCallGraph {
    private static final Pattern FUNCTION = Pattern.compile("[0-9a-f]+ <(.*)>:");
    private static final Pattern BRANCH = Pattern.compile(".*\\t(?:call|j[a-z]+) +[0-9a-f]+ <([^>]+?)(?:\\+0x[0-9a-f]+)?>.*");
    /** What the processor enters after boot. */
    private static final Pattern ENTRY =
            Pattern.compile("aegis_(call_.*|exception|interrupt|vector_use|foreign_call|kernel_trap|no_such_call)");
    private static final Set<String> ALLOCATORS = Set.of("org.teavm.runtime.Allocator.allocate",
            "org.teavm.runtime.Allocator.allocateArray", "malloc");
    /** They read letters of a String, which is checked against its length, and in vain. */
    private static final Set<String> READERS_OF_STRINGS = Set.of("exo.aegis.KernelText.text", "exo.aegis.ControlChannel.text");

    private final Map<String, Set<String>> reached;

    private KernelCallGraph(Map<String, Set<String>> reached) {
        this.reached = reached;
    }

    static KernelCallGraph of(Path directory, Path elf) throws ForgeException {
        return parsed(Command.run(directory, List.of("objdump", "-d", "--no-show-raw-insn", elf.toString())));
    }

    /** @param listing  as objdump prints it */
    static KernelCallGraph parsed(String listing) {
        Map<String, Set<String>> reached = new LinkedHashMap<>();
        Set<String> ofFunction = new HashSet<>();
        for (String line : listing.split("\n")) {
            Matcher function = FUNCTION.matcher(line);
            Matcher branch = BRANCH.matcher(line);
            if (function.matches()) {
                ofFunction = reached.computeIfAbsent(function.group(1), name -> new HashSet<>());
            } else if (branch.matches()) {
                ofFunction.add(branch.group(1));
            }
        }
        return new KernelCallGraph(reached);
    }

    /** Refuses a kernel of which something can allocate once it has booted. */
    void refuseAllocation() throws ForgeException {
        if (reached.keySet().stream().noneMatch(name -> ENTRY.matcher(name).matches())) {
            throw new ForgeException("the kernel has no entries: is their name another now?", 1);
        }
        List<String> way = wayToAllocator();
        if (!way.isEmpty()) {
            throw new ForgeException("the kernel can allocate after boot: " + String.join(" -> ", way), 1);
        }
    }

    /** From an entry to the allocator, or empty. */
    List<String> wayToAllocator() {
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> toLookAt = new ArrayDeque<>();
        for (String name : reached.keySet()) {
            if (ENTRY.matcher(name).matches()) {
                cameFrom.put(name, "");
                toLookAt.add(name);
            }
        }
        while (!toLookAt.isEmpty()) {
            String name = toLookAt.remove();
            for (String next : reached.getOrDefault(name, Set.of())) {
                boolean allowed = READERS_OF_STRINGS.contains(name) && !next.startsWith("exo.");
                if (!allowed && cameFrom.putIfAbsent(next, name) == null) {
                    toLookAt.add(next);
                }
            }
        }
        return ALLOCATORS.stream().filter(cameFrom::containsKey).findFirst().map(name -> wayTo(name, cameFrom)).orElse(List.of());
    }

    private static List<String> wayTo(String name, Map<String, String> cameFrom) {
        List<String> way = new ArrayList<>();
        for (String at = name; !at.isEmpty(); at = cameFrom.get(at)) {
            way.add(0, at);
        }
        return way;
    }
}
