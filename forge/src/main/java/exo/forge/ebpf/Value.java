package exo.forge.ebpf;

/** What a step computes with. */
sealed interface Value {
    record Number(long number) implements Value {
    }

    /** One of a routine's variables. */
    record Variable(int index) implements Value {
    }

    static Value of(long number) {
        return new Number(number);
    }

    /** Whether it is a number that an instruction has room for. */
    default boolean isImmediate() {
        return this instanceof Number constant && constant.number() == (int) constant.number();
    }

    /** Its index if it is a variable, or {@link Step#NONE}. */
    default int variable() {
        return this instanceof Variable variable ? variable.index() : Step.NONE;
    }
}
