/**
 * The x86-64 PC, as the kernel's machine. Java for everything but the instructions in {@code src/main/native}; all classes
 * here are compiled as plain C, allocate at boot only, and are the only ones that know the processor and its devices.
 */
package exo.machine.metal;
