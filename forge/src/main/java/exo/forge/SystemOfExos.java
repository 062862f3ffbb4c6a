package exo.forge;

import java.io.InputStream;
import org.teavm.model.AccessLevel;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;

/**
 * Gives {@code java.lang.System} of a program what TeaVM's lacks and the library OS has: {@code System.in} that reads the
 * console, where TeaVM's is always at its end, and {@code System.exit}, which TeaVM does not have at all.
 */
final class SystemOfExos implements ClassHolderTransformer {
    private static final ValueType STREAM = ValueType.object(InputStream.class.getName());
    private static final MethodDescriptor IN = new MethodDescriptor("in", STREAM);
    private static final MethodDescriptor EXIT = new MethodDescriptor("exit", ValueType.INTEGER, ValueType.VOID);

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (type.getName().equals(System.class.getName())) {
            ProgramEmitter.create(type.getMethod(IN), context.getHierarchy())
                    .invoke("exo.exos.ConsoleInput", "stream", STREAM).returnValue();
            addExit(type, context);
        }
    }

    private static void addExit(ClassHolder type, ClassHolderTransformerContext context) {
        MethodHolder exit = new MethodHolder(EXIT);
        exit.setLevel(AccessLevel.PUBLIC);
        exit.getModifiers().add(ElementModifier.STATIC);
        type.addMethod(exit);
        ProgramEmitter program = ProgramEmitter.create(exit, context.getHierarchy());
        program.invoke("exo.exos.Exit", "exit", program.var(1, ValueType.INTEGER));
        program.exit();
    }
}
