/**
 * What the host has around the engine and the kernel does not: memory made of a byte array, programs read from ELF objects and from
 * hexadecimal text, and their text for people. Allocates and throws as it likes; {@link exo.ebpf} does not see it.
 */
package exo.ebpf.host;
