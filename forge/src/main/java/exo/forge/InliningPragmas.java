package exo.forge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodHolder;

/**
 * Carries the annotations {@code exo.machine.Inlined} and {@code exo.machine.Apart} of Java methods over to the compiler of C:
 * remembers the methods while TeaVM reads them, and then writes a header that declares their functions so.
 */
final class InliningPragmas implements ClassHolderTransformer {
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "exo.machine.Inlined", "__attribute__((always_inline)) inline",
            "exo.machine.Apart", "__attribute__((noinline))");
    /** The engine of downloaded code works when a program is loaded, and never for a packet: it is to be small, and inlined nowhere. */
    private static final String ENGINE = "exo.ebpf.";
    private static final String SMALL = "__attribute__((optimize(\"Os\")))";
    private static final Pattern DECLARATION = Pattern.compile("(?m)^extern (.* \\*?([\\w$]+)\\(.*\\);)$");

    /** By the C function's name, the attribute; sorted, so that builds repeat. */
    private final Map<String, String> attributes = new TreeMap<>();

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        for (MethodHolder method : type.getMethods()) {
            if (type.getName().startsWith(ENGINE)) {
                attributes.put(type.getName().replace('.', '$') + '$' + method.getName(), SMALL);
            }
            ATTRIBUTES.forEach((annotation, attribute) -> {
                if (method.getAnnotations().get(annotation) != null) {
                    attributes.put(type.getName().replace('.', '$') + '$' + method.getName(), attribute);
                }
            });
        }
    }

    /** Writes the header; the declarations are taken from those that TeaVM generated. What it dropped needs none. */
    void write(Path generated, Path header) throws ForgeException {
        StringBuilder text = new StringBuilder("#pragma once\n#include \"libc.h\"\n");
        try (Stream<Path> files = Files.walk(generated)) {
            List<Path> headers = files.filter(file -> file.toString().endsWith(".h")).sorted().toList();
            for (Path file : headers) {
                Matcher declaration = DECLARATION.matcher(Files.readString(file));
                while (declaration.find()) {
                    String attribute = attributes.get(declaration.group(2));
                    if (attribute != null) {
                        text.append(attribute).append(' ').append(declaration.group(1)).append('\n');
                    }
                }
            }
            Files.writeString(header, text);
        } catch (IOException e) {
            throw new ForgeException("cannot write " + header + ": " + e.getMessage(), 1);
        }
    }
}
