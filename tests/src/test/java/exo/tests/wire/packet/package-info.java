/**
 * Packets in the tests' own words: built byte by byte and read back with every check that their standards ask for. Nothing here is shared
 * with the kernel or a library OS, so that a mistake cannot be made twice in the same place.
 */
package exo.tests.wire.packet;
