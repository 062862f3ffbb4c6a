/** What the kernel's primitives cost, in guest instructions. */
package exo.programs.meter;
