package exo.tests.kernel;

import exo.abi.Limits;
import exo.machine.simulated.BootInformationBuilder;
import exo.machine.simulated.ProcessorModel;
import exo.machine.simulated.SimulatedBootInformation;
import java.util.function.UnaryOperator;

/**
 * A machine to boot: memory, processor, boot archive and boot line, each changed by a wither.
 *
 * @param missing  name of a processor feature that the machine's own start finds lacking, or null
 * @param layout  further changes to the memory's description
 * @param network  whether it has a network device
 */
record Setup(long memoryBytes, ProcessorModel model, byte[] archive, String bootLine, String missing, long seed,
        UnaryOperator<BootInformationBuilder> layout, boolean network) {
    static final long ARCHIVE_BASE = 2L << 20;
    /** Of the machine's code, whose pages come last in the kernel's range. */
    static final int CODE_PAGES = 24;
    private static final long KERNEL_START = 1L << 20;
    private static final long KERNEL_END = KERNEL_START + (2 + CODE_PAGES) * Limits.BYTES_IN_FRAME;

    static Setup usual() {
        return new Setup(4L << 20, ProcessorModel.ADVERSARIAL, StewardFile.archive(), "", null, 1,
                memory -> memory.kernel(KERNEL_START, KERNEL_END), false);
    }

    /** The same machine with no page for code made at run time. */
    Setup withoutCode() {
        return withLayout(memory -> layout.apply(memory).codePages(0));
    }

    Setup withMemory(long bytes) {
        return new Setup(bytes, model, archive, bootLine, missing, seed, layout, network);
    }

    Setup withModel(ProcessorModel other) {
        return new Setup(memoryBytes, other, archive, bootLine, missing, seed, layout, network);
    }

    Setup withArchive(byte[] octets) {
        return new Setup(memoryBytes, model, octets, bootLine, missing, seed, layout, network);
    }

    Setup withBootLine(String line) {
        return new Setup(memoryBytes, model, archive, line, missing, seed, layout, network);
    }

    Setup withMissing(String feature) {
        return new Setup(memoryBytes, model, archive, bootLine, feature, seed, layout, network);
    }

    Setup withSeed(long other) {
        return new Setup(memoryBytes, model, archive, bootLine, missing, other, layout, network);
    }

    Setup withLayout(UnaryOperator<BootInformationBuilder> other) {
        return new Setup(memoryBytes, model, archive, bootLine, missing, seed, other, network);
    }

    Setup withNetwork() {
        return new Setup(memoryBytes, model, archive, bootLine, missing, seed, layout, true);
    }

    SimulatedBootInformation information() {
        BootInformationBuilder builder = SimulatedBootInformation.ofBytes(memoryBytes).bootLine(bootLine);
        if (archive.length > 0) {
            builder.archive(ARCHIVE_BASE, archive);
        }
        return layout.apply(builder).build();
    }
}
