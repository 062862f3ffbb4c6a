package exo.cli;

import exo.filters.Atom;
import exo.filters.FilterCompiler;
import exo.filters.FilterException;
import exo.filters.PacketFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code exo filter check}: the filters that an expression comes to, atom by atom, on standard output; or on standard error what is wrong
 * with it and where.
 */
@Command(name = "check",
        headerHeading = "Examples:%n  exo filter check 'udp and dst port 7'  the atoms that the kernel would bind%n"
                + "  exo filter check web.filter            the same of an expression in a file%n%n",
        description = "Print the filters that an expression comes to.",
        footer = {"", "A packet that several match goes to the one with most bits.", "",
            "Exit status: 2 when the expression is wrong or no filter can express it, 127 when a file cannot be read."})
final class FilterCheckCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(arity = "1..*", paramLabel = "EXPRESSION|FILE",
            description = "The expression, in one argument or several, or a file that has it.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws Failure {
        Path file = file();
        String text = file == null ? String.join(" ", words) : read(file);
        try {
            print(FilterCompiler.compile(text));
            return ExitStatus.OK;
        } catch (FilterException wrong) {
            tell(wrong, text, file);
            return ExitStatus.USAGE;
        }
    }

    /** The one argument, if it names a file; else null. */
    private Path file() {
        try {
            Path path = words.size() == 1 ? Path.of(words.get(0)) : null;
            return path != null && Files.isRegularFile(path) ? path : null;
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    private static String read(Path file) throws Failure {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new Failure(ExitStatus.NOT_FOUND, file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private void print(List<PacketFilter> filters) {
        for (int index = 0; index < filters.size(); index++) {
            System.out.println("filter " + (index + 1) + " of " + filters.size() + ", " + filters.get(index).bits() + " bits");
            for (Atom atom : filters.get(index).atoms()) {
                System.out.println("  " + atom);
            }
        }
        int[] tie = FilterCompiler.tie(filters);
        if (tie != null) {
            common.messages().notice("note: filters " + (tie[0] + 1) + " and " + (tie[1] + 1) + " tie: a packet can match both, with as many "
                    + "bits, and the kernel takes but one of them");
        }
    }

    private void tell(FilterException wrong, String text, Path file) {
        int position = Math.min(wrong.position(), text.length());
        int lineStart = text.lastIndexOf('\n', position - 1) + 1;
        int lineEnd = text.indexOf('\n', position);
        if (file == null) {
            common.messages().error("column " + (position + 1) + ": " + wrong.getMessage());
        } else {
            long line = text.substring(0, position).chars().filter(letter -> letter == '\n').count() + 1;
            common.messages().located(file + ":" + line + ":" + (position - lineStart + 1) + ": " + wrong.getMessage());
        }
        common.messages().notice("  " + text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd));
        common.messages().notice("  " + " ".repeat(position - lineStart) + "^");
    }
}
