package exo.filters;

import java.util.List;
import java.util.Map;

/** Goes through tokens, and words what is wrong with the next. */
final class TokenReader {
    private final List<Token> tokens;
    private int at;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** So many further on; the end, if there are not so many. */
    Token peek(int further) {
        return tokens.get(Math.min(at + further, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean accept(String text) {
        boolean is = peek().is(text);
        if (is) {
            next();
        }
        return is;
    }

    void require(String text) throws FilterException {
        if (!accept(text)) {
            throw expected("'" + text + "'");
        }
    }

    long number(String what, long maximum) throws FilterException {
        return named(Map.of(), what, maximum);
    }

    /** A number, or one of the names of numbers. */
    long named(Map<String, Integer> names, String what, long maximum) throws FilterException {
        Integer named = names.get(peek().text());
        Long value = named != null ? (Long) (long) named : peek().isNumber() ? AddressText.number(peek().text()) : null;
        if (value == null) {
            throw problem("expected " + what + ", found " + peek().quoted());
        }
        if (value > maximum) {
            throw problem(peek().text() + " is too much for " + what + ": at most " + maximum);
        }
        next();
        return value;
    }

    FilterException expected(String what) {
        return problem(Words.problem(peek(), what));
    }

    FilterException problem(String message) {
        return new FilterException(peek().position(), message);
    }
}
