package exo.forge;

import java.io.IOException;
import org.teavm.backend.c.CTarget;
import org.teavm.backend.c.TeaVMCHost;
import org.teavm.backend.c.generate.CNameProvider;
import org.teavm.model.ListableClassHolderSource;
import org.teavm.model.MethodHolder;
import org.teavm.vm.BuildTarget;

/**
 * TeaVM's C back end, but for the order of evaluation, which is Java's. That it is a host is said again, because TeaVM's
 * plugins look for what the class itself implements.
 */
final class OrderedCTarget extends CTarget implements TeaVMCHost {
    OrderedCTarget(CNameProvider names) {
        super(names);
    }

    /** Comes when every method is as it will be, and before expressions are built of its instructions. */
    @Override
    public void emit(ListableClassHolderSource classes, BuildTarget buildTarget, String outputName) throws IOException {
        for (String className : classes.getClassNames()) {
            for (MethodHolder method : classes.get(className).getMethods()) {
                if (method.getProgram() != null && method.getProgram().basicBlockCount() > 0) {
                    EvaluationOrder.keep(method.getProgram(), classes);
                }
            }
        }
        super.emit(classes, buildTarget, outputName);
    }
}
