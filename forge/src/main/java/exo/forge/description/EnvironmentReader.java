package exo.forge.description;

import exo.abi.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads the {@code [[env]]} tables of one description, one after another, and remembers which names and which console
 * are taken. Keys and kinds that the format knows and this exo does not build yet are refused by saying so.
 */
final class EnvironmentReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,14}");
    /** The kernel's and the first program's own names on the console. */
    private static final Set<String> NAMES_RESERVED = Set.of("aegis", "steward");
    private static final Set<String> KEYS_LATER = Set.of("disk", "filter", "rootfs", "cmd");
    private static final Set<String> KINDS_LATER = Set.of("linux", "cheetah");
    private static final List<String> KINDS =
            List.of(EnvironmentKind.EXOS.word(), EnvironmentKind.NATIVE.word());
    private static final long MEMORY_BYTES = 4 * Size.BYTES_IN_MIB;
    private static final int SLICES_MAX = 100;
    /** Of the kernel's 64 environments, what the steward and the environment itself leave. */
    private static final int CHILDREN_MAX = 62;

    /** Of who claims packets and says nothing else. */
    private static final int FILTERS = 16;
    private static final int CODE_PAGES = 8;
    private static final int FILTERS_MAX = 16_384;
    private static final int CODE_PAGES_MAX = 4_096;

    private final Map<String, Overrides.Override> overrides;
    private final Findings findings;
    private final Map<String, String> origins;
    private final Map<String, Integer> lineOfName = new HashMap<>();
    private final Map<Claim, String> ownerOfClaim = new LinkedHashMap<>();
    private String consoleOwner;
    private int slicesTaken;

    EnvironmentReader(Map<String, Overrides.Override> overrides, Findings findings, Map<String, String> origins) {
        this.overrides = overrides;
        this.findings = findings;
        this.origins = origins;
    }

    EnvironmentDescription read(TomlTable table, TomlPosition position) {
        TableReader nameless = new TableReader(table, "[[env]]", "env..", Map.of(), findings, new HashMap<>());
        String name = readName(nameless, position);
        TableReader reader = new TableReader(table, "[[env]]", "env." + name + ".", overrides, findings, origins);
        reader.has("name");
        List<Claim> claims = readClaims(reader, name);
        EnvironmentDescription environment = new EnvironmentDescription(name, readKind(reader),
                readMain(reader, position), reader.size("memory", MEMORY_BYTES),
                readSlices(reader), reader.number("environments", 0, 0, CHILDREN_MAX),
                reader.number("accounts", 0, 0, CHILDREN_MAX), readConsole(reader, name),
                reader.strings("arguments"), claims,
                reader.number("filters", claims.isEmpty() ? 0 : FILTERS, 0, FILTERS_MAX),
                reader.number("code", claims.isEmpty() ? 0 : CODE_PAGES, 0, CODE_PAGES_MAX));
        reader.refuseUnknown(KEYS_LATER);
        return environment;
    }

    private String readName(TableReader reader, TomlPosition position) {
        if (!reader.has("name")) {
            findings.at(position, "[[env]] has no name");
            return "";
        }
        String name = reader.string("name", "");
        if (name.isEmpty() || !NAME.matcher(name).matches()) {
            return reader.refuse("name", "name '" + name
                    + "' is not allowed: a letter, then letters, digits, - or _, at most 15 characters", name);
        }
        if (NAMES_RESERVED.contains(name)) {
            return reader.refuse("name", "name '" + name + "' is the system's own", name);
        }
        Integer taken = lineOfName.putIfAbsent(name, position.line());
        return taken == null ? name
                : reader.refuse("name", "name '" + name + "' is taken by the [[env]] of line " + taken, name);
    }

    private EnvironmentKind readKind(TableReader reader) {
        String word = reader.string("kind", EnvironmentKind.EXOS.word());
        if (KINDS_LATER.contains(word)) {
            return reader.refuse("kind", "kind '" + word + "' is not available yet, only "
                    + String.join(" and ", KINDS), EnvironmentKind.EXOS);
        }
        if (!KINDS.contains(word)) {
            return reader.refuse("kind", "unknown kind '" + word + "', one of " + String.join(", ", KINDS)
                    + Nearest.hint(word, KINDS), EnvironmentKind.EXOS);
        }
        return word.equals(EnvironmentKind.NATIVE.word()) ? EnvironmentKind.NATIVE : EnvironmentKind.EXOS;
    }

    private String readMain(TableReader reader, TomlPosition position) {
        if (!reader.has("main")) {
            findings.at(position, "[[env]] has no main: a Java class name (exos), or an ELF or C file (native)");
            return "";
        }
        String main = reader.string("main", "none");
        return main.isBlank() ? reader.refuse("main", "main is empty", "none") : main;
    }

    /** The first environment whose slices the vector cannot hold is the one that is told. */
    private int readSlices(TableReader reader) {
        int slices = reader.number("slices", 0, 1, SLICES_MAX);
        int before = slicesTaken;
        slicesTaken += slices;
        boolean first = before <= SLICES_MAX && slicesTaken > SLICES_MAX;
        return !first ? slices : reader.refuse("slices", "slices = " + slices + " is more than is left: "
                + before + " of " + SLICES_MAX + " are taken by the [[env]] before", 0);
    }

    /** Of claims that overlap, the one that comes later is told, with both of them named. */
    private List<Claim> readClaims(TableReader reader, String name) {
        List<Claim> claims = new ArrayList<>();
        List<String> texts = reader.strings("claims");
        for (int index = 0; index < texts.size(); index++) {
            String text = texts.get(index).strip().replaceAll("\\s+", " ");
            try {
                Claim claim = readClaim(text, claims);
                claims.add(claim);
                ownerOfClaim.put(claim, name);
            } catch (ClaimReader.MalformedClaimException problem) {
                reader.refuseElement("claims", index, problem.getMessage());
            }
        }
        return claims.size() <= Limits.CLAIMS_MAXIMUM ? claims : reader.refuse("claims", "there are " + claims.size()
                + " claims, more than " + Limits.CLAIMS_MAXIMUM, List.of());
    }

    private Claim readClaim(String text, List<Claim> before) throws ClaimReader.MalformedClaimException {
        if (text.isEmpty()) {
            throw new ClaimReader.MalformedClaimException("a claim is empty: it says which packets, as \"udp port 7\" does");
        }
        Claim claim;
        try {
            claim = ClaimReader.read(text);
        } catch (ClaimReader.MalformedClaimException problem) {
            throw new ClaimReader.MalformedClaimException("claim '" + text + "' " + problem.getMessage());
        }
        if (before.contains(claim)) {
            throw new ClaimReader.MalformedClaimException("claim '" + text + "' is there twice");
        }
        for (Map.Entry<Claim, String> other : ownerOfClaim.entrySet()) {
            if (other.getKey().overlaps(claim)) {
                throw new ClaimReader.MalformedClaimException("claim '" + text + "' overlaps '" + other.getKey() + "' of '"
                        + other.getValue() + "': a packet is one environment's");
            }
        }
        return claim;
    }

    private boolean readConsole(TableReader reader, String name) {
        boolean console = reader.flag("console", false);
        if (console && consoleOwner != null) {
            return reader.refuse("console", "the console's input is already that of '" + consoleOwner + "'", false);
        }
        consoleOwner = console ? name : consoleOwner;
        return console;
    }
}
