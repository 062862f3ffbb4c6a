package exo.programs.network;

import exo.exos.network.PacketFilter;
import exo.filters.Atom;
import exo.filters.FilterCompiler;
import exo.filters.FilterException;
import java.util.List;

/** Filters as people write them, in the words of pcap-filter(7). */
final class Expressions {
    private Expressions() {
    }

    /** The filters that together match what an expression does. */
    static PacketFilter[] compile(String text) throws FilterException {
        List<exo.filters.PacketFilter> compiled = FilterCompiler.compile(text);
        PacketFilter[] filters = new PacketFilter[compiled.size()];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = new PacketFilter();
            for (Atom atom : compiled.get(i).atoms()) {
                filters[i].and(atom.base(), atom.offset(), atom.width(), atom.mask(), atom.value());
            }
        }
        return filters;
    }
}
