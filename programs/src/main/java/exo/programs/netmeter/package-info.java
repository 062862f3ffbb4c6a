/** Measures what packets take of the kernel: telling them apart, binding a filter, and their way to a ring. */
package exo.programs.netmeter;
