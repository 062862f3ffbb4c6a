/**
 * Random programs, for whoever compares two ways of running them. Nothing of the engine itself uses it; like the engine it allocates
 * nothing once its objects are made, so that it runs wherever the engine does.
 */
package exo.ebpf.trial;
