package exo.exos.network;

import exo.abi.ClaimAny;
import exo.abi.FilterLimits;
import exo.abi.PacketBase;
import exo.abi.PacketField;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.FilterAtom;
import exo.exos.kernel.KernelCalls;

/**
 * A filter in the making: atoms in the canonical order, which is the order in which the methods must be called. The kernel judges it
 * when it is bound.
 */
public final class PacketFilter {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;
    private static final int ARP_TARGET = 24;
    private static final int PORT_DESTINATION = 2;
    private static final int WORD_BITS = 32;
    private static final int WIDTH_SHIFT = 8;
    private static final int OFFSET_SHIFT = 16;
    /** One list for all, as the kernel reads it when a filter is bound. */
    private static long place;

    private final long[] atoms = new long[FilterLimits.ATOMS];
    private final int[] masks = new int[FilterLimits.ATOMS];
    private final int[] values = new int[FilterLimits.ATOMS];
    private int count;

    /** Of packets of an ethertype, untagged ones unless {@link #vlan} comes next. */
    public static PacketFilter of(int ethertype) {
        return new PacketFilter().and(PacketBase.FIELD, PacketField.ETHERTYPE, 2, 0xffff, ethertype);
    }

    /** Of all packets that a claim of one address is to, but for its ports, which {@link #port} is for. */
    public static PacketFilter of(OwnClaim claim) {
        PacketFilter filter = of(claim.ethertype());
        if (claim.vlan() != PacketField.UNTAGGED) {
            filter.and(PacketBase.FIELD, PacketField.VLAN, 2, 0xfff, claim.vlan());
        }
        if (claim.protocol() != ClaimAny.PROTOCOL) {
            filter.protocol(claim.protocol());
        }
        int offset = claim.ethertype() == ETHERTYPE_IPV4 ? IPV4_DESTINATION
                : claim.ethertype() == ETHERTYPE_ARP ? ARP_TARGET : IPV6_DESTINATION;
        for (int bits = 0; bits < claim.addressBits(); bits += WORD_BITS) {
            filter.network(offset + bits / Byte.SIZE, (int) Octets.load32(claim.addressVa() + bits / Byte.SIZE));
        }
        return filter;
    }

    /** Of IP. */
    public PacketFilter protocol(int protocol) {
        return and(PacketBase.FIELD, PacketField.PROTOCOL, 1, 0xff, protocol);
    }

    /** A word behind the Ethernet header. */
    public PacketFilter network(int offset, int value) {
        return and(PacketBase.NETWORK, offset, Integer.BYTES, -1, value);
    }

    /** The port of UDP or TCP that packets go to. */
    public PacketFilter port(int port) {
        return and(PacketBase.TRANSPORT, PORT_DESTINATION, 2, 0xffff, port);
    }

    /** An atom as the kernel has it. */
    public PacketFilter and(int base, int offset, int width, int mask, int value) {
        atoms[count] = base | (long) width << WIDTH_SHIFT | (long) offset << OFFSET_SHIFT;
        masks[count] = mask;
        values[count] = value;
        count++;
        return this;
    }

    /** How many atoms it has. */
    public int atomCount() {
        return count;
    }

    /** Writes its atoms where the kernel can read them: as long as no other filter's are. Gives that place. */
    public long atoms() {
        if (place == 0) {
            place = PinnedMemory.pages(FilterLimits.ATOMS * FilterAtom.BYTES);
        }
        for (int i = 0; i < count; i++) {
            long atom = place + (long) i * FilterAtom.BYTES;
            FilterAtom.base(atom, atoms[i]);
            FilterAtom.width(atom, atoms[i] >>> WIDTH_SHIFT);
            FilterAtom.offset(atom, atoms[i] >>> OFFSET_SHIFT);
            FilterAtom.mask(atom, masks[i]);
            FilterAtom.value(atom, values[i]);
        }
        return place;
    }

    /** The kernel's answer to binding it: its number, or a status. */
    public long tryBind(long claim, long ring, long program) {
        return KernelCalls.filterBind(atoms(), count, claim, ring, program);
    }

    /**
     * Binds it inside a claim; gives the filter's number.
     *
     * @param ring  name of the ring that gets the packets, or 0
     * @param program  name of the handler that is run with each, or 0
     * @throws KernelException  when the kernel refuses
     */
    public long bind(long claim, long ring, long program) {
        return KernelException.checked("filter_bind", tryBind(claim, ring, program));
    }
}
