/**
 * The wire that a guest's network card is connected to, with a test at its other end: {@link exo.tests.wire.DatagramWire} to QEMU,
 * {@link exo.tests.wire.SimulatedWire} to the simulated machine, one interface, so that the same script drives both. Faults are
 * put on a wire by {@link exo.tests.wire.FaultyWire}, from a seed; {@link exo.tests.wire.Host} is a peer that does what peers do.
 */
package exo.tests.wire;
