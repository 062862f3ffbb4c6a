package exo.ebpf;

/**
 * What a comparison with the length tells: of a value without it, and of one of the same base that is the length and a number. It bounds the
 * first, and its distance from the end of memory, and the length.
 */
final class LengthComparison {
    private final States states;
    private final Values values;

    LengthComparison(States states, Values values) {
        this.states = states;
        this.values = values;
    }

    /** The condition is between value and end, in this order. False: it cannot be. */
    boolean assume(long scratch, long state, int condition, long value, long end) {
        if (!values.isSmall(end) || condition == Opcode.JSET || condition == NumberComparison.CLEAR) {
            return true;
        }
        // Below 0 as a signed number is far above as an unsigned one.
        boolean endIsPositive = states.lengthLeast(state) + values.least(end) >= 0;
        boolean valueIsPositive = values.least(value) >= 0;
        boolean pointers = values.base(value) != Values.NUMBER;
        if (pointers && !(endIsPositive && values.isWithin(value, 0, Values.SMALL))) {
            return true;
        }
        switch (condition) {
            case Opcode.JEQ:
                return atMost(scratch, state, value, end, 0) && atLeast(scratch, state, value, end, 0);
            case Opcode.JNE:
                return differ(scratch, state, value, end);
            case Opcode.JLT:
                return !endIsPositive || positiveAtMost(scratch, state, value, end, 1);
            case Opcode.JLE:
                return !endIsPositive || positiveAtMost(scratch, state, value, end, 0);
            case Opcode.JGT:
                return !endIsPositive || !valueIsPositive || atLeast(scratch, state, value, end, 1);
            case Opcode.JGE:
                return !endIsPositive || !valueIsPositive || atLeast(scratch, state, value, end, 0);
            case Opcode.JSLT:
                return atMost(scratch, state, value, end, 1);
            case Opcode.JSLE:
                return atMost(scratch, state, value, end, 0);
            case Opcode.JSGT:
                return atLeast(scratch, state, value, end, 1);
            default:
                return atLeast(scratch, state, value, end, 0);
        }
    }

    private boolean positiveAtMost(long scratch, long state, long value, long end, long by) {
        return values.narrow(value, 0, Long.MAX_VALUE) && atMost(scratch, state, value, end, by);
    }

    /** The value is less than the end by at least {@code by}, as signed numbers. */
    private boolean atMost(long scratch, long state, long value, long end, long by) {
        long further = values.most(end) - by;
        if (!values.narrow(value, Long.MIN_VALUE, states.lengthMost(state) + further)) {
            return false;
        }
        values.raiseTail(value, -further);
        return states.spread(scratch, state, value) && states.spreadFromEnd(scratch, state, end, values.least(value) + by);
    }

    /** The value is more than the end by at least {@code by}, as signed numbers. */
    private boolean atLeast(long scratch, long state, long value, long end, long by) {
        long further = values.least(end) + by;
        if (!values.narrow(value, states.lengthLeast(state) + further, Long.MAX_VALUE)) {
            return false;
        }
        boolean small = values.most(value) < Values.SMALL;
        return (!small || states.narrowLength(state, 0, values.most(value) - further)) && states.spread(scratch, state, value);
    }

    /** What is known to be at most the end, and is not the end, is less. Only of an end at a constant distance from memory's. */
    private boolean differ(long scratch, long state, long value, long end) {
        if (!values.isConstant(end)) {
            return true;
        }
        long distance = values.least(end);
        if (states.tail(state, value) == -distance) {
            values.raiseTail(value, 1 - distance);
        }
        if (!values.isConstant(value) || !values.isSmall(value)) {
            return states.spread(scratch, state, value);
        }
        long without = values.least(value) - distance;
        long least = states.lengthLeast(state);
        long most = states.lengthMost(state);
        return states.narrowLength(state, least == without ? least + 1 : least, most == without ? most - 1 : most)
                && states.spread(scratch, state, value);
    }
}
