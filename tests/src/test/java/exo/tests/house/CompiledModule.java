package exo.tests.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A module's classes as the compiler left them. */
final class CompiledModule {
    private static final int CONSTANT_CLASS = 7;
    private static final int CONSTANT_NAME_AND_TYPE = 12;
    private static final Pattern NAME_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+);");

    private final List<ClassReader> readers = new ArrayList<>();

    CompiledModule(String module) throws IOException {
        this(module, Pattern.compile("(?!)"));
    }

    /** @param leftOut  the names, with slashes, of classes that are not looked at */
    CompiledModule(String module, Pattern leftOut) throws IOException {
        try (Stream<Path> files = Files.walk(Tree.ROOT.resolve(module).resolve("target/classes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
                if (!file.endsWith("package-info.class")) {
                    readers.add(new ClassReader(Files.readAllBytes(file)));
                }
            }
        }
        readers.removeIf(reader -> leftOut.matcher(reader.getClassName()).matches());
    }

    List<ClassNode> classes() {
        return readers.stream().map(reader -> {
            ClassNode node = new ClassNode();
            reader.accept(node, ClassReader.SKIP_FRAMES);
            return node;
        }).toList();
    }

    /** Every class that any of them mentions, with dots: by instruction, or in the type of a field or method. */
    Set<String> dependencies() {
        Set<String> names = new TreeSet<>();
        for (ClassReader reader : readers) {
            char[] buffer = new char[reader.getMaxStringLength()];
            for (int item = 1; item < reader.getItemCount(); item++) {
                int at = reader.getItem(item);
                int tag = at == 0 ? 0 : reader.readByte(at - 1);
                if (tag == CONSTANT_CLASS) {
                    addName(names, reader.readUTF8(at, buffer));
                } else if (tag == CONSTANT_NAME_AND_TYPE) {
                    addNamesIn(names, reader.readUTF8(at + 2, buffer));
                }
            }
        }
        for (ClassNode type : classes()) {
            type.fields.forEach(field -> addNamesIn(names, field.desc));
            type.methods.forEach(method -> addNamesIn(names, method.desc));
        }
        return names;
    }

    /** Every class of which a method is called or a field used when one of them runs, with dots. */
    Set<String> used() {
        Set<String> names = new TreeSet<>();
        for (ClassNode type : classes()) {
            for (MethodNode method : type.methods) {
                for (AbstractInsnNode instruction : method.instructions) {
                    if (instruction instanceof MethodInsnNode call) {
                        addName(names, call.owner);
                    } else if (instruction instanceof FieldInsnNode field) {
                        addName(names, field.owner);
                    }
                }
            }
        }
        return names;
    }

    private static void addName(Set<String> names, String name) {
        if (name.startsWith("[")) {
            addNamesIn(names, name);
        } else {
            names.add(name.replace('/', '.'));
        }
    }

    private static void addNamesIn(Set<String> names, String descriptor) {
        NAME_IN_DESCRIPTOR.matcher(descriptor).results().map((MatchResult match) -> match.group(1).replace('/', '.'))
                .forEach(names::add);
    }
}
