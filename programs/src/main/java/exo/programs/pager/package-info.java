/** A program that resolves its own page faults. */
package exo.programs.pager;
