package exo.tests.kernel;

/** Labels of environments as the two words in which {@code env_create} takes them. */
final class Labels {
    private Labels() {
    }

    static long low(String label) {
        return word(label, 0);
    }

    static long high(String label) {
        return word(label, 8);
    }

    private static long word(String label, int from) {
        long word = 0;
        for (int i = from; i < Math.min(from + 8, label.length()); i++) {
            word |= (long) (label.charAt(i) & 0xff) << (i - from) * 8;
        }
        return word;
    }
}
