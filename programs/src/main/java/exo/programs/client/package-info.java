/** Calls the program server, and checks what it answers. */
package exo.programs.client;
