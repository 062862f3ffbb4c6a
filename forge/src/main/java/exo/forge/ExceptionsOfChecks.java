package exo.forge;

import java.util.List;
import org.teavm.interop.Unmanaged;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.ValueType;

/**
 * Keeps the collector from taking an exception that a run-time check is making. A method leaves its arguments to its caller to
 * root; TeaVM makes these exceptions in unmanaged code, which roots nothing, and a constructor that fills in a stack trace
 * allocates. Here they are made in managed code, as any other is.
 */
final class ExceptionsOfChecks implements ClassHolderTransformer {
    private static final String EXCEPTION_HANDLING = "org.teavm.runtime.ExceptionHandling";
    private static final List<MethodDescriptor> MAKERS = List.of(
            new MethodDescriptor("throwClassCastException", ValueType.VOID),
            new MethodDescriptor("throwNullPointerException", ValueType.VOID),
            new MethodDescriptor("throwArrayIndexOutOfBoundsException", ValueType.VOID));

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (type.getName().equals(EXCEPTION_HANDLING)) {
            for (MethodDescriptor maker : MAKERS) {
                type.getMethod(maker).getAnnotations().remove(Unmanaged.class.getName());
            }
        }
    }
}
