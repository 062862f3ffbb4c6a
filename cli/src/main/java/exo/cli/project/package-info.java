/**
 * What a verb's TARGET means: nothing, a directory, a description or a program; and which
 * directory may be written for it.
 */
package exo.cli.project;
