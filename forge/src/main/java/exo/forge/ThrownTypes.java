package exo.forge;

import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;

/**
 * Tells TeaVM's analysis that any exception the program can make may be its last: it sees no way from {@code throw} to
 * {@code exo.exos.UncaughtException}, and would leave out the names of those classes and what their messages call.
 */
final class ThrownTypes extends AbstractDependencyListener {
    private static final String THROWABLE = Throwable.class.getName();
    private static final MethodReference REPORT = new MethodReference("exo.exos.UncaughtException", "report",
            ValueType.object(THROWABLE), ValueType.VOID);

    @Override
    public void classReached(DependencyAgent agent, String className) {
        if (agent.getClassHierarchy().isSuperType(THROWABLE, className, false)) {
            agent.linkMethod(REPORT).getVariable(1).propagate(agent.getType(ValueType.object(className)));
        }
    }
}
