package exo.forge;

import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Address;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.runtime.Allocator;
import org.teavm.runtime.GC;
import org.teavm.runtime.RuntimeArray;
import org.teavm.runtime.RuntimeClass;
import org.teavm.runtime.RuntimeObject;
import org.teavm.runtime.ShadowStack;

/**
 * Has the collector know of an array whose arrays are being made, as in {@code new int[3][4]}. TeaVM makes them in unmanaged
 * code that holds the outer array nowhere, and puts the inner ones into it without a word, old though it may be by then.
 */
final class ArraysOfArrays implements ClassHolderTransformer {
    private static final MethodDescriptor ALLOCATE = new MethodDescriptor("allocateMultiArray", RuntimeClass.class,
            Address.class, int.class, RuntimeArray.class);
    private static final MethodReference ALLOCATE_ONE = new MethodReference(Allocator.class, "allocateArray",
            RuntimeClass.class, int.class, Address.class);
    private static final MethodReference PUT = new MethodReference(Address.class, "putAddress", Address.class, void.class);
    private static final MethodReference WRITE_BARRIER = new MethodReference(GC.class, "writeBarrier", RuntimeObject.class,
            void.class);
    private static final MethodReference ALLOCATE_ROOTS = new MethodReference(ShadowStack.class, "allocStack", int.class,
            void.class);
    private static final MethodReference SET_ROOT = new MethodReference(ShadowStack.class, "registerGCRoot", int.class,
            Object.class, void.class);
    private static final MethodReference RELEASE_ROOTS = new MethodReference(ShadowStack.class, "releaseStack", int.class,
            void.class);

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (type.getName().equals(Allocator.class.getName())) {
            root(type.getMethod(ALLOCATE).getProgram());
        }
    }

    private static void root(Program program) {
        Variable array = null;
        for (BasicBlock block : program.getBasicBlocks()) {
            for (Instruction instruction : instructions(block)) {
                if (calls(instruction, ALLOCATE_ONE)) {
                    array = ((InvokeInstruction) instruction).getReceiver();
                    Variable one = program.createVariable();
                    Variable first = program.createVariable();
                    instruction.insertNextAll(List.of(constant(one, 1), call(ALLOCATE_ROOTS, one), constant(first, 0),
                            call(SET_ROOT, first, array)));
                } else if (calls(instruction, PUT)) {
                    instruction.insertPrevious(call(WRITE_BARRIER, array));
                } else if (instruction instanceof ExitInstruction) {
                    Variable one = program.createVariable();
                    instruction.insertPreviousAll(List.of(constant(one, 1), call(RELEASE_ROOTS, one)));
                }
            }
        }
    }

    private static List<Instruction> instructions(BasicBlock block) {
        List<Instruction> instructions = new ArrayList<>();
        block.forEach(instructions::add);
        return instructions;
    }

    private static boolean calls(Instruction instruction, MethodReference method) {
        return instruction instanceof InvokeInstruction invoke && invoke.getMethod().equals(method);
    }

    private static Instruction constant(Variable receiver, int value) {
        IntegerConstantInstruction constant = new IntegerConstantInstruction();
        constant.setReceiver(receiver);
        constant.setConstant(value);
        return constant;
    }

    private static Instruction call(MethodReference method, Variable... arguments) {
        InvokeInstruction call = new InvokeInstruction();
        call.setType(InvocationType.SPECIAL);
        call.setMethod(method);
        call.setArguments(arguments);
        return call;
    }
}
