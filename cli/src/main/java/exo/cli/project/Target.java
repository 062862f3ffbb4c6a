package exo.cli.project;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Installation;
import exo.forge.description.DescriptionException;
import exo.forge.description.Overrides;
import exo.forge.description.SystemDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a verb's TARGET means. Nothing: the description of the current directory, or else the showcase. A directory: its
 * {@code exo.toml}. A file: a description, or the ELF of a program that makes a system alone.
 *
 * @param workDirectory where everything built for it goes
 */
public record Target(SystemDescription description, Path workDirectory) {
    private static final String FILE_NAME = "exo.toml";

    /** @param named the TARGET, or null */
    public static Target of(Path named, Installation installation, Overrides overrides)
            throws Failure, DescriptionException {
        Path file = file(named, installation);
        if (file.toString().endsWith(".toml")) {
            SystemDescription description = read(file, overrides);
            return new Target(description, workDirectory(description.directory(), installation));
        }
        ProgramFile.check(file);
        // A program lies in a directory that is not ours to write to.
        return new Target(SystemDescription.ofProgram(file, overrides), WorkDirectory.of(installation.root()));
    }

    /** The description or program that is meant, as its user would name it. */
    public static Path file(Path named, Installation installation) throws Failure {
        if (named == null) {
            Path here = Path.of(FILE_NAME);
            return Files.exists(here) ? here : shortest(installation.showcase());
        }
        if (!Files.isDirectory(named)) {
            return existing(named, named + " does not exist");
        }
        Path inDirectory = named.resolve(FILE_NAME);
        return existing(inDirectory, named + " has no " + FILE_NAME + ". To make one: exo new hello NAME");
    }

    private static Path existing(Path file, String otherwise) throws Failure {
        if (!Files.isRegularFile(file)) {
            throw new Failure(ExitStatus.NOT_FOUND, otherwise);
        }
        return file;
    }

    private static SystemDescription read(Path file, Overrides overrides) throws Failure, DescriptionException {
        try {
            return SystemDescription.read(file, overrides);
        } catch (IOException unreadable) {
            throw new Failure(ExitStatus.NOT_FOUND, file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static Path workDirectory(Path directory, Installation installation) throws Failure {
        return WorkDirectory.of(directory.startsWith(installation.root().resolve("systems")) ? installation.root()
                : directory);
    }

    /** Errors name the file: as a user in the current directory would. */
    private static Path shortest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
