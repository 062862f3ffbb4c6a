/** Tries what no program may do, and tells how each attempt was stopped. */
package exo.programs.trespasser;
