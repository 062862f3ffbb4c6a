/**
 * Small configurations of the kernel explored exhaustively: every call with every class of argument, every event between
 * calls, from every state that can be reached, until there is no new one. The kernel's own bytecode runs on a machine made for
 * going back and forth ({@link exo.tests.proof.explore.ExploredMachine}); what must hold is said here once more, with no line
 * of the kernel's, and a sample of all paths is done again on the simulated machine under the full oracle of the kernel's tests.
 */
package exo.tests.proof.explore;
