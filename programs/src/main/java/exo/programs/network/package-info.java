/** Programs of the network: an echo server by packets, one by a handler alone, who answers pings, and who tries all that none may. */
package exo.programs.network;
