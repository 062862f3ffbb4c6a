package exo.ebpf.host;

import exo.ebpf.Limits;
import java.util.ArrayList;
import java.util.List;

/** The functions of an ELF object, and which of them is the program. */
final class Functions {
    /** A function's code: a run of instructions in a section. Offsets are in bytes. */
    record Function(String name, ElfFile.Section section, long offset, long size, boolean global) {
        boolean beginsAt(int sectionNumber, long place) {
            return section.number() == sectionNumber && offset == place;
        }
    }

    private static final String SUBPROGRAMS = ".text";

    private final List<Function> functions = new ArrayList<>();

    Functions(ElfFile file) throws UnreadableException {
        for (ElfFile.Section section : file.sections()) {
            if (section.isCode()) {
                add(file, section);
            }
        }
    }

    private void add(ElfFile file, ElfFile.Section section) throws UnreadableException {
        int before = functions.size();
        for (ElfFile.Symbol symbol : file.symbols()) {
            if (symbol.isFunction() && symbol.section() == section.number()) {
                if (symbol.value() < 0 || symbol.size() <= 0 || symbol.size() > section.size() - symbol.value()
                        || symbol.value() % Limits.INSTRUCTION_BYTES != 0 || symbol.size() % Limits.INSTRUCTION_BYTES != 0) {
                    throw new UnreadableException("has a function " + symbol.name() + " that is no part of its section");
                }
                functions.add(new Function(symbol.name(), section, symbol.value(), symbol.size(), symbol.global()));
            }
        }
        if (functions.size() == before) {
            functions.add(new Function(section.name(), section, 0, section.size(), true));
        }
    }

    /** The function that begins at a byte of a section, or null. */
    Function at(int sectionNumber, long offset) {
        return functions.stream().filter(function -> function.beginsAt(sectionNumber, offset)).findFirst().orElse(null);
    }

    /**
     * The program: what the name says, a function or a section's program, or the only one. Programs are global functions; those in
     * .text only if no other section has any.
     */
    Function entry(String name) throws UnreadableException {
        List<Function> programs = functions.stream().filter(Function::global).toList();
        if (name == null) {
            List<Function> outside = programs.stream().filter(function -> !function.section().name().equals(SUBPROGRAMS)).toList();
            return only(outside.isEmpty() ? programs : outside, "has no program", "the object");
        }
        List<Function> named = programs.stream().filter(function -> function.section().name().equals(name)).toList();
        if (named.isEmpty()) {
            named = functions.stream().filter(function -> function.name().equals(name)).toList();
        }
        return only(named, "has no program or section " + name + "; it has " + names(programs), "section " + name);
    }

    private static Function only(List<Function> candidates, String none, String where) throws UnreadableException {
        if (candidates.isEmpty()) {
            throw new UnreadableException(none);
        }
        if (candidates.size() > 1) {
            throw new UnreadableException("has several programs in " + where + ": " + names(candidates) + "; say which with --section");
        }
        return candidates.get(0);
    }

    private static String names(List<Function> functions) {
        return String.join(", ", functions.stream().map(Function::name).toList());
    }
}
