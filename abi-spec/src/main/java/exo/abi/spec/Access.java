package exo.abi.spec;

/** What one side of the trap does with a layout, and hence which accessors it is given. */
public enum Access {
    NONE,
    READS,
    WRITES;

    public boolean reads() {
        return this != NONE;
    }

    public boolean writes() {
        return this == WRITES;
    }
}
