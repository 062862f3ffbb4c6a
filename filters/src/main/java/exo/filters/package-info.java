/**
 * Packet filters as people write them, in the language of pcap-filter(7), made into the atoms that the kernel binds: parsed to an
 * {@link exo.filters.Expression}, multiplied out to alternatives, and written down in canonical form. Needs nothing but Java and the
 * constants of the ABI, so that host and library OSes have the same.
 *
 * <p>Where it differs from libpcap: a filter that names no VLAN is about untagged packets, wherever the word {@code vlan} stands; ports are
 * those of TCP and UDP; {@code host} and {@code net} do not speak of RARP; a header behind IP options or extension headers is found where
 * it is. What no set of atoms can express is an error that says so.
 */
package exo.filters;
