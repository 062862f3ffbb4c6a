package exo.tests.kernel.network;

/** One condition of a filter, as the specification of the ABI words it. */
public record Atom(int base, int width, int offset, int mask, int value) {
    static final int FIELD = 0;
    static final int LINK = 1;
    static final int NETWORK = 2;
    public static final int TRANSPORT = 3;

    static final int ETHERTYPE = 0;
    static final int VLAN = 4;
    static final int PROTOCOL = 8;
    static final int FRAGMENT = 12;

    public static Atom ethertype(int value) {
        return new Atom(FIELD, 2, ETHERTYPE, 0xffff, value);
    }

    public static Atom protocol(int value) {
        return new Atom(FIELD, 1, PROTOCOL, 0xff, value);
    }

    public static Atom vlan(int value) {
        return new Atom(FIELD, 2, VLAN, 0xfff, value);
    }

    static Atom fragment(int mask, int value) {
        return new Atom(FIELD, 1, FRAGMENT, mask, value);
    }

    public static Atom destinationPort(int value) {
        return new Atom(TRANSPORT, 2, 2, 0xffff, value);
    }

    public static Atom sourcePort(int value) {
        return new Atom(TRANSPORT, 2, 0, 0xffff, value);
    }

    public static Atom destination(int address) {
        return new Atom(NETWORK, 4, 16, -1, address);
    }

    public static Atom source(int address) {
        return new Atom(NETWORK, 4, 12, -1, address);
    }

    boolean isField(int which) {
        return base == FIELD && offset == which;
    }
}
