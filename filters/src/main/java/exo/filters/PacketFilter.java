package exo.filters;

import exo.abi.PacketBase;
import java.util.List;

/** Atoms in canonical order: what the kernel binds as one filter. It matches packets of which every atom is true. */
public record PacketFilter(List<Atom> atoms) {
    /** How many bits of a packet are fixed, as the kernel counts: of the filters that match, the one with most gets the packet. */
    public int bits() {
        int bits = 0;
        boolean transport = false;
        for (Atom atom : atoms) {
            bits += Integer.bitCount(atom.mask());
            transport |= atom.base() == PacketBase.TRANSPORT;
        }
        // That the packet is no later fragment, which has no transport header.
        return transport ? bits + 1 : bits;
    }
}
