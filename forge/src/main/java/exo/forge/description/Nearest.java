package exo.forge.description;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The known word nearest to a mistyped one, by edits of single characters (Levenshtein), or none when every word is too
 * far away to be what was meant: a wrong guess is worse than no guess.
 */
public final class Nearest {
    private Nearest() {
    }

    public static Optional<String> to(String word, Collection<String> known) {
        int editsMax = Math.max(1, word.length() / 3);
        return known.stream().filter(candidate -> edits(word, candidate) <= editsMax)
                .min(Comparator.comparingInt((String candidate) -> edits(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** " (did you mean 'memory'?)", or nothing. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(candidate -> " (did you mean '" + candidate + "'?)").orElse("");
    }

    /** Two neighbours exchanged count as one edit: it is what fingers do. */
    private static int edits(String from, String to) {
        int[][] distance = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : cheapest(distance, from, to, i, j);
            }
        }
        return distance[from.length()][to.length()];
    }

    private static int cheapest(int[][] distance, String from, String to, int i, int j) {
        int replaced = distance[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean exchanged = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        return exchanged ? Math.min(best, 1 + distance[i - 2][j - 2]) : best;
    }
}
