package exo.cli;

import exo.cli.project.Target;
import exo.forge.Forge;
import exo.forge.ForgeException;
import exo.forge.Forged;
import exo.forge.KernelSizes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Forging a target, one exo at a time: all projects share the installation's kernel, and two that build it at once
 * would each link what the other has half written.
 */
record Forging(Forged forged, KernelSizes kernelSizes) {

    static Forging of(Installation installation, Target target, Messages messages) throws ForgeException, Failure {
        Path directory = Files.isWritable(installation.workDirectory()) ? installation.workDirectory()
                : target.workDirectory();
        try (FileChannel channel = FileChannel.open(directory.resolve("forge.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            FileLock lock = channel.lock();
            try {
                Forge forge = new Forge(installation.root(), target.workDirectory(), messages::step);
                Forged forged = forge.forge(target.description());
                return new Forging(forged, forge.kernelSizes());
            } finally {
                lock.release();
            }
        } catch (IOException refused) {
            throw new Failure(ExitStatus.EXO_FAILED, "cannot write in " + directory + ": " + refused.getMessage());
        }
    }
}
