package exo.tests.kernel;

/** Boots a kernel whose first program is any bytes: it starts it or says why not, and does nothing else. */
public final class ElfFuzzTarget {
    private ElfFuzzTarget() {
    }

    public static void fuzzerTestOneInput(byte[] elf) {
        ArchiveFuzzTarget.boot(Setup.usual().withArchive(StewardFile.archive(elf).bytes()));
    }
}
