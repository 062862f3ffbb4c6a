/**
 * Claims, filters and the classifier, over a simulated machine's memory. {@link exo.tests.kernel.network.NetworkStage} is where each test
 * begins; {@link exo.tests.kernel.network.Filter} and {@link exo.tests.kernel.network.ParsedPacket} say what a filter means, without
 * anything of the kernel's.
 */
package exo.tests.kernel.network;
