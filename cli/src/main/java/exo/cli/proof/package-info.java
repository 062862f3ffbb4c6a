/** What {@code exo test --report} tells: what was tried of the kernel, in counts of what was really run. */
package exo.cli.proof;
