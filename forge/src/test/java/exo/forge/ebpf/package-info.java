/** Java methods as eBPF: the same results as on the JVM, what the checker takes, and what is refused in which words. */
package exo.forge.ebpf;
