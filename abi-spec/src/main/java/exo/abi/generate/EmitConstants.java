package exo.abi.generate;

import exo.abi.spec.Call;
import exo.abi.spec.Constant;
import exo.abi.spec.ConstantGroup;
import exo.abi.spec.Specification;
import exo.abi.spec.Status;
import exo.abi.spec.Words;
import java.util.ArrayList;
import java.util.List;

/** The numbers in Java: {@code exo.abi.Call}, {@code exo.abi.Status} and one class for each group of constants. */
final class EmitConstants {
    static final String PACKAGE = "exo.abi";

    private EmitConstants() {
    }

    static List<GeneratedFile> files(Specification specification) {
        List<GeneratedFile> files = new ArrayList<>();
        files.add(calls(specification));
        files.add(statuses(specification));
        specification.constants().forEach(group -> files.add(group(group)));
        return files;
    }

    private static GeneratedFile calls(Specification specification) {
        SourceText text = open("The numbers of the kernel's calls.", "Call");
        for (Call call : specification.calls()) {
            text.blank().javadoc("    ", call.meaning());
            text.line("    public static final int " + Words.constant(call.name()) + " = " + Sentences.number(call) + ";");
        }
        return GeneratedFile.java(PACKAGE, "Call", text.closeClass().toString());
    }

    private static GeneratedFile statuses(Specification specification) {
        SourceText text = open("What a call returns: a value that is not negative, or one of the negative numbers "
                + "here.",
                "Status");
        text.blank().javadoc("    ", "The call did what it says, and has no value to return.");
        text.line("    public static final long OK = 0L;");
        for (Status status : specification.statuses()) {
            text.blank().javadoc("    ", status.meaning());
            text.line("    public static final long " + status.name() + " = -" + status.number() + "L;");
        }
        return GeneratedFile.java(PACKAGE, "Status", text.closeClass().toString());
    }

    private static GeneratedFile group(ConstantGroup group) {
        SourceText text = open(group.meaning(), group.name());
        for (Constant constant : group.constants()) {
            text.blank().javadoc("    ", Sentences.sentence(constant.meaning()));
            text.line("    public static final " + (constant.wide() ? "long " : "int ") + constant.name() + " = "
                    + Sentences.java(constant) + ";");
        }
        return GeneratedFile.java(PACKAGE, group.name(), text.closeClass().toString());
    }

    private static SourceText open(String meaning, String className) {
        return new SourceText().openClass(PACKAGE, List.of(), meaning, List.of(), className);
    }
}
