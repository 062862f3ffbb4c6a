/**
 * ExOS, the library OS of Java programs: what a program calls "the operating system", linked into it and running with its own
 * rights. Uses nothing of the kernel but its calls, and could be written by strangers.
 */
package exo.exos;
