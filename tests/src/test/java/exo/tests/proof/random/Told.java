package exo.tests.proof.random;

import exo.tests.kernel.Deed;

/**
 * A deed and how it went.
 *
 * @param result  what it gave
 * @param now  the cycle counter before it
 * @param running  name of the environment that was on the processor behind it, or 0
 */
record Told(Deed deed, long result, long now, long running) {
}
