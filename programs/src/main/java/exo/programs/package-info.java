/** Programs of the project, each in a package of its own. They run in user mode, over the library OS. */
package exo.programs;
