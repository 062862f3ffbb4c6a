/**
 * What comes of asking resources back: {@code lender} has a child that gives back in time, {@code miser} one that never does.
 */
package exo.programs.revocation;
