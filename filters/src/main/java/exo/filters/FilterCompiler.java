package exo.filters;

import java.util.ArrayList;
import java.util.List;

/** From an expression to the filters that together match what it does. */
public final class FilterCompiler {
    /** Filters that one expression may come to. */
    public static final int FILTERS_MAXIMUM = 64;

    private FilterCompiler() {
    }

    /**
     * The filters of an expression: a packet matches one of them exactly if the expression is true of it.
     *
     * @throws FilterException if it is no expression, is never true, cannot be said in atoms, or comes to too many filters
     */
    public static List<PacketFilter> compile(String text) throws FilterException {
        return compile(Parser.parse(text));
    }

    /** Reads an expression and does no more. */
    public static Expression parse(String text) throws FilterException {
        return Parser.parse(text);
    }

    /** As of a text. */
    public static List<PacketFilter> compile(Expression expression) throws FilterException {
        List<PacketFilter> filters = new ArrayList<>();
        for (Conjunction one : alternatives(expression, true)) {
            for (PacketFilter filter : AtomWriter.filters(one)) {
                if (!filters.contains(filter)) {
                    filters.add(filter);
                }
            }
        }
        if (filters.isEmpty()) {
            throw new FilterException(0, "no packet matches it: its conditions contradict each other");
        }
        if (filters.size() > FILTERS_MAXIMUM) {
            throw new FilterException(0, "it comes to " + filters.size() + " filters, at most " + FILTERS_MAXIMUM
                    + " are possible: say less, or say it with prefixes and masks");
        }
        return filters;
    }

    private static List<Conjunction> alternatives(Expression expression, boolean positive) throws FilterException {
        if (expression instanceof Expression.Not not) {
            return alternatives(not.inner(), !positive);
        }
        if (expression instanceof Expression.And and) {
            List<Conjunction> first = alternatives(and.first(), positive);
            List<Conjunction> second = alternatives(and.second(), positive);
            return positive ? Alternatives.and(first, second) : Alternatives.or(first, second);
        }
        if (expression instanceof Expression.Or or) {
            List<Conjunction> first = alternatives(or.first(), positive);
            List<Conjunction> second = alternatives(or.second(), positive);
            return positive ? Alternatives.or(first, second) : Alternatives.and(first, second);
        }
        List<Conjunction> primitive = Primitives.of(expression);
        return positive ? primitive : Alternatives.not(primitive);
    }

    /** Of the filters, the first pair, as indices, that can match one packet with as many bits, which the kernel refuses; null: none. */
    public static int[] tie(List<PacketFilter> filters) {
        for (int one = 0; one < filters.size(); one++) {
            for (int other = one + 1; other < filters.size(); other++) {
                if (filters.get(one).bits() == filters.get(other).bits() && FilterPair.meet(filters.get(one), filters.get(other))) {
                    return new int[] {one, other};
                }
            }
        }
        return null;
    }
}
