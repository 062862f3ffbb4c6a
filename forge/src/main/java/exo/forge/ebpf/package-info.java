/**
 * From the bytecode of static Java methods to eBPF: for packet handlers and predicates that are written in Java. Bytecode becomes
 * {@link exo.forge.ebpf.Step}s on variables, in which an {@code int} is a 64-bit number that is sign-extended; what is known of the
 * ranges of numbers takes superfluous steps away; variables get registers, the rest stack slots; steps become instructions.
 */
package exo.forge.ebpf;
