/**
 * Tests of the kernel as a whole, booted on the simulated machine and driven as the metal's entry code drives it.
 * {@link exo.tests.kernel.BootedKernel} is where each begins; the oracle is {@link exo.tests.kernel.Invariants}, which shares
 * no code with the kernel and runs after every step.
 */
package exo.tests.kernel;
