package exo.forge.ebpf;

/**
 * What lies on the operand stack at translation. @param value of an INT, a LONG and, as the first operand, a COMPARISON @param second the
 * other operand of a COMPARISON @param array of an ARRAY
 */
record Item(Sort sort, Value value, Value second, AreaVariable array) {
    enum Sort {
        INT,
        LONG,
        /** What the program is called with: there is one of it. */
        PACKET,
        INPUT,
        /** A static array of the class, by itself. */
        ARRAY,
        /** -1, 0 or 1, as value and second compare; nobody has asked for it as a number yet. */
        COMPARISON,
        UNSIGNED_COMPARISON
    }

    static Item ofInt(Value value) {
        return new Item(Sort.INT, value, null, null);
    }

    static Item ofLong(Value value) {
        return new Item(Sort.LONG, value, null, null);
    }

    static Item of(AreaVariable array) {
        return new Item(Sort.ARRAY, null, null, array);
    }

    boolean isNumber() {
        return sort == Sort.INT || sort == Sort.LONG;
    }

    boolean isComparison() {
        return sort == Sort.COMPARISON || sort == Sort.UNSIGNED_COMPARISON;
    }

    boolean isReference() {
        return !isNumber() && !isComparison();
    }

    boolean has(Value variable) {
        return variable.equals(value) || variable.equals(second);
    }

    Item with(Value replaced, Value by) {
        return new Item(sort, replaced.equals(value) ? by : value, replaced.equals(second) ? by : second, array);
    }

    /** Stack words of the JVM. */
    int words() {
        return sort == Sort.LONG ? 2 : 1;
    }
}
