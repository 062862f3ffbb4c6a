package exo.abi.generate;

import exo.abi.spec.Field;
import exo.abi.spec.Layout;
import exo.abi.spec.Specification;
import exo.abi.spec.Words;
import java.util.List;

/** The layouts in Java: a class of offsets for each, in {@code exo.abi}. */
final class EmitLayouts {
    private EmitLayouts() {
    }

    static List<GeneratedFile> files(Specification specification) {
        return specification.layouts().stream().map(EmitLayouts::offsets).toList();
    }

    private static GeneratedFile offsets(Layout layout) {
        SourceText text = new SourceText().openClass(EmitConstants.PACKAGE, List.of(),
                layout.meaning() + " Offsets in bytes.", List.of(), layout.name());
        for (Field field : layout.fields()) {
            text.blank().javadoc("    ", Sentences.sentence(field.meaning()));
            text.line(constant(Words.constant(field.name()), field.offset()));
            if (field.array()) {
                text.line(constant(Words.constant(field.name()) + "_BYTES", field.bytes()));
            }
        }
        text.blank().javadoc("    ", "Size of the whole record.").line(constant("BYTES", layout.bytes()));
        return GeneratedFile.java(EmitConstants.PACKAGE, layout.name(), text.closeClass().toString());
    }

    private static String constant(String name, int value) {
        return "    public static final int " + name + " = " + value + ";";
    }
}
