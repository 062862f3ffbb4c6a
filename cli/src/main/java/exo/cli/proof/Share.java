package exo.cli.proof;

/** How many of all came out as they should. */
record Share(long good, long total) {
    boolean isWhole() {
        return total > 0 && good == total;
    }

    double percent() {
        return total == 0 ? 0 : 100.0 * good / total;
    }

    String words() {
        return String.format("%,d of %,d", good, total);
    }
}
