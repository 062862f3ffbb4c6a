/**
 * Tests of the kernel as a whole, booted on the simulated machine and driven as the metal's entry code drives it.
 * {@link exo.tests.kernel.BootedKernel} is where each begins; the oracle is {@link exo.tests.kernel.Invariants}, which shares
 * no code with the kernel and runs after every step. {@link exo.tests.kernel.TwinScripts} writes down what the cases of statuses do, for
 * {@link exo.tests.system} to have it done on QEMU.
 */
package exo.tests.kernel;
