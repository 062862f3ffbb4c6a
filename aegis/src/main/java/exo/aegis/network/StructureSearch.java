package exo.aegis.network;

import exo.abi.PacketBase;
import exo.abi.PacketField;
import exo.machine.Machine;

/**
 * The decision structure, evaluated in Java: every packet can be classified by this, and those are that are not of the usual form, or whose
 * class has no text compiled yet. Parses the headers once, and then looks up, shape by shape from that of most bits on, the filter that
 * has the packet's values there.
 */
final class StructureSearch {
    private static final int NONE = -1;

    private final NetworkBook book;
    private final Machine machine;
    private final PacketHeaders headers;
    private final Classes classes;
    private final FilterTable table;
    private final long values;

    StructureSearch(NetworkBook book, PacketHeaders headers, Classes classes, FilterTable table) {
        this.book = book;
        this.machine = book.machine;
        this.headers = headers;
        this.classes = classes;
        this.table = table;
        this.values = book.start + NetworkBook.PACKET_VALUES;
    }

    /** The filter that gets the packet, or 0. */
    int classify(long packet, long length) {
        if (!headers.parse(packet, length)) {
            return 0;
        }
        int index = classes.ofPacket(headers.field(PacketHeaders.ETHERTYPE), headers.field(PacketHeaders.PROTOCOL));
        int own = classes.firstOwn(index);
        int any = classes.firstAny(index);
        for (int steps = 0; (own != 0 || any != 0) && steps < 2 * NetworkLimits.SHAPES_IN_CLASS; steps++) {
            boolean first = classes.goesFirst(own, any);
            int shape = first ? own : any;
            int filter = readValues(book.shape(shape), packet, length) ? table.find(shape, values) : 0;
            if (filter != 0) {
                return filter;
            }
            own = first ? classes.next(own) : own;
            any = first ? any : classes.next(any);
        }
        return 0;
    }

    /** Leaves the packet's values under a shape in the book; false: no filter of the shape can match. */
    private boolean readValues(long shape, long packet, long length) {
        boolean tagged = headers.field(PacketHeaders.VLAN) != PacketField.UNTAGGED;
        if (tagged != (book.get(shape + NetworkBook.SHAPE_FLAGS) == NetworkBook.TAGGED)) {
            return false;
        }
        machine.zero(values, NetworkBook.VALUES_BYTES);
        int atoms = book.get(shape + NetworkBook.SHAPE_ATOMS);
        for (int atom = 0; atom < atoms; atom++) {
            int place = book.place(shape, atom);
            int mask = book.mask(shape, atom);
            boolean there = NetworkBook.base(place) == PacketBase.FIELD ? readField(atom, place, mask)
                    : readBytes(atom, place, mask, packet, length);
            if (!there) {
                return false;
            }
        }
        return true;
    }

    private boolean readField(int atom, int place, int mask) {
        int value = ShapeForm.isVlan(place) ? Octets.swapped(headers.field(PacketHeaders.VLAN), 2)
                : headers.field(PacketHeaders.FRAGMENT);
        put(atom, value & mask);
        return ShapeForm.isVlan(place) || mask != ShapeForm.NOT_LATER || (value & mask) == 0;
    }

    private boolean readBytes(int atom, int place, int mask, long packet, long length) {
        int from = baseOffset(NetworkBook.base(place));
        int at = from + NetworkBook.offset(place);
        if (from == NONE || at + NetworkBook.width(place) > length) {
            return false;
        }
        put(atom, Octets.raw(machine, packet + at, NetworkBook.width(place)) & mask);
        return true;
    }

    private int baseOffset(int base) {
        int transport = headers.field(PacketHeaders.TRANSPORT);
        return base == PacketBase.LINK ? 0 : base == PacketBase.NETWORK ? headers.field(PacketHeaders.NETWORK)
                : transport == 0 ? NONE : transport;
    }

    private void put(int atom, int value) {
        book.set(values + (long) atom * Width.WORD, value);
    }
}
