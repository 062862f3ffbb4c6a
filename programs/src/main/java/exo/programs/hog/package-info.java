/** Overruns its slices on purpose, and tells what that cost it. */
package exo.programs.hog;
