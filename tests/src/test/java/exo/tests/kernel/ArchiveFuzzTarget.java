package exo.tests.kernel;

import exo.machine.simulated.SimulatedMachine;

/** Boots a kernel with any bytes for a boot archive: it starts the steward in it or says why not, and does nothing else. */
public final class ArchiveFuzzTarget {
    private static final int REFUSED = 125;

    private ArchiveFuzzTarget() {
    }

    public static void fuzzerTestOneInput(byte[] archive) {
        boot(Setup.usual().withArchive(archive));
    }

    /** The invariants are checked as it has booted; a machine that went off must have refused, and said so. */
    static void boot(Setup setup) {
        try {
            new BootedKernel(setup);
        } catch (MachineOff off) {
            SimulatedMachine machine = BootedKernel.refused(setup);
            if (off.status() != REFUSED || !machine.controlOutput().contains("refused ")) {
                throw new AssertionError("off with status " + off.status() + ": " + machine.controlOutput(), off);
            }
        }
    }
}
