package exo.filters;

import exo.filters.Expression.Bits;
import exo.filters.Expression.Direction;

/** Reads what is said by words before a name: {@code tcp dst port 80}, {@code src net 10.0.0.0/8}. */
final class QualifiedParser {
    private static final int PORT_MAXIMUM = 0xffff;
    private static final String ADDRESS = "an address";

    private final TokenReader tokens;
    // The words of the last one, for a number that has none.
    private String lastHeader = "";
    private Direction lastDirection = Direction.EITHER;
    private String lastKind = "host";

    QualifiedParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    boolean isQualifier(Token token) {
        return token.kind() == Token.WORD && Parser.qualifiers().contains(token.text());
    }

    /** Whether one begins here, be it without words. */
    boolean canBegin(Token token) {
        boolean address = token.kind() == Token.WORD && (token.isNumber() || token.text().indexOf(':') >= 0);
        return isQualifier(token) || address;
    }

    Expression read(String header) throws FilterException {
        if (isQualifier(tokens.peek())) {
            lastHeader = header;
            lastDirection = direction();
            lastKind = kind();
        }
        switch (lastKind) {
            case "port":
                int port = (int) tokens.number("a port's number", PORT_MAXIMUM);
                return ports(port, port);
            case "portrange":
                return portRange();
            case "net":
                return address(net());
            default:
                return address(host());
        }
    }

    private Direction direction() {
        Token token = tokens.peek();
        if (!token.is("src") && !token.is("dst")) {
            return Direction.EITHER;
        }
        tokens.next();
        boolean other = tokens.peek(1).is(token.is("src") ? "dst" : "src");
        if (other && (tokens.peek().is("or") || tokens.peek().is("and"))) {
            boolean both = tokens.next().is("and");
            tokens.next();
            return both ? Direction.BOTH : Direction.EITHER;
        }
        return token.is("src") ? Direction.SOURCE : Direction.DESTINATION;
    }

    private String kind() throws FilterException {
        Token token = tokens.peek();
        boolean ports = token.is("port") || token.is("portrange");
        boolean addresses = token.is("host") || token.is("net");
        if (!ports && !addresses && !canBegin(token)) {
            throw tokens.expected("'host', 'net', 'port', 'portrange' or " + ADDRESS);
        }
        if (isTransport() ? !ports : ports && !lastHeader.isEmpty()) {
            throw tokens.problem("'" + lastHeader + "' has " + (isTransport() ? "ports and no addresses: say 'ip host'"
                    : "no ports: say 'port', 'tcp port' or 'udp port', and 'and " + lastHeader + "'"));
        }
        if (lastHeader.startsWith("icmp")) {
            throw tokens.problem("'" + lastHeader + "' has neither addresses nor ports");
        }
        return ports || addresses ? tokens.next().text() : "host";
    }

    private boolean isTransport() {
        return lastHeader.equals("tcp") || lastHeader.equals("udp");
    }

    // ---- ports -----------------------------------------------------------------------------------------------------------------

    private Expression ports(int first, int last) {
        return new Expression.Port(isTransport() ? Words.PROTOCOLS.get(lastHeader) : 0, lastDirection, first, last);
    }

    private Expression portRange() throws FilterException {
        Token token = tokens.peek();
        int dash = token.text().indexOf('-');
        Long first = dash < 0 ? null : AddressText.number(token.text().substring(0, dash));
        Long last = dash < 0 ? null : AddressText.number(token.text().substring(dash + 1));
        if (first == null || last == null || last > PORT_MAXIMUM) {
            throw tokens.expected("two ports with '-' between, such as '6000-6008'");
        }
        if (first > last) {
            throw tokens.problem("'" + token.text() + "' ends before it begins");
        }
        tokens.next();
        return ports(first.intValue(), last.intValue());
    }

    // ---- addresses -------------------------------------------------------------------------------------------------------------

    private Bits host() throws FilterException {
        String text = tokens.peek().text();
        byte[] address = lastHeader.equals("ether") ? AddressText.link(text)
                : text.indexOf(':') >= 0 ? AddressText.ipv6(text) : AddressText.ipv4(text, false);
        if (address == null || tokens.peek().kind() != Token.WORD) {
            throw tokens.expected(lastHeader.equals("ether") ? "an Ethernet address, such as '52:54:00:12:34:56'"
                    : ADDRESS + ", such as '10.0.0.1' or 'fe80::1'");
        }
        tokens.next();
        if (tokens.peek().is("/")) {
            throw tokens.problem("a host is one address: say 'net' for a prefix");
        }
        return AddressText.exactly(address);
    }

    private Bits net() throws FilterException {
        Token place = tokens.peek();
        String text = place.text();
        boolean six = text.indexOf(':') >= 0;
        byte[] given = six ? AddressText.ipv6(text) : AddressText.ipv4(text, true);
        if (given == null || place.kind() != Token.WORD || lastHeader.equals("ether")) {
            throw tokens.expected("a network, such as '10.0.0.0/8'");
        }
        tokens.next();
        byte[] address = six ? given : java.util.Arrays.copyOf(given, 4);
        Bits bits;
        if (tokens.accept("/")) {
            bits = AddressText.prefix(address, tokens.number("a prefix's length", 8L * address.length));
        } else if (!six && tokens.accept("mask")) {
            bits = AddressText.masked(address, mask());
        } else {
            bits = AddressText.prefix(address, 8L * given.length);
        }
        if (bits == null) {
            throw new FilterException(place.position(), "'" + text + "' has bits beyond its mask");
        }
        return bits;
    }

    private byte[] mask() throws FilterException {
        byte[] mask = AddressText.ipv4(tokens.peek().text(), false);
        if (mask == null) {
            throw tokens.expected("a mask, such as '255.255.255.0'");
        }
        tokens.next();
        return mask;
    }

    private Expression address(Bits bits) throws FilterException {
        if (lastHeader.equals("ether")) {
            return new Expression.LinkAddress(lastDirection, bits);
        }
        boolean six = bits.value().length > 4;
        Integer named = Words.ETHERTYPES.get(lastHeader);
        if (named != null && six != lastHeader.equals("ip6")) {
            throw tokens.problem("the address is none of '" + lastHeader + "'");
        }
        return new Expression.Address(named != null ? named : six ? Words.ETHERTYPES.get("ip6") : 0, lastDirection, bits);
    }
}
