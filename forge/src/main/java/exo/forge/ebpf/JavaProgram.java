package exo.forge.ebpf;

import exo.ebpf.host.ElfObject;
import exo.ebpf.host.ElfObject.Place;
import java.util.List;
import java.util.Map;

/**
 * A program from a Java class: as {@link exo.ebpf.host.ElfObject} is one from C.
 *
 * @param name the class and the method
 * @param area what the area holds at first: the class's static variables
 * @param variables where in the area each static variable is
 * @param places where each instruction comes from, in order
 */
public record JavaProgram(String name, Hook hook, long[] instructions, byte[] area, Map<String, Integer> variables, List<Place> places) {
    /** What the program is for. */
    public enum Hook {
        HANDLER,
        PREDICATE
    }

    /** As a program from C is had. */
    public ElfObject object() {
        return new ElfObject(name, instructions, area, variables, places);
    }
}
