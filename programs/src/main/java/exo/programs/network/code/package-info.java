/**
 * Code that is downloaded into the kernel, in Java: packet handlers and a wakeup predicate. The same are there in C, in
 * {@code programs/src/main/ebpf}, and do the same to every packet.
 */
package exo.programs.network.code;
