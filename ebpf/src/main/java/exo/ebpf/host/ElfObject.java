package exo.ebpf.host;

import java.util.List;
import java.util.Map;

/**
 * A program from the ELF object that {@code clang -target bpf -c} writes: the text, with the functions that it calls linked in, and the
 * area with its variables and maps. Addresses of variables have become offsets in the area.
 *
 * @param name the program's function, or its section if the object has no names
 * @param area what the area holds at first; the program's own variables, constants and section maps
 * @param variables where in the area each named variable is
 * @param places where each instruction comes from, in order; {@link Place#line} is null without {@code -g}
 */
public record ElfObject(String name, long[] instructions, byte[] area, Map<String, Integer> variables, List<Place> places) {
    /** @param line or null */
    public record Place(String function, SourceLine line) {
    }

    public static boolean isElf(byte[] bytes) {
        return ElfFile.isElf(bytes);
    }

    /**
     * Reads the program named.
     *
     * @param name a section or a function; null if the object has only one program
     * @throws UnreadableException if the object has no such program, or several and no name says which, or refers to what it does not
     *         have, or is none
     */
    public static ElfObject read(byte[] bytes, String name) throws UnreadableException {
        ElfFile file = new ElfFile(bytes);
        AreaLayout area = new AreaLayout(file);
        Functions functions = new Functions(file);
        Functions.Function entry = functions.entry(name);
        Linker linker = new Linker(file, functions, area);
        long[] instructions = linker.link(entry);
        return new ElfObject(entry.name(), instructions, area.contents(), area.variables(), linker.places(new LineTable(file)));
    }
}
