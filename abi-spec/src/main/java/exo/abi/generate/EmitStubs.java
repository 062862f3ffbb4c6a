package exo.abi.generate;

import exo.abi.spec.Argument;
import exo.abi.spec.Call;
import exo.abi.spec.Specification;
import exo.abi.spec.Status;
import exo.abi.spec.Words;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The calls as a Java program makes them: {@code KernelCalls}, typed by name, over {@code SystemCall}, which is the
 * instruction. TeaVM makes plain C of both and finds the instruction in {@code aegis.h}.
 */
final class EmitStubs {
    static final String PACKAGE = "exo.exos.kernel";

    private EmitStubs() {
    }

    static List<GeneratedFile> files(Specification specification) {
        GeneratedFile place = GeneratedFile.packageInfo(PACKAGE, "The kernel as an environment sees it: its calls, "
                + "and the "
                + "records that it writes or that the host made. Nothing here decides anything.");
        return List.of(place, systemCall(), kernelCalls(specification), statusNames(specification));
    }

    private static GeneratedFile systemCall() {
        SourceText text = new SourceText().openClass(PACKAGE,
                List.of("org.teavm.interop.Import", "org.teavm.interop.Unmanaged", "org.teavm.interop.c.Include"),
                "The instruction that enters the kernel, by the number of arguments.",
                List.of("@Unmanaged", "@Include(value = \"aegis.h\", isSystem = false)"), "SystemCall");
        for (int count = 0; count <= Call.ARGUMENTS_MAXIMUM; count++) {
            String arguments = IntStream.range(0, count).mapToObj(index -> ", long a" + index)
                    .collect(Collectors.joining());
            text.blank().line("    @Import(name = \"aegis_call" + count + "\")");
            text.line("    @Unmanaged");
            text.line("    public static native long call" + count + "(int number" + arguments + ");");
        }
        return GeneratedFile.java(PACKAGE, "SystemCall", text.closeClass().toString());
    }

    private static GeneratedFile kernelCalls(Specification specification) {
        SourceText text = new SourceText().openClass(PACKAGE, List.of("exo.abi.Call", "org.teavm.interop.Unmanaged"),
                "The kernel's calls, one method each. What is not negative is the value; what is negative is one of "
                        + "exo.abi.Status.", List.of("@Unmanaged"), "KernelCalls");
        for (Call call : specification.calls()) {
            String parameters = call.arguments().stream().map(argument -> "long " + Words.camel(argument.name()))
                    .collect(Collectors.joining(", "));
            String values = call.arguments().stream().map(Argument::name).map(Words::camel).map(name -> ", " + name)
                    .collect(Collectors.joining());
            text.blank().javadoc("    ", call.meaning() + " Result: " + call.result() + ".");
            text.line("    @Unmanaged");
            text.line("    public static long " + call.javaName() + "(" + parameters + ") {");
            text.line("        return SystemCall.call" + call.arguments().size() + "(Call." + Words.constant(call.name())
                    + values + ");");
            text.line("    }");
        }
        return GeneratedFile.java(PACKAGE, "KernelCalls", text.closeClass().toString());
    }

    private static GeneratedFile statusNames(Specification specification) {
        SourceText text = new SourceText().openClass(PACKAGE, List.of(), "The names of exo.abi.Status, for messages.",
                List.of(), "StatusNames");
        text.blank().line("    public static String of(long status) {");
        text.line("        switch ((int) -status) {");
        for (Status status : specification.statuses()) {
            text.line("            case " + status.number() + ":");
            text.line("                return \"" + status.name() + "\";");
        }
        text.line("            default:");
        text.line("                return \"status \" + status;");
        text.line("        }").line("    }");
        return GeneratedFile.java(PACKAGE, "StatusNames", text.closeClass().toString());
    }
}
