package exo.forge;

import java.util.List;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.model.AnnotationHolder;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;

/**
 * Makes every class of the named packages plain C: no shadow stack, no null checks, no lazy class initialisation. The
 * kernel is such code throughout, without having to say so (and depend on TeaVM) in each of its files.
 */
final class UnmanagedPackages implements ClassHolderTransformer {
    private final List<String> packagePrefixes;

    UnmanagedPackages(List<String> packagePrefixes) {
        this.packagePrefixes = packagePrefixes;
    }

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (packagePrefixes.stream().noneMatch(type.getName()::startsWith)) {
            return;
        }
        annotate(type, Unmanaged.class.getName());
        annotate(type, StaticInit.class.getName());
    }

    private static void annotate(ClassHolder type, String annotation) {
        if (type.getAnnotations().get(annotation) == null) {
            type.getAnnotations().add(new AnnotationHolder(annotation));
        }
    }
}
