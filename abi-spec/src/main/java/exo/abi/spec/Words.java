package exo.abi.spec;

import java.util.Locale;

/** One name in the three spellings that the outputs want: {@code frame_alloc}, {@code frameAlloc}, {@code FRAME_ALLOC}. */
public final class Words {
    private Words() {
    }

    /** From snake_case to camelCase. */
    public static String camel(String snake) {
        StringBuilder text = new StringBuilder();
        for (String word : snake.split("_")) {
            text.append(text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }

    /** From camelCase or PascalCase to snake_case; digits stay with the word before them. */
    public static String snake(String camel) {
        return camel.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** From any of the spellings to CONSTANT_CASE. */
    public static String constant(String name) {
        return name.contains("_") ? name.toUpperCase(Locale.ROOT) : snake(name).toUpperCase(Locale.ROOT);
    }
}
