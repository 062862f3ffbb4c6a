/**
 * The system description: what {@code exo.toml} says, read and judged on the host. Everything wrong in a file is found
 * in one reading and told with file, line and column; what comes out is records, so that nothing behind this package
 * knows TOML. It looks at the description only: whether a program that it names exists is the forge's question.
 */
package exo.forge.description;
