/**
 * Who gets which packet, and the device that packets come by. Claims say what packets an account may receive and send; filters are bound
 * inside claims, and of those that match the most specific gets a packet; the decision structure is what all filters are merged into.
 * All of their state is in one book in physical memory ({@link exo.aegis.network.NetworkBook}). Every method that can be refused
 * checks first and then commits; it gives a status of {@link exo.aegis.network.NetworkStatus}, and takes a bounded time. The driver
 * (virtio-net with split rings, virtio 1.2) moves frames between a device that it does not believe and places in memory that the
 * kernel names; whose they are is not its business.
 */
package exo.aegis.network;
