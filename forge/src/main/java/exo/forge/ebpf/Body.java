package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Value.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * One method's bytecode as steps of a routine, or of another method's in whose place it stands. Blocks are translated as ways lead to them,
 * so that what lies on the operand stack is always known; between blocks it lies in variables of its own, one for each depth.
 */
final class Body {
    /** How values become local variables or lie on the stack: what a variable is named by. */
    private record Slot(boolean onStack, int number, boolean isLong) {
    }

    private static final class Block {
        final Target target = new Target();
        final Frame entry;
        List<Step> steps = List.of();

        Block(Frame entry) {
            this.entry = entry;
        }
    }

    private final ProgramTranslation program;
    private final MethodNode method;
    private final Emission emission;
    private final ArithmeticTranslation arithmetic;
    private final InstructionTranslation others;
    /** Where the result goes and what comes then; null: the routine ends. */
    private final Variable result;
    private final Target end;

    private final Map<Slot, Variable> variables = new HashMap<>();
    private final Map<LabelNode, Integer> places = new HashMap<>();
    private final Set<Integer> leaders = new HashSet<>();
    private final TreeMap<Integer, Block> blocks = new TreeMap<>();
    private final Deque<Integer> waiting = new ArrayDeque<>();

    /** @param memory where r1's region lies, or null if the method does not know */
    Body(ProgramTranslation program, Routine routine, MethodNode method, Value memory, Variable result, Target end) {
        this.program = program;
        this.method = method;
        this.result = result;
        this.end = end;
        emission = new Emission(routine);
        arithmetic = new ArithmeticTranslation(emission);
        others = new InstructionTranslation(program, emission, memory);
    }

    /** The steps of the method. @param parameters what they are, in order */
    List<Step> translate(List<Item> parameters, SourcePlace caller) throws UntranslatableException {
        emission.place = caller;
        findLeaders();
        int local = 0;
        for (Item parameter : parameters) {
            if (parameter.isReference()) {
                emission.frame.references.put(local, parameter);
            } else {
                emission.add(Step.move(variable(false, local, parameter.sort() == Item.Sort.LONG).index(), parameter.value()));
            }
            local += parameter.words();
        }
        List<Step> all = emission.steps;
        emission.add(Step.jump(reach(0)));
        while (!waiting.isEmpty()) {
            translateBlock(waiting.pop());
        }
        for (Block block : blocks.values()) {
            all.add(Step.here(block.target));
            all.addAll(block.steps);
        }
        return all;
    }

    private void findLeaders() {
        int number = 0;
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LabelNode label) {
                places.put(label, number);
            }
            number++;
        }
        leaders.add(0);
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof JumpInsnNode jump) {
                leaders.add(places.get(jump.label));
            } else if (instruction instanceof TableSwitchInsnNode table) {
                table.labels.forEach(label -> leaders.add(places.get(label)));
                leaders.add(places.get(table.dflt));
            } else if (instruction instanceof LookupSwitchInsnNode lookup) {
                lookup.labels.forEach(label -> leaders.add(places.get(label)));
                leaders.add(places.get(lookup.dflt));
            }
        }
    }

    private Variable variable(boolean onStack, int number, boolean isLong) {
        return variables.computeIfAbsent(new Slot(onStack, number, isLong), slot -> new Variable(emission.routine.newVariable()));
    }

    // ---- blocks

    private void translateBlock(int start) throws UntranslatableException {
        Block block = blocks.get(start);
        emission.steps = new ArrayList<>();
        emission.frame = block.entry.copy();
        block.steps = emission.steps;
        for (int at = start; at == start || !leaders.contains(at); at++) {
            if (at == method.instructions.size()) {
                throw emission.refusal("runs past its end: the class is damaged");
            }
            AbstractInsnNode instruction = method.instructions.get(at);
            if (instruction instanceof LineNumberNode line) {
                emission.place = program.place(method, line.line);
            } else if (instruction.getOpcode() >= 0 && translateInstruction(instruction)) {
                return;
            }
            if (leaders.contains(at + 1)) {
                flow();
                emission.add(Step.jump(reach(at + 1)));
            }
        }
    }

    /** What is on the stack goes to where the next block finds it. */
    private void flow() throws UntranslatableException {
        emission.settle();
        List<Item> stack = emission.frame.stack;
        for (int depth = 0; depth < stack.size(); depth++) {
            Item item = stack.get(depth);
            if (item.isNumber()) {
                Variable place = variable(true, depth, item.sort() == Item.Sort.LONG);
                if (!place.equals(item.value())) {
                    emission.protect(place);
                    emission.add(Step.move(place.index(), stack.get(depth).value()));
                    stack.set(depth, new Item(item.sort(), place, null, null));
                }
            }
        }
    }

    private Target reach(LabelNode label) throws UntranslatableException {
        return reach(places.get(label));
    }

    private Target reach(int start) throws UntranslatableException {
        Block known = blocks.get(start);
        if (known == null) {
            known = new Block(emission.frame.copy());
            blocks.put(start, known);
            waiting.add(start);
        } else if (!known.entry.agrees(emission.frame)) {
            throw emission.refusal("has one variable for several arrays: name the array where it is used");
        }
        return known.target;
    }

    // ---- instructions

    /** True: the block ends with it. */
    private boolean translateInstruction(AbstractInsnNode instruction) throws UntranslatableException {
        int opcode = instruction.getOpcode();
        if (arithmetic.translate(opcode)) {
            return false;
        }
        switch (instruction.getType()) {
            case AbstractInsnNode.VAR_INSN:
                local(opcode, ((VarInsnNode) instruction).var);
                return false;
            case AbstractInsnNode.IINC_INSN:
                increment((IincInsnNode) instruction);
                return false;
            case AbstractInsnNode.JUMP_INSN:
                return jump((JumpInsnNode) instruction);
            case AbstractInsnNode.TABLESWITCH_INSN:
                TableSwitchInsnNode table = (TableSwitchInsnNode) instruction;
                choose(number -> table.min + number, table.labels, table.dflt);
                return true;
            case AbstractInsnNode.LOOKUPSWITCH_INSN:
                LookupSwitchInsnNode lookup = (LookupSwitchInsnNode) instruction;
                choose(lookup.keys::get, lookup.labels, lookup.dflt);
                return true;
            default:
                return returns(opcode) || others.translate(instruction);
        }
    }

    private void local(int opcode, int number) throws UntranslatableException {
        switch (opcode) {
            case Opcodes.ILOAD:
                emission.pushInt(variable(false, number, false));
                break;
            case Opcodes.LLOAD:
                emission.pushLong(variable(false, number, true));
                break;
            case Opcodes.ALOAD:
                Item reference = emission.frame.references.get(number);
                if (reference == null) {
                    throw emission.refusal("uses an object: there are none but the packet or the input, and the class's static arrays");
                }
                emission.frame.push(reference);
                break;
            case Opcodes.ISTORE:
            case Opcodes.LSTORE:
                Value value = emission.pop();
                emission.assign(variable(false, number, opcode == Opcodes.LSTORE), value);
                break;
            case Opcodes.ASTORE:
                emission.frame.references.put(number, emission.frame.pop());
                break;
            default:
                throw emission.refusal(InstructionTranslation.FLOATING);
        }
    }

    private void increment(IincInsnNode instruction) {
        Variable local = variable(false, instruction.var, false);
        emission.assign(local, emission.intArithmetic(Opcode.ADD, local, Value.of(instruction.incr)));
    }

    private boolean returns(int opcode) throws UntranslatableException {
        if (opcode != Opcodes.IRETURN && opcode != Opcodes.LRETURN && opcode != Opcodes.RETURN) {
            return false;
        }
        Value value = opcode == Opcodes.RETURN ? Value.of(0) : emission.pop();
        if (end == null) {
            emission.add(Step.giveBack(value));
        } else {
            if (opcode != Opcodes.RETURN) {
                emission.add(Step.move(result.index(), value));
            }
            emission.add(Step.jump(end));
        }
        return true;
    }

    // ---- jumps

    private boolean jump(JumpInsnNode jump) throws UntranslatableException {
        int opcode = jump.getOpcode();
        if (opcode == Opcodes.GOTO) {
            flow();
            emission.add(Step.jump(reach(jump.label)));
            return true;
        }
        int condition = condition(opcode);
        if (condition < 0) {
            throw emission.refusal("compares references: there is no null and no second packet");
        }
        if (opcode >= Opcodes.IF_ICMPEQ) {
            Value b = emission.pop();
            branch(condition, emission.pop(), b, jump.label);
            return false;
        }
        Item item = emission.frame.pop();
        if (item.isComparison()) {
            boolean signed = item.sort() == Item.Sort.COMPARISON;
            branch(signed ? condition : unsigned(condition), item.value(), item.second(), jump.label);
        } else {
            emission.frame.push(item);
            branch(condition, emission.pop(), Value.of(0), jump.label);
        }
        return false;
    }

    /** The operands may lie where the stack is about to go. */
    private void branch(int condition, Value a, Value b, LabelNode label) throws UntranslatableException {
        boolean alone = emission.frame.stack.isEmpty();
        Value first = alone ? a : kept(a);
        Value second = alone ? b : kept(b);
        flow();
        emission.add(Step.branch(condition, first, second, reach(label)));
    }

    private Value kept(Value value) {
        if (!(value instanceof Variable)) {
            return value;
        }
        Variable copy = emission.temporary();
        emission.add(Step.move(copy.index(), value));
        return copy;
    }

    private static int condition(int opcode) {
        switch (opcode) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ:
                return Opcode.JEQ;
            case Opcodes.IFNE, Opcodes.IF_ICMPNE:
                return Opcode.JNE;
            case Opcodes.IFLT, Opcodes.IF_ICMPLT:
                return Opcode.JSLT;
            case Opcodes.IFGE, Opcodes.IF_ICMPGE:
                return Opcode.JSGE;
            case Opcodes.IFGT, Opcodes.IF_ICMPGT:
                return Opcode.JSGT;
            case Opcodes.IFLE, Opcodes.IF_ICMPLE:
                return Opcode.JSLE;
            default:
                return -1;
        }
    }

    private static int unsigned(int condition) {
        switch (condition) {
            case Opcode.JSLT:
                return Opcode.JLT;
            case Opcode.JSGE:
                return Opcode.JGE;
            case Opcode.JSGT:
                return Opcode.JGT;
            case Opcode.JSLE:
                return Opcode.JLE;
            default:
                return condition;
        }
    }

    private interface Keys {
        int at(int number);
    }

    /** A comparison for each case, one after the other. */
    private void choose(Keys keys, List<LabelNode> labels, LabelNode otherwise) throws UntranslatableException {
        Value key = emission.pop();
        key = emission.frame.stack.isEmpty() ? key : kept(key);
        flow();
        for (int number = 0; number < labels.size(); number++) {
            if (!labels.get(number).equals(otherwise)) {
                emission.add(Step.branch(Opcode.JEQ, key, Value.of(keys.at(number)), reach(labels.get(number))));
            }
        }
        emission.add(Step.jump(reach(otherwise)));
    }
}
