package exo.abi.spec;

import java.util.List;

/**
 * The whole ABI, as the generator reads it. The parts may be incomplete or wrong in a test; {@link #current} is the one
 * that holds.
 */
public record Specification(List<Family> families, List<Call> calls, List<Status> statuses,
                            List<ConstantGroup> constants, List<Layout> layouts) {

    public static Specification current() {
        return new Specification(Calls.FAMILIES, Calls.all(), Statuses.ALL, Constants.all(), Layouts.all());
    }

    public List<Call> callsOf(Family family) {
        return calls.stream().filter(call -> call.family().equals(family)).toList();
    }
}
