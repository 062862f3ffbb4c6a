package exo.abi.spec;

import java.util.List;

/**
 * Constants that belong together: one class in Java, one prefix in C.
 *
 * @param name  the class in Java
 * @param prefix  what stands between {@code AEGIS_} and the constant's name in C; may be empty
 */
public record ConstantGroup(String name, String prefix, String meaning, List<Constant> constants) {
    public ConstantGroup {
        constants = List.copyOf(constants);
    }
}
