/**
 * The rules of the house that a machine can check: of the tree's files as they stand, and of the kernel's classes as compiled.
 * An exemption is a line in the test, with its reason.
 */
package exo.tests.house;
