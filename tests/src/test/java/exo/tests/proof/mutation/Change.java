package exo.tests.proof.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What a fault does to the instructions of one method. The place is found by a pattern, mostly by a call as "Class.method", and
 * where several fit by which of them, counted from 1; a pattern that fits nowhere is an error, so that no fault outlives the
 * code that it was made for.
 */
interface Change {

    /** Changes the method; gives the instruction whose line is the fault's. */
    AbstractInsnNode apply(MethodNode method);

    // ---- calls ---------------------------------------------------------------------------------------------------------

    /** The call is not made; if it has a result, that is 0. Of accessors of one name it is the one that stores. */
    static Change drop(String call, int which) {
        return method -> Instructions.replaceCall(method, Instructions.command(method, call, which), 0);
    }

    static Change drop(String call) {
        return drop(call, 1);
    }

    /** The call is not made, and its result is always this. */
    static Change answer(String call, int which, long value) {
        return method -> Instructions.replaceCall(method, Instructions.question(method, call, which), value);
    }

    static Change answer(String call, long value) {
        return answer(call, 1, value);
    }

    /** The whole method does nothing but to give this. */
    static Change returns(long value) {
        return method -> {
            AbstractInsnNode line = Instructions.any(method, instruction -> instruction.getOpcode() >= 0, 1, "an instruction");
            Type type = Type.getReturnType(method.desc);
            InsnList body = new InsnList();
            if (type != Type.VOID_TYPE) {
                body.add(Instructions.push(type, value));
            }
            body.add(new InsnNode(type.getOpcode(Opcodes.IRETURN)));
            method.instructions.insertBefore(method.instructions.getFirst(), body);
            return line;
        };
    }

    static Change nothing() {
        return returns(0);
    }

    // ---- branches ------------------------------------------------------------------------------------------------------

    /** The branch behind the call, which takes its result, is never taken. */
    static Change never(String call, int which) {
        return method -> Instructions.fix(method, Instructions.branchBehind(Instructions.question(method, call, which)), false);
    }

    static Change never(String call) {
        return never(call, 1);
    }

    /** The same is always taken. */
    static Change always(String call, int which) {
        return method -> Instructions.fix(method, Instructions.branchBehind(Instructions.question(method, call, which)), true);
    }

    static Change always(String call) {
        return always(call, 1);
    }

    /** The branch behind the call, turned round. */
    static Change negate(String call, int which) {
        return method -> {
            JumpInsnNode branch = Instructions.branchBehind(Instructions.question(method, call, which));
            branch.setOpcode(Instructions.opposite(branch.getOpcode()));
            return branch;
        };
    }

    /** The branch behind a constant is never taken. */
    static Change neverBehind(long constant, int which) {
        return method -> Instructions.fix(method, Instructions.branchBehind(Instructions.constant(method, constant, which)),
                false);
    }

    static Change alwaysBehind(long constant, int which) {
        return method -> Instructions.fix(method, Instructions.branchBehind(Instructions.constant(method, constant, which)),
                true);
    }

    /** The branch of a kind, by its opcode, is never taken. */
    static Change neverIf(int opcode, int which) {
        return method -> Instructions.fix(method, (JumpInsnNode) Instructions.any(method,
                instruction -> instruction.getOpcode() == opcode, which, "branch " + opcode), false);
    }

    static Change alwaysIf(int opcode, int which) {
        return method -> Instructions.fix(method, (JumpInsnNode) Instructions.any(method,
                instruction -> instruction.getOpcode() == opcode, which, "branch " + opcode), true);
    }

    /** A branch is taken upon another comparison. */
    static Change comparison(int from, int which, int to) {
        return method -> {
            AbstractInsnNode found = Instructions.any(method, instruction -> instruction.getOpcode() == from, which,
                    "comparison " + from);
            ((JumpInsnNode) found).setOpcode(to);
            return found;
        };
    }

    // ---- values --------------------------------------------------------------------------------------------------------

    /** A constant, as the compiler left it, is another. */
    static Change constant(long from, int which, long to) {
        return method -> {
            AbstractInsnNode found = Instructions.constant(method, from, which);
            return Instructions.replace(method, found, Instructions.push(Instructions.typeOfConstant(found), to));
        };
    }

    static Change constant(long from, long to) {
        return constant(from, 1, to);
    }

    /** An operation on the stack is another, of the same operands. */
    static Change operation(int from, int which, int to) {
        return method -> {
            AbstractInsnNode found = Instructions.any(method, instruction -> instruction.getOpcode() == from, which,
                    "operation " + from);
            return Instructions.replace(method, found, new InsnNode(to));
        };
    }

    /** Where a local variable is loaded it is another one of its type, both by their numbers. */
    static Change variable(int from, int which, int to) {
        return method -> {
            AbstractInsnNode found = Instructions.any(method, instruction -> instruction instanceof VarInsnNode load && load.var == from
                    && load.getOpcode() < Opcodes.ISTORE, which, "load of variable " + from);
            ((VarInsnNode) found).var = to;
            return found;
        };
    }

    /** Several changes that make one fault. */
    static Change all(Change... changes) {
        return method -> {
            List<AbstractInsnNode> places = new ArrayList<>();
            for (Change change : changes) {
                places.add(change.apply(method));
            }
            return places.get(0);
        };
    }

    /** Whether an instruction calls this, given as "Class.method". */
    static Predicate<AbstractInsnNode> isCall(String call) {
        int dot = call.indexOf('.');
        return instruction -> instruction instanceof MethodInsnNode made && made.name.equals(call.substring(dot + 1))
                && made.owner.substring(made.owner.lastIndexOf('/') + 1).equals(call.substring(0, dot));
    }
}
