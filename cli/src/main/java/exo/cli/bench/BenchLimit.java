package exo.cli.bench;

/**
 * What one operation is held to.
 *
 * @param operation what is measured, in words
 * @param limit instructions that fail the bench when exceeded
 * @param aim instructions that are hoped for
 * @param comparison what the operation takes elsewhere, or empty
 */
public record BenchLimit(String operation, long limit, long aim, String comparison) {
}
