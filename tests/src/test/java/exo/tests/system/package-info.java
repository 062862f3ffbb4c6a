/**
 * The whole, as its user sees it: each test starts the command {@code exo} as a process, which builds what is stale and
 * boots QEMU, and judges what comes out: the console, messages, exit status. Nothing here looks into exo's classes, so what
 * these tests hold is held whatever the inside looks like.
 */
package exo.tests.system;
