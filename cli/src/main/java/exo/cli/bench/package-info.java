/**
 * Benchmarks: from the lines that a measuring program prints, and the limits that the project set itself, to a table, a
 * JSON file and a verdict. Nothing here boots a machine.
 */
package exo.cli.bench;
