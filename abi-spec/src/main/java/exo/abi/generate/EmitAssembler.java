package exo.abi.generate;

import exo.abi.spec.Field;
import exo.abi.spec.Layout;
import exo.abi.spec.Specification;
import exo.abi.spec.Words;
import java.util.List;

/** Offsets and numbers for assembler code, as nothing but {@code #define}: {@code abi/include/aegis_layout.h}. */
final class EmitAssembler {
    static final String PATH = "abi/include/aegis_layout.h";

    private static final String ENTRY_POINTS = "EntryPoint";

    private EmitAssembler() {
    }

    static List<GeneratedFile> files(Specification specification) {
        SourceText text = new SourceText();
        text.comment("Offsets of the layouts that assembler code reads and writes, and the numbers that it passes. " + SourceText.ORIGIN);
        text.line("#ifndef AEGIS_LAYOUT_H").line("#define AEGIS_LAYOUT_H");
        for (Layout layout : specification.layouts()) {
            if (layout.assembler()) {
                offsets(text.blank(), layout);
            }
        }
        EmitHeader.numbers(text.blank(), specification);
        specification.constants().stream().filter(group -> group.name().equals(ENTRY_POINTS))
                .forEach(group -> EmitHeader.constants(text.blank(), group));
        text.blank().line("#endif");
        return List.of(new GeneratedFile(PATH, text.toString()));
    }

    private static void offsets(SourceText text, Layout layout) {
        String prefix = "#define " + Words.constant(layout.name()) + "_";
        for (Field field : layout.fields()) {
            text.line(prefix + Words.constant(field.name()) + " " + field.offset());
            if (field.array()) {
                text.line(prefix + Words.constant(field.name()) + "_BYTES " + field.bytes());
            }
        }
        text.line(prefix + "BYTES " + layout.bytes());
    }
}
