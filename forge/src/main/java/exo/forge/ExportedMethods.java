package exo.forge;

import java.util.List;
import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.interop.Export;
import org.teavm.model.MethodReader;

/** Keeps the exported methods of some classes, which only assembly calls, as if {@code main} reached them. */
final class ExportedMethods extends AbstractDependencyListener {
    private final List<String> classNames;

    ExportedMethods(List<String> classNames) {
        this.classNames = classNames;
    }

    @Override
    public void started(DependencyAgent agent) {
        for (String className : classNames) {
            for (MethodReader method : agent.getClassSource().get(className).getMethods()) {
                if (method.getAnnotations().get(Export.class.getName()) != null) {
                    agent.linkMethod(method.getReference()).use();
                }
            }
        }
    }
}
