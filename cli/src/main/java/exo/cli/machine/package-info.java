/**
 * One virtual machine from its command line to its exit status: QEMU as a child process, its console and control
 * channel, time limits and Ctrl-C.
 */
package exo.cli.machine;
