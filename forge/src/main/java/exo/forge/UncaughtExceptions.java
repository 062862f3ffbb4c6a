package exo.forge;

import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;

/** Has the library OS report an exception that nothing catches, where TeaVM's runtime prints the stack alone. */
final class UncaughtExceptions implements ClassHolderTransformer {
    private static final String EXCEPTION_HANDLING = "org.teavm.runtime.ExceptionHandling";
    private static final MethodDescriptor PRINT_STACK = new MethodDescriptor("printStack", ValueType.VOID);

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (type.getName().equals(EXCEPTION_HANDLING)) {
            ProgramEmitter program = ProgramEmitter.create(type.getMethod(PRINT_STACK), context.getHierarchy());
            program.invoke("exo.exos.UncaughtException", "report", program.invoke(EXCEPTION_HANDLING, "peekException",
                    ValueType.object(Throwable.class.getName())));
            program.exit();
        }
    }
}
