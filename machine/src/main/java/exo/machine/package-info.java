/**
 * What the kernel needs of a machine, and nothing of policy. Two implementations stand below the kernel:
 * {@code exo.machine.metal} (x86-64) and {@code exo.machine.simulated} (on the JVM). The same kernel bytecode runs on both.
 */
package exo.machine;
