package exo.abi.generate;

import exo.abi.spec.Access;
import exo.abi.spec.Field;
import exo.abi.spec.Layout;
import exo.abi.spec.Specification;
import exo.abi.spec.Words;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reading and writing of layouts in Java, by field name. The kernel reaches a record by physical address through the
 * machine; an environment reaches it by its own address. Every field reads as a zero-extended {@code long}; what a
 * field is too narrow for is cut off on writing.
 */
final class EmitAccessors {
    private static final String KERNEL_PACKAGE = "exo.aegis.layout";
    /** The kernel writes these by their offsets, from a base that it has for more than the one record. */
    private static final Set<String> BY_OFFSET = Set.of("BooksHeader", "Repossession", "RevocationRequest");

    private EmitAccessors() {
    }

    static List<GeneratedFile> kernel(Specification specification) {
        GeneratedFile place = GeneratedFile.packageInfo(KERNEL_PACKAGE, "The kernel's records in physical memory, "
                + "field by "
                + "field. No class keeps anything; a record is its physical address.");
        return Stream.concat(Stream.of(place), specification.layouts().stream()
                .filter(layout -> layout.kernel().reads() && !BY_OFFSET.contains(layout.name()))
                .map(EmitAccessors::kernel)).toList();
    }

    static List<GeneratedFile> user(Specification specification) {
        return specification.layouts().stream().filter(layout -> layout.user().reads())
                .map(EmitAccessors::user).toList();
    }

    private static GeneratedFile kernel(Layout layout) {
        SourceText text = new SourceText().openClass(KERNEL_PACKAGE, List.of("exo.machine.Machine"),
                layout.meaning() + " A record is given by its physical address.", List.of(), layout.name());
        sizes(text, layout);
        for (Field field : layout.fields()) {
            text.blank().javadoc("    ", Sentences.sentence(field.meaning()));
            String address = "record + " + offset(layout, field);
            if (field.array()) {
                method(text, "long " + field.name() + "Address(long record)", "return " + address);
                continue;
            }
            String load = field.width() == 1 ? "load8" : field.width() == 4 ? "load32" : "load64";
            method(text, "long " + field.name() + "(Machine machine, long record)",
                    "return machine." + load + "(" + address + ")");
            if (layout.kernel() == Access.WRITES) {
                String value = field.width() == 1 ? "(int) value & 0xff"
                        : field.width() == 4 ? "value & 0xffff_ffffL" : "value";
                text.blank();
                method(text, "void " + field.name() + "(Machine machine, long record, long value)",
                        "machine." + load.replace("load", "store") + "(" + address + ", " + value + ")");
            }
        }
        return GeneratedFile.java(KERNEL_PACKAGE, layout.name(), text.closeClass().toString());
    }

    private static GeneratedFile user(Layout layout) {
        SourceText text = new SourceText().openClass(EmitStubs.PACKAGE,
                List.of("org.teavm.interop.Address", "org.teavm.interop.Unmanaged"),
                layout.meaning() + " A record is given by the address at which the environment sees it.",
                List.of("@Unmanaged"), layout.name());
        sizes(text, layout);
        for (Field field : layout.fields()) {
            text.blank().javadoc("    ", Sentences.sentence(field.meaning()));
            String address = "base + " + offset(layout, field);
            if (field.array()) {
                method(text, "long " + field.name() + "Address(long base)", "return " + address);
                continue;
            }
            String type = field.width() == 1 ? "Byte" : field.width() == 4 ? "Int" : "Long";
            String mask = field.width() == 1 ? " & 0xffL" : field.width() == 4 ? " & 0xffff_ffffL" : "";
            method(text, "long " + field.name() + "(long base)",
                    "return Address.fromLong(" + address + ").get" + type + "()" + mask);
            if (layout.user() == Access.WRITES) {
                String cast = field.width() == 1 ? "(byte) " : field.width() == 4 ? "(int) " : "";
                text.blank();
                method(text, "void " + field.name() + "(long base, long value)",
                        "Address.fromLong(" + address + ").put" + type + "(" + cast + "value)");
            }
        }
        return GeneratedFile.java(EmitStubs.PACKAGE, layout.name(), text.closeClass().toString());
    }

    /** Said again here, because a reader of accessors cannot also import the class of offsets: it has the same name. */
    private static void sizes(SourceText text, Layout layout) {
        text.blank().line("    public static final int BYTES = exo.abi." + layout.name() + ".BYTES;");
        for (Field field : layout.fields()) {
            if (field.array()) {
                String name = Words.constant(field.name()) + "_BYTES";
                text.line("    public static final int " + name + " = exo.abi." + layout.name() + "." + name + ";");
            }
        }
    }

    private static void method(SourceText text, String signature, String statement) {
        text.line("    public static " + signature + " {").line("        " + statement + ";").line("    }");
    }

    private static String offset(Layout layout, Field field) {
        return "exo.abi." + layout.name() + "." + Words.constant(field.name());
    }
}
