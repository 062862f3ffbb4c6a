/**
 * A machine on the JVM for the kernel's own bytecode: the second implementation of {@link exo.machine.Machine}, for tests,
 * model checking and debugging. It sees {@code exo.machine} and the layout of {@code exo.abi.Context}, and nothing of the
 * kernel. It is deterministic from a seed, can be snapshot and restored whole, and prefers what hurts: translations go
 * stale and stay so, and whatever the metal leaves undefined for a buggy kernel is a {@link MachineCheck}.
 *
 * <p>Discipline: one thread per machine. Time passes, bytes arrive and bytes drain only when the test says so.
 */
package exo.machine.simulated;
