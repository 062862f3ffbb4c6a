package exo.filters;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Conditions that are all to be true, bit by bit: so two can be put together, and it shows whether they contradict each other. Holds what a
 * set of atoms can say, and beside it what ethertype, protocol and VLAN are not, which another condition may yet settle.
 */
final class Conjunction {
    static final int WHOLE = 1;
    static final int FIRST = 2;
    static final int LATER = 4;
    static final int ANY_FRAGMENT = WHOLE | FIRST | LATER;
    static final int UNSAID = -1;
    private static final int BASE_SHIFT = 8;

    private int ethertype = UNSAID;
    private int protocol = UNSAID;
    private int vlan = UNSAID;
    private int fragments = ANY_FRAGMENT;
    private final TreeSet<Integer> notEthertypes = new TreeSet<>();
    private final TreeSet<Integer> notProtocols = new TreeSet<>();
    private final TreeSet<Integer> notVlans = new TreeSet<>();
    /** By base and offset, for each byte, mask and value. */
    private final TreeMap<Integer, Integer> bytes = new TreeMap<>();

    static Conjunction ofEthertype(int value) {
        Conjunction made = new Conjunction();
        made.ethertype = value;
        return made;
    }

    static Conjunction ofProtocol(int value) {
        Conjunction made = new Conjunction();
        made.protocol = value;
        return made;
    }

    static Conjunction ofVlan(int value) {
        Conjunction made = new Conjunction();
        made.vlan = value;
        return made;
    }

    static Conjunction ofFragments(int kinds) {
        Conjunction made = new Conjunction();
        made.fragments = kinds;
        return made;
    }

    static Conjunction notEthertype(int value) {
        Conjunction made = new Conjunction();
        made.notEthertypes.add(value);
        return made;
    }

    static Conjunction notProtocol(int value) {
        Conjunction made = new Conjunction();
        made.notProtocols.add(value);
        return made;
    }

    static Conjunction notVlan(int value) {
        Conjunction made = new Conjunction();
        made.notVlans.add(value);
        return made;
    }

    static int place(int base, int offset) {
        return base << BASE_SHIFT | offset;
    }

    static int base(int place) {
        return place >>> BASE_SHIFT;
    }

    static int offset(int place) {
        return place & (1 << BASE_SHIFT) - 1;
    }

    static int pack(int mask, int value) {
        return (mask & 0xff) << 8 | value & 0xff;
    }

    static Conjunction ofByte(int place, int mask, int value) {
        Conjunction made = new Conjunction();
        if ((mask & 0xff) != 0) {
            made.bytes.put(place, pack(mask, value));
        }
        return made;
    }

    // ---- asking ------------------------------------------------------------------------------------------------------------

    int ethertype() {
        return ethertype;
    }

    int protocol() {
        return protocol;
    }

    int vlan() {
        return vlan;
    }

    int fragments() {
        return fragments;
    }

    TreeMap<Integer, Integer> bytes() {
        return bytes;
    }

    TreeSet<Integer> notProtocols() {
        return notProtocols;
    }

    // ---- putting together ----------------------------------------------------------------------------------------------------

    /** What both say, or null: they contradict each other. */
    Conjunction and(Conjunction other) {
        Conjunction both = new Conjunction();
        both.ethertype = ethertype == UNSAID ? other.ethertype : ethertype;
        both.protocol = protocol == UNSAID ? other.protocol : protocol;
        both.vlan = vlan == UNSAID ? other.vlan : vlan;
        both.fragments = fragments & other.fragments;
        boolean contradict = differ(ethertype, other.ethertype) || differ(protocol, other.protocol) || differ(vlan, other.vlan)
                || both.fragments == 0;
        both.notEthertypes.addAll(notEthertypes);
        both.notEthertypes.addAll(other.notEthertypes);
        both.notProtocols.addAll(notProtocols);
        both.notProtocols.addAll(other.notProtocols);
        both.notVlans.addAll(notVlans);
        both.notVlans.addAll(other.notVlans);
        both.bytes.putAll(bytes);
        for (Map.Entry<Integer, Integer> one : other.bytes.entrySet()) {
            contradict |= !both.addByte(one.getKey(), one.getValue());
        }
        return contradict || !both.settle() ? null : both;
    }

    private static boolean differ(int one, int other) {
        return one != UNSAID && other != UNSAID && one != other;
    }

    private boolean addByte(int place, int packed) {
        int there = bytes.getOrDefault(place, 0);
        bytes.put(place, there | packed);
        return ((there ^ packed) & (there >>> 8) & (packed >>> 8) & 0xff) == 0;
    }

    /** Drops what is not so by what is so; false: it would have to be. */
    private boolean settle() {
        boolean ip = ethertype == UNSAID || ethertype == 0x800 || ethertype == 0x86dd;
        boolean bad = notEthertypes.contains(ethertype) || notProtocols.contains(protocol) || notVlans.contains(vlan)
                || !ip && (protocol != UNSAID || (fragments & WHOLE) == 0);
        if (ethertype != UNSAID) {
            notEthertypes.clear();
        }
        if (protocol != UNSAID || !ip) {
            notProtocols.clear();
        }
        if (vlan != UNSAID) {
            notVlans.clear();
        }
        fragments = ip ? fragments : ANY_FRAGMENT;
        return !bad;
    }

    /** Whether everything that is said here is said by the other as well. */
    boolean isImpliedBy(Conjunction other) {
        Conjunction both = other.and(this);
        return both != null && both.ethertype == other.ethertype && both.protocol == other.protocol && both.vlan == other.vlan
                && both.fragments == other.fragments && both.bytes.equals(other.bytes) && both.notEthertypes.equals(other.notEthertypes)
                && both.notProtocols.equals(other.notProtocols) && both.notVlans.equals(other.notVlans);
    }
}
