package exo.abi.generate;

import exo.abi.spec.Argument;
import exo.abi.spec.Call;
import exo.abi.spec.Constant;
import exo.abi.spec.ConstantGroup;
import exo.abi.spec.Field;
import exo.abi.spec.Layout;
import exo.abi.spec.Specification;
import exo.abi.spec.Status;
import exo.abi.spec.Words;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ABI in C11 for freestanding code, {@code abi/include/aegis.h}: needs {@code stdint.h} and a GNU-like compiler. */
final class EmitHeader {
    static final String PATH = "abi/include/aegis.h";

    private EmitHeader() {
    }

    static List<GeneratedFile> files(Specification specification) {
        SourceText text = new SourceText();
        text.comment("The ABI of the Aegis kernel in C11, freestanding, x86-64; docs/ABI.md has the meaning. "
                + SourceText.ORIGIN);
        text.line("#ifndef AEGIS_H").line("#define AEGIS_H").blank().line("#include <stdint.h>");
        specification.constants().forEach(group -> constants(text.blank(), group));
        statuses(text.blank(), specification);
        numbers(text.blank(), specification);
        specification.layouts().forEach(layout -> structure(text.blank(), layout));
        instruction(text.blank());
        specification.calls().forEach(call -> stub(text.blank(), call));
        text.blank().line("#endif");
        return List.of(new GeneratedFile(PATH, text.toString()));
    }

    static void constants(SourceText text, ConstantGroup group) {
        String prefix = "#define AEGIS_" + (group.prefix().isEmpty() ? "" : group.prefix() + "_");
        text.comment(group.meaning());
        for (Constant constant : group.constants()) {
            text.line(prefix + constant.name() + " " + Sentences.inC(constant));
        }
    }

    private static void statuses(SourceText text, Specification specification) {
        text.comment("What a call returns when it refuses; what is not negative is its value.");
        text.line("#define AEGIS_STATUS_OK INT64_C(0)");
        for (Status status : specification.statuses()) {
            text.line("#define AEGIS_STATUS_" + status.name() + " INT64_C(-" + status.number() + ")");
        }
    }

    static void numbers(SourceText text, Specification specification) {
        text.comment("Numbers of the calls.");
        for (Call call : specification.calls()) {
            text.line("#define AEGIS_CALL_" + Words.constant(call.name()) + " " + Sentences.number(call));
        }
    }

    private static void structure(SourceText text, Layout layout) {
        String tag = "struct aegis_" + Words.snake(layout.name());
        text.comment(layout.meaning());
        text.line(tag + " {");
        int end = 0;
        for (Field field : layout.fields()) {
            gap(text, end, field.offset());
            text.line("    uint" + 8 * field.width() + "_t " + Words.snake(field.name())
                    + (field.array() ? "[" + field.count() + "]" : "") + ";");
            end = field.end();
        }
        gap(text, end, layout.bytes());
        text.line("};");
        for (Field field : layout.fields()) {
            text.line("_Static_assert(__builtin_offsetof(" + tag + ", " + Words.snake(field.name()) + ") == "
                    + field.offset() + ", \"" + layout.name() + "." + field.name() + "\");");
        }
        text.line("_Static_assert(sizeof(" + tag + ") == " + layout.bytes() + ", \"" + layout.name() + "\");");
    }

    private static void gap(SourceText text, int from, int to) {
        if (from < to) {
            text.line("    uint8_t reserved_" + from + "[" + (to - from) + "];");
        }
    }

    private static void instruction(SourceText text) {
        text.comment("Number in rax, arguments in rdi, rsi, rdx, r10, r8, result in rax; rcx and r11 are "
                + "destroyed, and the "
                + "kernel may read and write memory of the caller.");
        List<String> constraints = List.of("\"D\"(a0)", "\"S\"(a1)", "\"d\"(a2)", "\"r\"(r10)", "\"r\"(r8)");
        for (int count = 0; count <= Call.ARGUMENTS_MAXIMUM; count++) {
            String parameters = IntStream.range(0, count).mapToObj(index -> ", uint64_t a" + index)
                    .collect(Collectors.joining());
            String inputs = constraints.stream().limit(count).map(input -> ", " + input).collect(Collectors.joining());
            text.line("static inline int64_t aegis_call" + count + "(uint64_t number" + parameters + ") {");
            if (count > 3) {
                text.line("    register uint64_t r10 __asm__(\"r10\") = a3;");
            }
            if (count > 4) {
                text.line("    register uint64_t r8 __asm__(\"r8\") = a4;");
            }
            text.line("    int64_t result;");
            text.line("    __asm__ volatile(\"syscall\" : \"=a\"(result) : \"a\"(number)" + inputs);
            text.line("                     : \"rcx\", \"r11\", \"memory\");");
            text.line("    return result;").line("}").blank();
        }
    }

    private static void stub(SourceText text, Call call) {
        String parameters = call.arguments().stream().map(argument -> "uint64_t " + argument.name())
                .collect(Collectors.joining(", "));
        String values = call.arguments().stream().map(Argument::name).map(name -> ", " + name)
                .collect(Collectors.joining());
        text.comment(call.meaning());
        text.line("static inline int64_t aegis_" + call.name() + "(" + (parameters.isEmpty() ? "void" : parameters) + ") {");
        text.line("    return aegis_call" + call.arguments().size() + "(AEGIS_CALL_" + Words.constant(call.name()) + values
                + ");");
        text.line("}");
    }
}
