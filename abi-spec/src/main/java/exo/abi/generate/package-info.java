/**
 * Writes down what {@code exo.abi.spec} says, once for each reader: Java for kernel and environments, C, assembler and
 * the reference for people. One emitter per output; an emitter is a pure function from the specification to files.
 */
package exo.abi.generate;
