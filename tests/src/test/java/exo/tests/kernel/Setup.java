package exo.tests.kernel;

import exo.machine.simulated.BootInformationBuilder;
import exo.machine.simulated.ProcessorModel;
import exo.machine.simulated.SimulatedBootInformation;
import java.util.function.UnaryOperator;

/**
 * A machine to boot: memory, processor, boot archive and boot line, each changed by a wither.
 *
 * @param missing  name of a processor feature that the machine's own start finds lacking, or null
 * @param layout  further changes to the memory's description
 */
record Setup(long memoryBytes, ProcessorModel model, byte[] archive, String bootLine, String missing, long seed,
        UnaryOperator<BootInformationBuilder> layout) {
    static final long ARCHIVE_BASE = 2L << 20;

    static Setup usual() {
        return new Setup(4L << 20, ProcessorModel.ADVERSARIAL, StewardFile.archive(), "", null, 1,
                UnaryOperator.identity());
    }

    Setup withMemory(long bytes) {
        return new Setup(bytes, model, archive, bootLine, missing, seed, layout);
    }

    Setup withModel(ProcessorModel other) {
        return new Setup(memoryBytes, other, archive, bootLine, missing, seed, layout);
    }

    Setup withArchive(byte[] octets) {
        return new Setup(memoryBytes, model, octets, bootLine, missing, seed, layout);
    }

    Setup withBootLine(String line) {
        return new Setup(memoryBytes, model, archive, line, missing, seed, layout);
    }

    Setup withMissing(String feature) {
        return new Setup(memoryBytes, model, archive, bootLine, feature, seed, layout);
    }

    Setup withSeed(long other) {
        return new Setup(memoryBytes, model, archive, bootLine, missing, other, layout);
    }

    Setup withLayout(UnaryOperator<BootInformationBuilder> other) {
        return new Setup(memoryBytes, model, archive, bootLine, missing, seed, other);
    }

    SimulatedBootInformation information() {
        BootInformationBuilder builder = SimulatedBootInformation.ofBytes(memoryBytes).bootLine(bootLine);
        if (archive.length > 0) {
            builder.archive(ARCHIVE_BASE, archive);
        }
        return layout.apply(builder).build();
    }
}
