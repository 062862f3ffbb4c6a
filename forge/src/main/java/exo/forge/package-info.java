/**
 * From Java to a machine that boots: classes to C (TeaVM), C to an ELF (gcc), programs and plan to a boot archive. What is up to
 * date is not made again.
 */
package exo.forge;
