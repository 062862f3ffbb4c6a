/** One line from user mode. */
package exo.programs.hello;
