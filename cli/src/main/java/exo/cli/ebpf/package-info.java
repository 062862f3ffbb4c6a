/** The verb {@code exo ebpf}: downloaded code on the host, checked, interpreted and shown as text. */
package exo.cli.ebpf;
