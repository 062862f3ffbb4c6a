package exo.abi.spec;

import java.util.List;

/**
 * A record in memory, shared by parts that are compiled apart.
 *
 * @param name  the class in Java
 * @param bytes  size of the whole record
 * @param kernel  what the kernel does with it (by physical address)
 * @param user  what environments do with it (by their own virtual address)
 * @param assembler  whether assembler code needs the offsets
 * @param fields  by rising offset
 */
public record Layout(String name, int bytes, String meaning, Access kernel, Access user, boolean assembler,
                     List<Field> fields) {
    public Layout {
        fields = List.copyOf(fields);
    }
}
