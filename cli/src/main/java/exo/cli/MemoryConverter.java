package exo.cli;

import exo.forge.description.Size;
import exo.forge.description.SizeFormatException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks the text of {@code --memory} where the user typed it; it travels on as text, as any override of the file. */
final class MemoryConverter implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        try {
            Size.parse(text);
            return text;
        } catch (SizeFormatException problem) {
            String meant = problem.suggestion() == null ? "" : ". Did you mean " + problem.suggestion() + "?";
            throw new TypeConversionException("--memory " + text + " " + problem.problem() + meant);
        }
    }
}
