/**
 * The network for programs: what they may receive and send, filters, packets by a ring of frames, code that the kernel runs when a
 * packet arrives. Nothing here decides for a program; each class is a few calls put together.
 */
package exo.exos.network;
