package exo.forge;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodHolder;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ExitInstruction;

/**
 * Leaves the garbage collector out of the kernel, which makes its objects at boot and never lets one go: a collection would find
 * nothing. What asks for one goes on without, and where there is no room then the machine stops, as it would after it.
 */
final class NoCollector implements ClassHolderTransformer {
    private static final String COLLECTOR = "org.teavm.runtime.GC";

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (!type.getName().equals(COLLECTOR)) {
            return;
        }
        for (MethodHolder method : type.getMethods()) {
            if (method.getName().startsWith("collectGarbage") && method.getResultType() == ValueType.VOID) {
                method.setProgram(nothing(method));
            }
        }
    }

    private static Program nothing(MethodHolder method) {
        Program program = new Program();
        for (int parameter = 0; parameter <= method.parameterCount(); parameter++) {
            Variable unused = program.createVariable();
            unused.setDebugName("unused" + parameter);
        }
        BasicBlock block = program.createBasicBlock();
        block.add(new ExitInstruction());
        return program;
    }
}
