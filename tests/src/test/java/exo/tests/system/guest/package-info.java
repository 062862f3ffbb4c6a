/** Programs that run twice, from one source: on this JVM, and in user mode on the exokernel. They print; their twins compare. */
package exo.tests.system.guest;
