package exo.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts an expression into words and symbols. Addresses and ranges are words; inside brackets a colon is a symbol. Two words for one thing
 * become one: {@code &&} and, {@code ||} or, {@code !} not, {@code ==} =.
 */
final class Lexer {
    private static final String[] SYMBOLS = {"&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "(", ")", "[", "]", "&", "|", "=", "<", ">",
        "!", "/", ":", "+", "*", "^", "%"};

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int brackets;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) throws FilterException {
        Lexer lexer = new Lexer(text);
        while (lexer.skipBlanks()) {
            lexer.take();
        }
        lexer.tokens.add(new Token(Token.END, "", text.length()));
        return lexer.tokens;
    }

    private boolean skipBlanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at < text.length();
    }

    private boolean isInWord(char letter) {
        boolean plain = letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9';
        return plain || letter == '.' || letter == '-' || letter == '_' || letter == ':' && brackets == 0;
    }

    private void take() throws FilterException {
        int start = at;
        while (at < text.length() && isInWord(text.charAt(at))) {
            at++;
        }
        if (at > start) {
            tokens.add(new Token(Token.WORD, text.substring(start, at).toLowerCase(Locale.ROOT), start));
            return;
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                takeSymbol(symbol);
                return;
            }
        }
        throw new FilterException(at, "'" + text.charAt(at) + "' means nothing here");
    }

    private void takeSymbol(String symbol) {
        brackets += symbol.equals("[") ? 1 : symbol.equals("]") ? -1 : 0;
        switch (symbol) {
            case "&&" -> tokens.add(new Token(Token.WORD, "and", at));
            case "||" -> tokens.add(new Token(Token.WORD, "or", at));
            case "!" -> tokens.add(new Token(Token.WORD, "not", at));
            case "==" -> tokens.add(new Token(Token.SYMBOL, "=", at));
            default -> tokens.add(new Token(Token.SYMBOL, symbol, at));
        }
        at += symbol.length();
    }
}
