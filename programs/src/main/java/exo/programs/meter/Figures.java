package exo.programs.meter;

/**
 * What many rounds of a measurement came to, and the line that tells it: {@code bench NAME VALUE ENTRIES SWITCHES FLUSHES
 * ROUNDS MOST detail}, the counts for one operation.
 */
final class Figures {
    static final int ROUNDS = 1000;
    private static final int WARM_UP_ROUNDS = 10;

    private final String what;
    private final int rounds;
    private final long least;
    private final long most;
    private final String counts;

    Figures(String what, int rounds, long least, long most, String counts) {
        this.what = what;
        this.rounds = rounds;
        this.least = least;
        this.most = most;
        this.counts = counts;
    }

    static Figures of(Measurement measurement) {
        return of(measurement, ROUNDS);
    }

    /** Rounds that are timed, then as many in which the kernel's counters are read; a single one is both. */
    static Figures of(Measurement measurement, int rounds) {
        boolean once = rounds == 1;
        for (int i = 0; i < Math.min(WARM_UP_ROUNDS, rounds - 1); i++) {
            round(measurement, null);
        }
        Counters counters = new Counters();
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < rounds; i++) {
            long cycles = round(measurement, once ? counters : null);
            least = Math.min(least, cycles);
            most = Math.max(most, cycles);
        }
        for (int i = 0; i < rounds && !once; i++) {
            round(measurement, counters);
        }
        return new Figures(measurement.what(), rounds, least, most, counts(counters.entries()
                - rounds * measurement.entriesBesides(), counters, rounds * measurement.operations()));
    }

    private static long round(Measurement measurement, Counters counters) {
        measurement.prepare();
        if (counters != null) {
            counters.before();
        }
        long cycles = measurement.cycles();
        if (counters != null) {
            counters.after();
        }
        measurement.cleanUp();
        return cycles;
    }

    static String counts(long entries, Counters counters, long operations) {
        return decimal(entries, operations) + " " + decimal(counters.switches(), operations) + " "
                + decimal(counters.flushes(), operations);
    }

    /** Rounded to hundredths, without zeros at the end. */
    private static String decimal(long count, long divisor) {
        long hundredths = (count * 100 + divisor / 2) / divisor;
        String digits = hundredths % 100 == 0 ? "" : hundredths % 10 == 0 ? "." + hundredths / 10 % 10
                : "." + hundredths / 10 % 10 + hundredths % 10;
        return hundredths / 100 + digits;
    }

    String what() {
        return what;
    }

    long least() {
        return least;
    }

    long most() {
        return most;
    }

    void print(String name, String detail) {
        print(name, least, detail);
    }

    void print(String name, long value, String detail) {
        System.out.println("bench " + name + " " + value + " " + counts + " " + rounds + " " + most + " " + detail);
    }
}
