package exo.tests.proof.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which check noticed which fault, by what, as JSON. */
final class MutationReport {
    private final List<String> rows = new ArrayList<>();
    private int caught;

    void add(Fault fault, String place, Optional<Checks.Catch> found) {
        caught += found.isPresent() ? 1 : 0;
        rows.add("{\"name\": " + quoted(fault.name()) + ", \"class\": " + quoted(fault.type()) + ", \"method\": "
                + quoted(place) + ", \"promise\": " + quoted(fault.promise())
                + ", \"caught_by\": " + found.map(one -> quoted(one.by())).orElse("null")
                + ", \"property\": " + found.map(one -> quoted(one.property())).orElse("null") + "}");
    }

    void write() throws IOException {
        Path directory = Path.of(System.getProperty("basedir", "."), "target/proof");
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("mutation.json"), "{\"total\": " + rows.size() + ", \"caught\": " + caught
                + ", \"faults\": [\n" + String.join(",\n", rows) + "\n]}\n");
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(' ');
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
