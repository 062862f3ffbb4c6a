package exo.cli.bench;

/**
 * What one operation is held to.
 *
 * @param operation what is measured, in words
 * @param limit instructions that fail the bench when exceeded; or what the figure must reach
 * @param aim instructions that are hoped for
 * @param atLeast whether the figure is the better the larger it is, so that limit and aim are from below
 * @param comparison what the operation takes elsewhere, or empty
 */
public record BenchLimit(String operation, long limit, long aim, boolean atLeast, String comparison) {
}
