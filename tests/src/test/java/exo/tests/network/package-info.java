/** The driver of the network device, against a device that keeps to the specification and against one that keeps to nothing. */
package exo.tests.network;
