/**
 * Whether the tests would notice: faults that somebody could make in the kernel's protection, one at a time, each of which some
 * check has to catch. The kernel's source has nothing for it; a class loader changes its bytecode.
 */
package exo.tests.proof.mutation;
