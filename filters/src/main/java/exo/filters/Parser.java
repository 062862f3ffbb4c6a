package exo.filters;

import exo.filters.Expression.Bits;
import exo.filters.Expression.Direction;
import java.util.List;

/**
 * Reads an expression. As in pcap-filter(7), {@code not} binds closest, {@code and} and {@code or} bind alike and from the left, and a
 * number or address without words before it takes those of the one before.
 */
final class Parser {
    private static final int DEPTH_MAXIMUM = 100;
    private static final String PRIMITIVE = "a condition, such as 'tcp' or 'dst port 80'";

    private final TokenReader tokens;
    private final QualifiedParser qualified;
    private int depth;

    private Parser(TokenReader tokens) {
        this.tokens = tokens;
        qualified = new QualifiedParser(tokens);
    }

    static Expression parse(String text) throws FilterException {
        TokenReader tokens = new TokenReader(Lexer.tokens(text));
        Expression expression = new Parser(tokens).expression();
        if (tokens.peek().kind() != Token.END) {
            throw tokens.expected("'and', 'or' or the end");
        }
        return expression;
    }

    private Expression expression() throws FilterException {
        Expression expression = operand();
        while (tokens.peek().is("and") || tokens.peek().is("or")) {
            boolean and = tokens.next().is("and");
            Expression right = operand();
            expression = and ? new Expression.And(expression, right) : new Expression.Or(expression, right);
        }
        return expression;
    }

    private Expression operand() throws FilterException {
        if (++depth > DEPTH_MAXIMUM) {
            throw tokens.problem("nested too deep: more than " + DEPTH_MAXIMUM);
        }
        Expression operand;
        if (tokens.accept("not")) {
            operand = new Expression.Not(operand());
        } else if (tokens.accept("(")) {
            operand = expression();
            tokens.require(")");
        } else {
            operand = primitive();
        }
        depth--;
        return operand;
    }

    private Expression primitive() throws FilterException {
        Token token = tokens.peek();
        if (tokens.accept("vlan")) {
            return new Expression.Vlan((int) tokens.number("the VLAN's number: a filter is about one", 0xfff));
        }
        if (tokens.accept("proto")) {
            return new Expression.Protocol(0, protocol());
        }
        if (token.is("broadcast") || token.is("multicast")) {
            return ofEther(tokens.next());
        }
        boolean header = Words.ETHERTYPES.containsKey(token.text()) || Words.PROTOCOLS.containsKey(token.text()) || token.is("ether");
        if (header) {
            tokens.next();
            return tokens.peek().is("[") ? bytes(token) : ofHeader(token);
        }
        if (qualified.canBegin(token)) {
            return qualified.read("");
        }
        throw tokens.expected(PRIMITIVE);
    }

    // ---- what begins with a header's name --------------------------------------------------------------------------------------

    private Expression ofHeader(Token header) throws FilterException {
        Token token = tokens.peek();
        boolean network = Words.ETHERTYPES.containsKey(header.text());
        if (token.is("proto") && header.is("ether")) {
            tokens.next();
            return new Expression.Ethertype(ethertype());
        }
        if (token.is("proto") && network && !header.is("arp")) {
            tokens.next();
            return new Expression.Protocol(Words.ETHERTYPES.get(header.text()), protocol());
        }
        if ((token.is("broadcast") || token.is("multicast")) && header.is("ether")) {
            return ofEther(tokens.next());
        }
        if (token.is("multicast") && network && !header.is("arp")) {
            tokens.next();
            Bits classD = new Bits(new byte[] {(byte) 0xf0}, new byte[] {(byte) 0xe0});
            return new Expression.Bytes(header.text(), header.is("ip") ? 16 : 24,
                    header.is("ip") ? classD : AddressText.exactly(new byte[] {-1}), true, header.position());
        }
        if (qualified.isQualifier(token)) {
            return qualified.read(header.text());
        }
        if (header.is("ether")) {
            throw tokens.expected("'host', 'src', 'dst', 'proto' or '[' after 'ether'");
        }
        return network ? new Expression.Ethertype(Words.ETHERTYPES.get(header.text())) : protocolNamed(header.text());
    }

    private static Expression protocolNamed(String name) {
        return new Expression.Protocol(name.equals("icmp") ? 0x800 : name.equals("icmp6") ? 0x86dd : 0, Words.PROTOCOLS.get(name));
    }

    private static Expression ofEther(Token cast) {
        byte[] all = {-1, -1, -1, -1, -1, -1};
        byte[] group = {1, 0, 0, 0, 0, 0};
        return new Expression.LinkAddress(Direction.DESTINATION, cast.is("broadcast") ? AddressText.exactly(all) : new Bits(group, group));
    }

    private int ethertype() throws FilterException {
        Integer named = Words.ETHERTYPES.get(tokens.peek().text());
        if (named != null) {
            tokens.next();
            return named;
        }
        return (int) tokens.number("an ethertype", 0xffff);
    }

    private int protocol() throws FilterException {
        Integer named = Words.PROTOCOLS.get(tokens.peek().text());
        if (named != null) {
            tokens.next();
            return named;
        }
        return (int) tokens.number("a protocol", 0xff);
    }

    // ---- header[offset:size] & mask = value ---------------------------------------------------------------------------------------

    private Expression bytes(Token header) throws FilterException {
        tokens.require("[");
        int offset = (int) tokens.named(Words.OFFSETS, "an offset", 0xff);
        int size = tokens.accept(":") ? size() : 1;
        tokens.require("]");
        long full = size == 4 ? 0xffff_ffffL : (1L << 8 * size) - 1;
        long mask = tokens.accept("&") ? mask(full) : full;
        Token relation = tokens.next();
        if (!relation.is("=") && !relation.is("!=")) {
            throw new FilterException(relation.position(), "expected '&', '=' or '!=', found " + relation.quoted()
                    + ": a filter compares bits, nothing else");
        }
        Token place = tokens.peek();
        long value = tokens.named(Words.NUMBERS, "a number", full);
        if ((value & ~mask) != 0) {
            throw new FilterException(place.position(), "0x" + Long.toHexString(value) + " has bits that the mask 0x"
                    + Long.toHexString(mask) + " has not: it is never equal");
        }
        return new Expression.Bytes(header.text(), offset, new Bits(octets(mask, size), octets(value, size)), relation.is("="),
                header.position());
    }

    private int size() throws FilterException {
        Token place = tokens.peek();
        long size = tokens.number("1, 2 or 4", 4);
        if (size != 1 && size != 2 && size != 4) {
            throw new FilterException(place.position(), "expected 1, 2 or 4, found '" + size + "'");
        }
        return (int) size;
    }

    /** One number, or several in parentheses with | between. */
    private long mask(long full) throws FilterException {
        Token place = tokens.peek();
        boolean parentheses = tokens.accept("(");
        long mask = tokens.named(Words.NUMBERS, "a mask", full);
        while (parentheses && tokens.accept("|")) {
            mask |= tokens.named(Words.NUMBERS, "a mask", full);
        }
        if (parentheses) {
            tokens.require(")");
        }
        if (mask == 0) {
            throw new FilterException(place.position(), "a mask of 0 asks for nothing");
        }
        return mask;
    }

    private static byte[] octets(long number, int size) {
        byte[] octets = new byte[size];
        for (int index = 0; index < size; index++) {
            octets[index] = (byte) (number >>> 8 * (size - 1 - index));
        }
        return octets;
    }

    static List<String> qualifiers() {
        return List.of("src", "dst", "host", "net", "port", "portrange");
    }
}
