package exo.forge.ebpf;

import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The instructions that neither compute nor lead elsewhere: constants, the operand stack, variables in the area, calls; and refusals. */
final class InstructionTranslation {
    static final String FLOATING = "computes with float or double: use int or long";
    /** A larger method becomes a function of the program, if it is called from several places. */
    private static final int INSTRUCTIONS_IN_PLACE = 60;
    /** r1 to r5. */
    private static final int ARGUMENTS_MAXIMUM = 5;

    private final ProgramTranslation program;
    private final Emission emission;
    private final Value memory;
    private final AccessTranslation accesses;
    private final PacketTranslation packet;
    private final LibraryTranslation library;

    InstructionTranslation(ProgramTranslation program, Emission emission, Value memory) {
        this.program = program;
        this.emission = emission;
        this.memory = memory;
        accesses = new AccessTranslation(emission, program.owner(), program.area());
        packet = new PacketTranslation(emission, accesses, memory);
        library = new LibraryTranslation(emission);
    }

    /** False: the block goes on, as after each of them. */
    boolean translate(AbstractInsnNode instruction) throws UntranslatableException {
        Long constant = Constants.of(instruction);
        if (constant != null) {
            emission.frame.push(Constants.isLong(instruction) ? Item.ofLong(Value.of(constant)) : Item.ofInt(Value.of(constant)));
            return false;
        }
        if (instruction instanceof FieldInsnNode field) {
            accesses.field(field);
        } else if (instruction instanceof MethodInsnNode call) {
            call(call);
        } else if (!onStack(instruction.getOpcode()) && !onArrays(instruction.getOpcode())) {
            throw emission.refusal(reason(instruction));
        }
        return false;
    }

    private boolean onStack(int opcode) {
        switch (opcode) {
            case Opcodes.NOP:
                return true;
            case Opcodes.POP:
                emission.frame.popWords(1);
                return true;
            case Opcodes.POP2:
                emission.frame.popWords(2);
                return true;
            case Opcodes.SWAP:
                Item top = emission.frame.pop();
                Item below = emission.frame.pop();
                emission.frame.push(top);
                emission.frame.push(below);
                return true;
            default:
                if (opcode < Opcodes.DUP || opcode > Opcodes.DUP2_X2) {
                    return false;
                }
                emission.frame.duplicate(opcode);
                return true;
        }
    }

    private boolean onArrays(int opcode) throws UntranslatableException {
        switch (opcode) {
            case Opcodes.IALOAD, Opcodes.LALOAD, Opcodes.BALOAD, Opcodes.CALOAD, Opcodes.SALOAD:
                accesses.loadElement();
                return true;
            case Opcodes.IASTORE, Opcodes.LASTORE, Opcodes.BASTORE, Opcodes.CASTORE, Opcodes.SASTORE:
                accesses.storeElement();
                return true;
            case Opcodes.ARRAYLENGTH:
                accesses.length();
                return true;
            default:
                return false;
        }
    }

    // ---- calls

    private void call(MethodInsnNode call) throws UntranslatableException {
        boolean known = call.owner.equals(PacketTranslation.PACKET) || call.owner.equals(PacketTranslation.INPUT);
        if (known && call.getOpcode() == Opcodes.INVOKEINTERFACE) {
            packet.translate(call);
        } else if (call.getOpcode() == Opcodes.INVOKESTATIC && call.owner.equals(program.owner())) {
            callOwn(call);
        } else if (call.getOpcode() != Opcodes.INVOKESTATIC || !library.translate(call)) {
            String name = call.owner.replace('/', '.') + "." + call.name;
            throw emission.refusal("calls " + name + ": only static methods of its own class can be called, the packet's or the input's, "
                    + "and min, max, compare, compareUnsigned, toUnsignedInt, toUnsignedLong and reverseBytes of Java's numbers");
        }
    }

    private void callOwn(MethodInsnNode call) throws UntranslatableException {
        MethodNode callee = program.method(call.name, call.desc, emission.place);
        List<Item> arguments = new ArrayList<>();
        for (int number = Type.getArgumentTypes(call.desc).length; number > 0; number--) {
            Item argument = emission.frame.pop();
            if (argument.isComparison()) {
                emission.frame.push(argument);
                argument = Item.ofInt(emission.pop());
            }
            arguments.add(argument);
        }
        Collections.reverse(arguments);
        Variable result = emission.temporary();
        if (becomesFunction(callee, arguments)) {
            callFunction(callee, arguments, result);
        } else {
            result = new Variable(emission.routine.newVariable());
            Target end = new Target();
            emission.steps.addAll(program.inPlace(callee, emission.routine, arguments, memory, result, end, emission.place));
            emission.add(Step.here(end));
        }
        Type type = Type.getReturnType(call.desc);
        if (type == Type.LONG_TYPE) {
            emission.pushLong(result);
        } else if (type != Type.VOID_TYPE) {
            emission.pushInt(result);
        }
    }

    private boolean becomesFunction(MethodNode callee, List<Item> arguments) {
        return callee.instructions.size() > INSTRUCTIONS_IN_PLACE && program.calls(callee) > 1 && arguments.size() <= ARGUMENTS_MAXIMUM
                && arguments.stream().noneMatch(argument -> argument.sort() == Item.Sort.ARRAY);
    }

    private void callFunction(MethodNode callee, List<Item> arguments, Variable result) throws UntranslatableException {
        Step step = new Step(Kind.CALL);
        step.routine = program.function(callee, arguments, emission.place);
        step.arguments = arguments.stream().map(argument -> argument.isReference() ? memory : argument.value()).toList();
        step.result = result.index();
        if (Type.getReturnType(callee.desc) != Type.LONG_TYPE) {
            step.least = Integer.MIN_VALUE;
            step.most = Integer.MAX_VALUE;
        }
        emission.add(step);
    }

    // ---- what cannot be

    private static String reason(AbstractInsnNode instruction) {
        switch (instruction.getOpcode()) {
            case Opcodes.NEW:
                return "creates an object: keep what it has in static variables of the class, which lie in the area";
            case Opcodes.NEWARRAY, Opcodes.ANEWARRAY, Opcodes.MULTIANEWARRAY:
                return "creates an array: declare it as a static array of the class, which lies in the area";
            case Opcodes.ATHROW:
                return "throws: return a result that says so";
            case Opcodes.INVOKEDYNAMIC:
                return "makes a string or a lambda: there are none; call a static method";
            case Opcodes.MONITORENTER, Opcodes.MONITOREXIT:
                return "locks: a run is never interrupted by another of the same program, so leave it out";
            case Opcodes.INSTANCEOF, Opcodes.CHECKCAST:
                return "asks for an object's class: there are no objects";
            case Opcodes.ACONST_NULL:
                return "uses null: there are no references; use a number";
            case Opcodes.AALOAD, Opcodes.AASTORE:
                return "uses an array of references: use arrays of numbers";
            case Opcodes.ARETURN:
                return "returns a reference: return a number";
            case Opcodes.LDC:
                Object cst = ((LdcInsnNode) instruction).cst;
                return cst instanceof String ? "uses a string: use numbers, or a static byte array"
                        : cst instanceof Float || cst instanceof Double ? FLOATING : "uses a class as a value: there are no objects";
            default:
                return FLOATING;
        }
    }
}
