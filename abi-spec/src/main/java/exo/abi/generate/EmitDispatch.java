package exo.abi.generate;

import exo.abi.spec.Call;
import exo.abi.spec.Specification;
import exo.abi.spec.Words;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The kernel's way from a call's number to the handler: {@code exo.aegis.Dispatch}. */
final class EmitDispatch {
    private EmitDispatch() {
    }

    static List<GeneratedFile> files(Specification specification) {
        SourceText text = new SourceText().openClass("exo.aegis", List.of("exo.abi.Call", "exo.abi.Status"),
                "From a call's number to its handler. Nothing is checked here but the number; a handler is given "
                        + "exactly "
                        + "the arguments that its call has.", List.of(), "Dispatch");
        text.blank();
        text.line("    public static long dispatch(Aegis aegis, long a0, long a1, long a2, long a3, long a4, int "
                + "number) {");
        text.line("        switch (number) {");
        for (Call call : specification.calls()) {
            text.line("            case Call." + Words.constant(call.name()) + ":");
            text.line("                return " + answer(call, "aegis." + call.family().handler() + "()") + ";");
        }
        text.line("            default:").line("                return Status.NO_SUCH_CALL;");
        text.line("        }").line("    }");
        return List.of(GeneratedFile.java("exo.aegis", "Dispatch", text.closeClass().toString()));
    }

    /** The expression that answers a call, given the expression for its handler. */
    static String answer(Call call, String handler) {
        if (call.family().answeredInline()) {
            return "Status.OK";
        }
        String arguments = IntStream.range(0, call.arguments().size()).mapToObj(index -> "a" + index)
                .collect(Collectors.joining(", "));
        return handler + "." + call.javaName() + "(" + arguments + ")";
    }
}
