package exo.cli;

import exo.cli.project.Target;
import exo.forge.description.DescriptionException;
import exo.forge.description.Size;
import exo.forge.description.SystemDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code exo check}: judges descriptions without building or booting anything. A sound one is a line on standard
 * output; of the others, all that is wrong goes to standard error, each finding with its place.
 */
@Command(name = "check",
        headerHeading = "Examples:%n  exo check                    judge ./exo.toml, or the showcase%n"
                + "  exo check demo shop.toml      judge several, each on a line%n%n",
        description = "Check system descriptions, without building or booting.",
        footer = {"", "Besides the keys: the machine's memory, and the files of native programs. Java classes are",
            "found by exo build.", "",
            "Exit status: 2 when a description is not sound, 127 when a file is not there."})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..*", paramLabel = "FILE",
            description = {"Descriptions, or directories with exo.toml.", "Default: ./exo.toml, or else the showcase."})
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws Failure {
        Installation installation = Installation.running();
        if (files.isEmpty()) {
            return check(null, installation);
        }
        int worst = ExitStatus.OK;
        for (Path file : files) {
            worst = Math.max(worst, check(file, installation));
        }
        return worst;
    }

    /** @param named as for other verbs: null is the description that goes without saying */
    private int check(Path named, Installation installation) {
        try {
            Path file = Target.file(named, installation);
            System.out.println(file + ": " + sentence(read(file)));
            return ExitStatus.OK;
        } catch (Failure | DescriptionException problem) {
            return Errors.tell(problem, common.messages(), common.verbose);
        }
    }

    private static SystemDescription read(Path file) throws Failure, DescriptionException {
        try {
            return SystemDescription.readAndCheck(file);
        } catch (IOException unreadable) {
            throw new Failure(ExitStatus.NOT_FOUND, file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static String sentence(SystemDescription system) {
        int count = system.environments().size();
        return "ok, " + count + (count == 1 ? " environment" : " environments") + ", memory "
                + Size.flag(system.machine().memoryBytes());
    }
}
