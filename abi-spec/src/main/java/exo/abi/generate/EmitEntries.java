package exo.abi.generate;

import exo.abi.spec.Call;
import exo.abi.spec.Specification;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The calls as the metal enters them: one exported C function each, and the assembler's table of them by number, so that a
 * call costs one comparison and one indirect jump. {@link EmitDispatch} says what each answers.
 */
final class EmitEntries {
    static final String TABLE = "abi/include/aegis_calls.h";
    private static final String PREFIX = "aegis_call_";
    private static final String NONE = "aegis_no_such_call";

    private EmitEntries() {
    }

    static List<GeneratedFile> entries(Specification specification) {
        SourceText text = new SourceText().openClass("exo.machine.metal",
                List.of("exo.abi.Status", "exo.aegis.Aegis", "org.teavm.interop.Export"),
                "The kernel's calls as the assembly enters them, each with the arguments that it has in registers. They "
                        + "carry nothing to find a handler by, so all handlers are here, set once, at boot.",
                List.of(), "CallEntries");
        handlers(text, specification.calls().stream().map(call -> call.family().handler())
                .filter(handler -> !handler.isEmpty()).distinct().toList());
        for (Call call : specification.calls()) {
            entry(text, PREFIX + call.name(), call.javaName(), parameters(call, "long a"),
                    EmitDispatch.answer(call, call.family().handler()));
        }
        entry(text, NONE, "noSuchCall", "", "Status.NO_SUCH_CALL");
        return List.of(GeneratedFile.java("exo.machine.metal", "CallEntries", text.closeClass().toString()));
    }

    private static void handlers(SourceText text, List<String> handlers) {
        text.blank();
        for (String handler : handlers) {
            String type = Character.toUpperCase(handler.charAt(0)) + handler.substring(1);
            text.line("    private static exo.aegis." + type + " " + handler + ";");
        }
        text.blank().line("    static void enter(Aegis kernel) {");
        for (String handler : handlers) {
            text.line("        " + handler + " = kernel." + handler + "();");
        }
        text.line("    }");
    }

    private static void entry(SourceText text, String symbol, String method, String parameters, String answer) {
        text.blank().line("    @Export(name = \"" + symbol + "\")");
        text.line("    static long " + method + "(" + parameters + ") {");
        text.line("        return " + answer + ";").line("    }");
    }

    private static String parameters(Call call, String each) {
        return IntStream.range(0, call.arguments().size()).mapToObj(index -> each + index)
                .collect(Collectors.joining(", "));
    }

    static List<GeneratedFile> table(Specification specification) {
        SourceText text = new SourceText();
        text.comment("The kernel's calls by number: for the assembler a table of their entries, for the compiler what it "
                + "must keep for the assembler. " + SourceText.ORIGIN);
        int last = specification.calls().stream().mapToInt(Call::number).max().orElseThrow();
        text.line("#define AEGIS_CALLS " + (last + 1)).line("#ifdef __ASSEMBLER__");
        for (int number = 0; number <= last; number++) {
            text.line("        .quad   " + symbolOf(specification, number));
        }
        text.line("#else");
        for (Call call : specification.calls()) {
            String parameters = call.arguments().isEmpty() ? "void" : parameters(call, "int64_t a");
            text.line("FOR_ASSEMBLY int64_t " + PREFIX + call.name() + "(" + parameters + ");");
        }
        text.line("FOR_ASSEMBLY int64_t " + NONE + "(void);").line("#endif");
        return List.of(new GeneratedFile(TABLE, text.toString()));
    }

    private static String symbolOf(Specification specification, int number) {
        Optional<Call> call = specification.calls().stream().filter(each -> each.number() == number).findAny();
        return call.map(each -> PREFIX + each.name()).orElse(NONE);
    }
}
