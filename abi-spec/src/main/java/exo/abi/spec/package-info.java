/**
 * The one source of truth for what the kernel and its environments say to each other: every call, status, constant and
 * layout. Host only: nothing in here is linked into the kernel or a program; they see what {@code exo.abi.generate}
 * writes from it. A change here is a change of the ABI.
 */
package exo.abi.spec;
