/**
 * The engine of downloaded code: eBPF (RFC 9669), checked, interpreted, and compiled to x86-64. The kernel runs it, library OSes
 * and the host's tools use the same bytecode. It depends on nothing, allocates nothing once its objects are made, and keeps
 * all that changes in memory reached through {@link exo.ebpf.Memory}, so that the kernel can keep it in its books; every method
 * that works on a whole program does so in steps of bounded length.
 */
package exo.ebpf;
