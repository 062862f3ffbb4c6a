/**
 * The numbers that kernel and environments share: calls, statuses, constants, and the offsets of layouts. All but this
 * file is generated from the module abi-spec; the classes hold compile-time constants only, so nothing of them is left
 * in what is linked. The reference is {@code docs/ABI.md}.
 */
package exo.abi;
