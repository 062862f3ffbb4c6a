/** Reads lines from the console and answers in upper case, until the input ends. */
package exo.programs.echo;
