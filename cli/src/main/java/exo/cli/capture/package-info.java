/**
 * Captures of packets: writes pcapng, and makes it of the older format that QEMU writes. Knows nothing of machines; tests
 * record their own wires with it.
 */
package exo.cli.capture;
