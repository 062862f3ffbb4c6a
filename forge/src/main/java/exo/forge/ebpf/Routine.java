package exo.forge.ebpf;

import java.util.ArrayList;
import java.util.List;

/** A function of the program: its steps, on as many variables as it needs. */
final class Routine {
    final String name;
    final List<Value> parameters = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    private int variables;

    Routine(String name) {
        this.name = name;
    }

    int newVariable() {
        return variables++;
    }

    int variables() {
        return variables;
    }
}
