package exo.forge.ebpf;

import exo.ebpf.Limits;
import exo.ebpf.host.ElfObject.Place;
import exo.ebpf.host.SourceLine;
import exo.forge.ebpf.JavaProgram.Hook;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes a program of a class that has a handler, {@code static int handle(Packet packet, int length)}, or a predicate,
 * {@code static boolean holds(PredicateInput input)}. The result passes the structure check; whether its accesses are in bounds is the
 * checker's question.
 */
public final class JavaTranslator {
    private static final String HANDLER = "handle";
    private static final String HANDLER_TYPE = "(L" + PacketTranslation.PACKET + ";I)I";
    private static final String PREDICATE = "holds";
    private static final String PREDICATE_TYPE = "(L" + PacketTranslation.INPUT + ";)Z";

    private JavaTranslator() {
    }

    /**
     * Translates the handler or the predicate of a class.
     *
     * @param classFile the class's bytes, as javac writes them
     * @throws UntranslatableException if the class has neither or both, or uses what cannot be translated
     */
    public static JavaProgram translate(byte[] classFile, SourceLines sources) throws UntranslatableException {
        ClassNode type = read(classFile);
        MethodNode handler = method(type, HANDLER, HANDLER_TYPE);
        MethodNode predicate = method(type, PREDICATE, PREDICATE_TYPE);
        if ((handler == null) == (predicate == null)) {
            boolean none = handler == null;
            throw new UntranslatableException(type.name.replace('/', '.') + ": has " + (none ? "neither" : "both")
                    + " 'static int handle(Packet packet, int length)' " + (none ? "nor" : "and")
                    + " 'static boolean holds(PredicateInput input)': one of them makes the program");
        }
        return translate(type, handler == null ? predicate : handler, handler == null ? Hook.PREDICATE : Hook.HANDLER, sources);
    }

    private static ClassNode read(byte[] classFile) throws UntranslatableException {
        ClassNode type = new ClassNode();
        try {
            new ClassReader(classFile).accept(type, ClassReader.SKIP_FRAMES);
        } catch (RuntimeException unreadable) {
            // What ASM throws of a damaged class is not said.
            throw new UntranslatableException("this is no class that can be read: " + unreadable);
        }
        return type;
    }

    private static MethodNode method(ClassNode type, String name, String descriptor) {
        return type.methods.stream().filter(method -> method.name.equals(name) && method.desc.equals(descriptor)).findFirst().orElse(null);
    }

    static JavaProgram translate(ClassNode type, MethodNode method, Hook hook, SourceLines sources) throws UntranslatableException {
        ProgramTranslation program = new ProgramTranslation(type);
        InstructionWriter writer = new InstructionWriter();
        for (Routine routine : program.translate(method)) {
            Simplification.simplify(routine);
            Lowering.lower(routine);
            RoutineWriter.write(routine, RegisterAllocation.allocate(routine), writer);
        }
        String name = type.name.replace('/', '.') + "." + method.name;
        if (writer.length() > Limits.INSTRUCTIONS) {
            throw new UntranslatableException(name + ": is too large: " + writer.length() + " instructions, where a program has at most "
                    + Limits.INSTRUCTIONS);
        }
        List<Place> places = new ArrayList<>();
        for (SourcePlace place : writer.places()) {
            String file = type.name.substring(0, type.name.lastIndexOf('/') + 1) + place.file();
            SourceLine line = place.line() == 0 ? null : new SourceLine(place.file(), place.line(), sources.text(file, place.line()));
            places.add(new Place(place.method(), line));
        }
        return new JavaProgram(name, hook, writer.finish(), program.area().contents(), program.area().offsets(), places);
    }
}
