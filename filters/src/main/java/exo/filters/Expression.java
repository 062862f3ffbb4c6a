package exo.filters;

/** What was written, as a tree. Each primitive says for itself which packets it is true of. */
public sealed interface Expression {
    /** Both are true. */
    record And(Expression first, Expression second) implements Expression {
    }

    /** One of them is true. */
    record Or(Expression first, Expression second) implements Expression {
    }

    /** It is not true. What would have to be read beyond the packet's end is neither true nor false: then neither is its opposite. */
    record Not(Expression inner) implements Expression {
    }

    /** The ethertype, after a VLAN tag. */
    record Ethertype(int value) implements Expression {
    }

    /**
     * The protocol above IP, after extension headers.
     *
     * @param ethertype  of IPv4 or IPv6; 0: of either
     */
    record Protocol(int ethertype, int value) implements Expression {
    }

    /** The tag's VLAN. */
    record Vlan(int value) implements Expression {
    }

    /** An address of the Ethernet header. */
    record LinkAddress(Direction direction, Bits address) implements Expression {
    }

    /**
     * An address of IPv4, IPv6 or ARP.
     *
     * @param ethertype  which; 0, of an address of four bytes: IPv4 or ARP
     */
    record Address(int ethertype, Direction direction, Bits address) implements Expression {
    }

    /**
     * A port in a range, of IPv4 or IPv6.
     *
     * @param protocol  TCP or UDP; 0: either
     */
    record Port(int protocol, Direction direction, int first, int last) implements Expression {
    }

    /**
     * Bytes of a header.
     *
     * @param header  its name
     * @param equal  whether they are to be equal; if not, the header is to be there all the same
     * @param position  where it is written
     */
    record Bytes(String header, int offset, Bits bits, boolean equal, int position) implements Expression {
    }

    /** Which of two addresses or ports is meant. */
    enum Direction {
        SOURCE,
        DESTINATION,
        EITHER,
        BOTH
    }

    /** So many bytes: which bits matter, and what they are. */
    record Bits(byte[] mask, byte[] value) {
    }
}
