/** Programs read from objects and text, and written as text. */
package exo.ebpf.host;
