package exo.aegis.network;

import exo.abi.ClaimAny;
import exo.abi.FilterAtom;
import exo.abi.FilterLimits;
import exo.abi.PacketBase;
import exo.abi.PacketField;
import exo.machine.Machine;

/**
 * From atoms, as a library OS writes them, to the kernel's form of a filter: class, places, raw masks and raw values, in the book's record
 * of the filter that is being bound. What is not in canonical form is refused, so that two filters with the same meaning look the same,
 * and one that asks for more has more bits. For that a filter with atoms of base TRANSPORT has here a bit of its fragment kind fixed: no
 * later fragment has a transport header.
 */
final class ShapeForm {
    private static final int FRAGMENT_MASK = 3;
    /** The bit that tells later fragments, which are PacketField.LATER, from others. */
    static final int NOT_LATER = PacketField.LATER;
    private static final int HALF = 0xffff;
    private static final int HIGH_HALF = HALF << 16;
    private static final int HIGH_BYTE = 0xff00;
    private static final int ETHERTYPE_BITS = 16;
    private static final int PROTOCOL_BITS = 8;
    private static final int PROTOCOL_MASK = 0xff;

    // What has a field, or cannot differ, in the words of the fixed IP headers, in network order.
    private static final int IPV4_WORD_0 = 0xff00_0000;
    private static final int IPV4_WORD_1 = 0x0000_3fff;
    private static final int IPV4_WORD_2 = 0x00ff_0000;
    private static final int IPV6_WORD_0 = 0xf000_0000;
    private static final int IPV6_WORD_1 = 0x0000_ff00;

    private final NetworkBook book;
    private final Machine machine;
    private final long incoming;

    ShapeForm(NetworkBook book) {
        this.book = book;
        this.machine = book.machine;
        this.incoming = book.start + NetworkBook.INCOMING;
    }

    /** Bits that an atom's value takes in a key: none if it can have but one. */
    static int keyBits(int place, int mask) {
        return isFragment(place) && mask == NOT_LATER ? 0 : NetworkBook.width(place) * Width.OCTET_BITS;
    }

    static boolean isFragment(int place) {
        return place == NetworkBook.placeOf(PacketBase.FIELD, 1, PacketField.FRAGMENT);
    }

    static boolean isVlan(int place) {
        return place == NetworkBook.placeOf(PacketBase.FIELD, 2, PacketField.VLAN);
    }

    int ethertype() {
        return book.get(incoming + NetworkBook.INCOMING_ETHERTYPE);
    }

    int protocol() {
        return book.get(incoming + NetworkBook.INCOMING_PROTOCOL);
    }

    private int atoms() {
        return book.get(incoming + NetworkBook.SHAPE_ATOMS);
    }

    /**
     * Takes in a filter.
     *
     * @param atoms  physical address of the first FilterAtom, each of whose fields is read once
     */
    int read(long atoms, int count) {
        if (count < 1 || count > FilterLimits.ATOMS) {
            return NetworkStatus.refused(NetworkStatus.BAD_COUNT);
        }
        clear();
        int word = -1;
        for (int index = 0; index < count; index++) {
            long atom = atoms + (long) index * FilterAtom.BYTES;
            int place = NetworkBook.placeOf(machine.load8(atom + FilterAtom.BASE), machine.load8(atom + FilterAtom.WIDTH),
                    machine.load8(atom + FilterAtom.OFFSET));
            int mask = book.get(atom + FilterAtom.MASK);
            int value = book.get(atom + FilterAtom.VALUE);
            boolean good = isAtom(place, mask, value) && NetworkBook.word(place) > word && isFirst(place) == (index == 0)
                    && accept(place, mask, value);
            if (!good) {
                return NetworkStatus.refused(NetworkStatus.BAD_ATOM, 0, index);
            }
            word = NetworkBook.word(place);
        }
        return finish();
    }

    private void clear() {
        machine.zero(incoming, NetworkBook.SHAPE_BYTES);
        machine.zero(book.start + NetworkBook.INCOMING_VALUES, NetworkBook.VALUES_BYTES);
        book.set(incoming + NetworkBook.INCOMING_PROTOCOL, ClaimAny.PROTOCOL);
    }

    /** Whether an atom is well formed, by itself: the least width at an aligned offset. */
    private static boolean isAtom(int place, int mask, int value) {
        int width = NetworkBook.width(place);
        boolean least = width == 4 ? (mask & HALF) != 0 && (mask & HIGH_HALF) != 0
                : width == 2 ? (mask & 0xff) != 0 && (mask & ~0xff) != 0 && (mask & HIGH_HALF) == 0
                : width == 1 && mask != 0 && (mask & ~0xff) == 0;
        return least && NetworkBook.base(place) <= PacketBase.TRANSPORT && (NetworkBook.offset(place) & width - 1) == 0
                && NetworkBook.offset(place) + width <= FilterLimits.OFFSET_MAXIMUM + 1 && (value & ~mask) == 0;
    }

    private static boolean isFirst(int place) {
        return place == NetworkBook.placeOf(PacketBase.FIELD, 2, PacketField.ETHERTYPE);
    }

    private boolean accept(int place, int mask, int value) {
        switch (NetworkBook.base(place)) {
            case PacketBase.FIELD:
                return acceptField(place, mask, value);
            case PacketBase.LINK:
                return NetworkBook.offset(place) + NetworkBook.width(place) <= 2 * Protocol.LINK_ADDRESS_BYTES
                        && append(place, mask, value);
            case PacketBase.NETWORK:
                return isNetwork(place, mask) && append(place, mask, value);
            default:
                return Protocol.isIp(ethertype()) && append(place, mask, value);
        }
    }

    private boolean acceptField(int place, int mask, int value) {
        if (isFirst(place)) {
            book.set(incoming + NetworkBook.INCOMING_ETHERTYPE, value);
            return mask == HALF;
        }
        if (isVlan(place)) {
            book.set(incoming + NetworkBook.SHAPE_FLAGS, NetworkBook.TAGGED);
            return mask == Protocol.VLAN_MASK && append(place, mask, value);
        }
        if (place == NetworkBook.placeOf(PacketBase.FIELD, 1, PacketField.PROTOCOL)) {
            book.set(incoming + NetworkBook.INCOMING_PROTOCOL, value);
            boolean extension = ethertype() == Protocol.ETHERTYPE_IPV6 && Protocol.isExtension(value);
            return Protocol.isIp(ethertype()) && mask == PROTOCOL_MASK && !extension;
        }
        return isFragment(place) && Protocol.isIp(ethertype()) && mask <= FRAGMENT_MASK && value != FRAGMENT_MASK
                && append(place, mask, value);
    }

    private boolean isNetwork(int place, int mask) {
        int end = NetworkBook.offset(place) + NetworkBook.width(place);
        int wordMask = mask << Width.OCTET_BITS * (Width.WORD - NetworkBook.width(place)) - NetworkBook.shift(place);
        int word = NetworkBook.offset(place) >>> 2;
        if (ethertype() == Protocol.ETHERTYPE_IPV4) {
            int taken = word == 0 ? IPV4_WORD_0 : word == 1 ? IPV4_WORD_1 : word == 2 ? IPV4_WORD_2 : 0;
            return end <= Protocol.IPV4_BYTES && (wordMask & taken) == 0;
        }
        int taken = word == 0 ? IPV6_WORD_0 : word == 1 ? IPV6_WORD_1 : 0;
        return ethertype() != Protocol.ETHERTYPE_IPV6 || end <= Protocol.IPV6_BYTES && (wordMask & taken) == 0;
    }

    private boolean append(int place, int mask, int value) {
        put(atoms(), place, Octets.swapped(mask, NetworkBook.width(place)), Octets.swapped(value, NetworkBook.width(place)));
        book.add(incoming + NetworkBook.SHAPE_ATOMS, 1);
        return true;
    }

    private void put(int atom, int place, int rawMask, int rawValue) {
        long at = (long) atom * Width.WORD;
        book.set(incoming + NetworkBook.SHAPE_PLACES + at, place);
        book.set(incoming + NetworkBook.SHAPE_MASKS + at, rawMask);
        book.set(book.start + NetworkBook.INCOMING_VALUES + at, rawValue);
    }

    // ---- what concerns several atoms -------------------------------------------------------------------------------------

    private int finish() {
        int fragment = fragmentAtom();
        boolean transport = atoms() > 0 && NetworkBook.base(book.place(incoming, atoms() - 1)) == PacketBase.TRANSPORT;
        if (fragment >= 0) {
            int mask = book.mask(incoming, fragment);
            int value = value(fragment);
            if (transport ? mask != PacketField.FIRST : mask != FRAGMENT_MASK && value != 0) {
                return NetworkStatus.refused(NetworkStatus.BAD_ATOM, 0, fragmentNumber(fragment));
            }
            book.set(incoming + NetworkBook.SHAPE_MASKS + (long) fragment * Width.WORD, transport ? FRAGMENT_MASK : mask);
        } else if (transport) {
            insertNotLater();
        }
        count();
        return NetworkStatus.OK;
    }

    int value(int atom) {
        return book.get(book.start + NetworkBook.INCOMING_VALUES + (long) atom * Width.WORD);
    }

    private int fragmentAtom() {
        for (int atom = 0; atom < 2 && atom < atoms(); atom++) {
            if (isFragment(book.place(incoming, atom))) {
                return atom;
            }
        }
        return -1;
    }

    /** The number that the caller knows it by: the ethertype, and the protocol, come before it. */
    private int fragmentNumber(int atom) {
        return atom + (protocol() == ClaimAny.PROTOCOL ? 1 : 2);
    }

    private void insertNotLater() {
        int at = atoms() > 0 && isVlan(book.place(incoming, 0)) ? 1 : 0;
        for (int atom = atoms(); atom > at; atom--) {
            put(atom, book.place(incoming, atom - 1), book.mask(incoming, atom - 1), value(atom - 1));
        }
        put(at, NetworkBook.placeOf(PacketBase.FIELD, 1, PacketField.FRAGMENT), NOT_LATER, 0);
        book.add(incoming + NetworkBook.SHAPE_ATOMS, 1);
    }

    private void count() {
        int bits = ETHERTYPE_BITS + (protocol() == ClaimAny.PROTOCOL ? 0 : PROTOCOL_BITS);
        int keyBits = 0;
        for (int atom = 0; atom < atoms(); atom++) {
            int mask = book.mask(incoming, atom);
            bits += Octets.bitCount(mask);
            keyBits += keyBits(book.place(incoming, atom), mask);
        }
        book.set(incoming + NetworkBook.SHAPE_BITS, bits);
        book.set(incoming + NetworkBook.SHAPE_KEY_BITS, keyBits);
        book.set(incoming + NetworkBook.SHAPE_TEXT_SLOTS, ClassifierText.slotsAtMost(atoms()));
    }

    // ---- what claims ask of it -------------------------------------------------------------------------------------------

    /** The filter's VLAN, or UNTAGGED. */
    int vlan() {
        boolean tagged = (book.get(incoming + NetworkBook.SHAPE_FLAGS) & NetworkBook.TAGGED) != 0;
        return tagged ? Octets.swapped(value(0), 2) : PacketField.UNTAGGED;
    }

    /** Of an aligned word from a base, the raw mask (0 if the filter says nothing of it) or the raw value. */
    int wordMask(int base, int offset) {
        int atom = atomAt(base, offset);
        return atom < 0 ? 0 : book.mask(incoming, atom) << NetworkBook.shift(book.place(incoming, atom));
    }

    int wordValue(int base, int offset) {
        int atom = atomAt(base, offset);
        return atom < 0 ? 0 : value(atom) << NetworkBook.shift(book.place(incoming, atom));
    }

    private int atomAt(int base, int offset) {
        int word = NetworkBook.word(NetworkBook.placeOf(base, Width.WORD, offset));
        for (int atom = 0; atom < atoms(); atom++) {
            if (NetworkBook.word(book.place(incoming, atom)) == word) {
                return atom;
            }
        }
        return -1;
    }
}
