package exo.abi.spec;

import java.util.List;

/**
 * One call of the kernel: the row from which dispatch, stubs, header and reference are written. Rows are made with
 * {@link CallBuilder}, so that a forgotten column is an error when the specification is loaded.
 *
 * @param name  snake_case, as in C; unique
 * @param javaName  the method's name in Java, of stub and handler alike
 * @param paper  what the exokernel papers call the mechanism; "ours: …" where they have none
 * @param rights  who may make the call, or upon what
 * @param result  what a non-negative result says
 */
public record Call(int number, String name, String javaName, Family family, List<Argument> arguments, String paper,
                   String meaning, String rights, String result, List<Failure> failures) {

    /** As many as the register convention has room for beside the number. */
    public static final int ARGUMENTS_MAXIMUM = 5;

    public Call {
        arguments = List.copyOf(arguments);
        failures = List.copyOf(failures);
    }
}
