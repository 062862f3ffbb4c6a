/** A scheduler in user mode: stride scheduling over yields. */
package exo.programs.stride;
