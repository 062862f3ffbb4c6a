/**
 * What the guest prints, on its way to the user: lines found in a stream of bytes, prefixes dropped, addresses of stack
 * frames turned into Java names and lines. Knows nothing of QEMU.
 */
package exo.cli.console;
