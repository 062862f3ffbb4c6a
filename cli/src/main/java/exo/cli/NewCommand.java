package exo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exo new}: a directory with a description, a program and a few lines on what to do with them. */
@Command(name = "new",
        headerHeading = "Examples:%n  exo new hello demo           a Java program in demo/%n"
                + "  exo new c tool               a C program in tool/%n%n",
        description = "Make a new project from a template.")
final class NewCommand implements Callable<Integer> {
    private static final String TEMPLATE_ALONE = "hello";

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..2", paramLabel = "[TEMPLATE] NAME",
            description = "The template (default: hello) and the directory to make.", hideParamSyntax = true)
    private List<String> words = List.of();

    @Option(names = "--template", paramLabel = "TEMPLATE", description = "The template, named apart.")
    private String template;

    @Option(names = "--list", description = "List the templates.")
    private boolean list;

    @Override
    public Integer call() throws Failure, IOException {
        Templates templates = new Templates(Installation.running().templates());
        if (list) {
            templates.descriptions().forEach((name, description) ->
                    System.out.println(String.format("%-8s %s", name, description)));
            return ExitStatus.OK;
        }
        if (words.isEmpty() || template != null && words.size() > 1) {
            throw new Failure(ExitStatus.USAGE, "exo new needs a NAME, as in: exo new hello demo");
        }
        String chosen = template != null ? template : words.size() == 2 ? words.get(0) : TEMPLATE_ALONE;
        make(templates, chosen, Path.of(words.get(words.size() - 1)));
        return ExitStatus.OK;
    }

    private void make(Templates templates, String chosen, Path directory) throws Failure, IOException {
        templates.require(chosen);
        refuseOccupied(directory);
        List<Path> created = templates.instantiate(chosen, directory);
        System.out.println("created " + created.stream().map(Path::toString).collect(Collectors.joining(", ")));
        common.messages().progress("next: exo run " + directory);
    }

    private static void refuseOccupied(Path directory) throws Failure, IOException {
        if (Files.isDirectory(directory)) {
            try (var files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new Failure(ExitStatus.FAILED, directory + " exists and is not empty");
                }
            }
        } else if (Files.exists(directory)) {
            throw new Failure(ExitStatus.FAILED, directory + " exists and is not a directory");
        }
    }
}
