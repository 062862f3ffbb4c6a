/**
 * Random exploration of machines too large to explore in full: seeds decide what programs, devices and time do; what breaks a
 * rule is cut down to the few deeds that it takes, and written to a file that does it again.
 */
package exo.tests.proof.random;
