/**
 * Aegis, the kernel: who owns which frame, which bindings are in force, whose turn it is. All that changes lies in the books
 * ({@link exo.aegis.Books}), flat records in physical memory; the Java objects here hold only where the books are. Nothing
 * allocates after boot, nothing loops without a bound, no static is mutable, and no method trusts what a program passed.
 *
 * <p>Every call runs with interrupts off, from entry to exit, on one stack: check everything, then commit what cannot fail.
 */
package exo.aegis;
