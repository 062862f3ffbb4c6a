package exo.cli.bench;

/**
 * An operation with what it is held to and what it took.
 *
 * @param limit null for an operation that no file of limits knows
 * @param measurement null for one that was not measured
 */
record BenchRow(String name, BenchLimit limit, Measurement measurement) {

    boolean missing() {
        return measurement == null;
    }

    boolean over() {
        return limit != null && measurement != null
                && (limit.atLeast() ? measurement.value() < limit.limit() : measurement.value() > limit.limit());
    }

    boolean aimReached() {
        return limit != null && measurement != null
                && (limit.atLeast() ? measurement.value() >= limit.aim() : measurement.value() <= limit.aim());
    }

    /** In words where there are any. */
    String operation() {
        if (limit != null) {
            return limit.operation();
        }
        return measurement.detail().isEmpty() ? name : measurement.detail();
    }
}
