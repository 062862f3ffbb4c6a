package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives an ELF's symbol table Java's names: {@code exo$aegis$Boot$run} becomes {@code exo.aegis.Boot.run}. The debug
 * information keeps the C names, which the command line turns back in the same way.
 */
final class SymbolNames {
    private SymbolNames() {
    }

    static void toJava(Path directory, Path elf) throws ForgeException {
        String renames = Command.run(directory, List.of("nm", "--format=posix", elf.toString())).lines()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(name -> name.indexOf('$') > 0)
                .distinct()
                .map(name -> name + " " + javaName(name))
                .collect(Collectors.joining("\n", "", "\n"));
        Path list = directory.resolve("symbols.txt");
        try {
            Files.writeString(list, renames);
        } catch (IOException e) {
            throw new ForgeException("cannot write " + list + ": " + e.getMessage(), 1);
        }
        Command.run(directory, List.of("objcopy", "--redefine-syms=" + list, elf.toString()));
    }

    /** The overload's number stays, behind a tilde, so that names remain distinct. */
    static String javaName(String symbol) {
        int overload = symbol.indexOf("$$");
        String name = overload < 0 ? symbol : symbol.substring(0, overload);
        String suffix = overload < 0 ? "" : "~" + symbol.substring(overload + 2);
        return name.replace('$', '.') + suffix;
    }
}
