package exo.ebpf;

/** Sums and differences of values, with all that stays known: bases, the length, tails and names. The result's record may be an operand's. */
final class Sums {
    private final Values values;

    Sums(Values values) {
        this.values = values;
    }

    /** False: it is no value of a form that there is. Nothing has been done then. */
    boolean add(long into, long a, long b) {
        int formA = values.form(a);
        int formB = values.form(b);
        boolean bothBased = values.isPointer(a) && values.isPointer(b);
        if (((formA | formB) & Values.HIGH) != 0 || bothBased || (formA & formB & Values.LENGTH) != 0) {
            return false;
        }
        int base = values.isPointer(a) ? formA & Values.BASE_MASK : formB & Values.BASE_MASK;
        int form = base | (formA | formB) & Values.LENGTH;
        boolean exact = !values.overflows(values.least(a), values.least(b)) && !values.overflows(values.most(a), values.most(b));
        long tail = Values.NO_TAIL;
        if (exact && (form & Values.LENGTH) == 0) {
            tail = Numbers.greater(Values.tailAfter(values.tail(a), values.most(b)), Values.tailAfter(values.tail(b), values.most(a)));
        }
        long named = values.isConstant(b) ? a : b;
        long constant = values.isConstant(b) ? b : a;
        boolean keepsName = values.isConstant(constant) && !values.hasLength(constant);
        int name = keepsName ? values.name(named) : 0;
        long displacement = keepsName ? sum(values.displacement(named), values.least(constant)) : 0;
        values.add(into, a, b);
        values.describe(into, form, tail);
        nameUnlessConstant(into, name, displacement);
        return true;
    }

    /** As {@link #add}, of a - b. */
    boolean subtract(long into, long a, long b) {
        int formA = values.form(a);
        int formB = values.form(b);
        boolean differences = values.isPointer(b);
        boolean basesFit = !differences || values.base(a) == values.base(b);
        if (((formA | formB) & Values.HIGH) != 0 || !basesFit || (formB & ~formA & Values.LENGTH) != 0) {
            return false;
        }
        int form = (differences ? Values.NUMBER : formA & Values.BASE_MASK) | (formA ^ formB) & Values.LENGTH;
        boolean exact = !values.underflows(values.least(a), values.most(b)) && !values.underflows(values.most(a), values.least(b));
        boolean same = values.name(a) != 0 && values.name(a) == values.name(b) && !values.hasLength(a) && !values.hasLength(b);
        long apart = (long) values.displacement(a) - values.displacement(b);
        long tail = exact && ((formA | formB) & Values.LENGTH) == 0
                ? Values.tailAfter(values.tail(a), -Numbers.lesser(values.least(b), Values.SMALL)) : Values.NO_TAIL;
        boolean takesName = values.isConstant(a) && values.hasLength(a);
        boolean keepsName = values.isConstant(b) && !values.hasLength(b);
        int name = values.hasLength(b) ? 0 : takesName ? values.name(b) : keepsName ? values.name(a) : 0;
        long displacement = takesName ? sum(-values.displacement(b), values.least(a)) : keepsName ? sum(values.displacement(a), -values.least(b)) : 0;
        values.subtract(into, a, b);
        if (same) {
            values.setConstant(into, apart);
        }
        values.describe(into, form, tail);
        nameUnlessConstant(into, name, displacement);
        return true;
    }

    /** A displacement's sum with a number, or one that does not fit if that does not. */
    private static long sum(long displacement, long number) {
        return number > -Values.SMALL && number < Values.SMALL ? displacement + number : Values.SMALL;
    }

    private void nameUnlessConstant(long value, int name, long displacement) {
        if (!values.isConstant(value)) {
            values.setNameIfFits(value, name, displacement);
        }
    }
}
