/**
 * What code is written against that is downloaded into the kernel: packet handlers and wakeup predicates in Java. {@code exo} translates
 * such a class to eBPF instructions; on a JVM the same class runs over any implementation of these interfaces, which is how it is tried.
 */
package exo.exos.code;
