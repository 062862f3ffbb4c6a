/** Answers by protected control transfer. */
package exo.programs.server;
