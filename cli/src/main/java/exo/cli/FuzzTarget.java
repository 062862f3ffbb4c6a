package exo.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code exo fuzz} can feed; the classes are among the tests. */
public enum FuzzTarget {
    ARCHIVE("exo.tests.kernel.ArchiveFuzzTarget", "the kernel's boot, from any boot archive"),
    CALLS("exo.tests.kernel.CallsFuzzTarget", "what programs do: calls, accesses, exceptions, interrupts"),
    BOOT_LINE("exo.tests.kernel.BootLineFuzzTarget", "the kernel's boot, with any boot line"),
    CAPABILITY("exo.tests.kernel.CapabilityFuzzTarget", "words that pass for a capability"),
    DESCRIPTION("exo.tests.fuzz.DescriptionFuzzTarget", "descriptions of systems"),
    ELF("exo.tests.kernel.ElfFuzzTarget", "the first program as any ELF");

    private final String className;
    private final String meaning;

    FuzzTarget(String className, String meaning) {
        this.className = className;
        this.meaning = meaning;
    }

    /** As one says it to {@code exo fuzz}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String className() {
        return className;
    }

    String meaning() {
        return meaning;
    }

    /** Its inputs that are kept, in the tests' resources. */
    public String corpus() {
        return "fuzz/" + word();
    }

    static List<String> words() {
        return Stream.of(values()).map(FuzzTarget::word).toList();
    }
}
