/**
 * The engine of downloaded code, in a program: what the kernel runs in kernel mode is tried here in user mode, interpreted and as the
 * machine code that it makes, and both are compared.
 */
package exo.programs.ebpf;
