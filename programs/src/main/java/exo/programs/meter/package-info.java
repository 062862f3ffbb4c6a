/** What the kernel's primitives cost, in guest instructions: the figures of {@code exo bench core}. */
package exo.programs.meter;
