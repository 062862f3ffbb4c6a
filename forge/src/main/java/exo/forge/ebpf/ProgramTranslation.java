package exo.forge.ebpf;

import exo.ebpf.Limits;
import exo.forge.ebpf.Value.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A class's methods as routines, as far as the program's method needs them. */
final class ProgramTranslation {
    /** Of a packet; the kernel hands over no longer ones. */
    private static final int LENGTH_MOST = 0xffff;
    /** More cannot become instructions that are few enough. */
    private static final int STEPS_MAXIMUM = 8 * Limits.INSTRUCTIONS;

    private final ClassNode type;
    private final AreaVariables area;
    /** The routines so far, the program's method first. */
    private final List<Routine> routines = new ArrayList<>();
    private final Map<MethodNode, Routine> functions = new HashMap<>();
    /** The methods that are being translated, each called by the one before it. */
    private final Deque<MethodNode> nested = new ArrayDeque<>();
    private int steps;

    ProgramTranslation(ClassNode type) throws UntranslatableException {
        this.type = type;
        area = new AreaVariables(type);
    }

    String owner() {
        return type.name;
    }

    AreaVariables area() {
        return area;
    }

    SourcePlace place(MethodNode method, int line) {
        return new SourcePlace(type.name, type.sourceFile == null ? "?" : type.sourceFile, method.name, line);
    }

    /** From r1 the packet or the input, from r2 the length; further parameters are numbers. */
    List<Routine> translate(MethodNode method) throws UntranslatableException {
        Routine routine = new Routine(method.name);
        routines.add(routine);
        List<Item> items = new ArrayList<>();
        Value memory = parameters(routine, method.desc, items);
        List<Step> begun = new ArrayList<>();
        boolean packet = !items.isEmpty() && items.get(0).sort() == Item.Sort.PACKET;
        if (packet && items.size() > 1) {
            Step known = Step.move(routine.newVariable(), items.get(1).value());
            known.least = 0;
            known.most = LENGTH_MOST;
            known.place = place(method, 0);
            begun.add(known);
            items.set(1, Item.ofInt(new Variable(known.result)));
        }
        begun.addAll(translate(method, routine, items, memory, null, null, place(method, 0)));
        routine.steps = begun;
        return routines;
    }

    private static Value parameters(Routine routine, String descriptor, List<Item> items) {
        Value memory = null;
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            Variable variable = new Variable(routine.newVariable());
            routine.parameters.add(variable);
            items.add(item(parameter, variable));
            memory = items.get(items.size() - 1).isReference() ? variable : memory;
        }
        return memory;
    }

    private static Item item(Type type, Variable variable) {
        if (type.getSort() == Type.OBJECT) {
            boolean packet = type.getInternalName().equals(PacketTranslation.PACKET);
            return new Item(packet ? Item.Sort.PACKET : Item.Sort.INPUT, null, null, null);
        }
        return type == Type.LONG_TYPE ? Item.ofLong(variable) : Item.ofInt(variable);
    }

    // ---- calls among them

    MethodNode method(String name, String descriptor, SourcePlace caller) throws UntranslatableException {
        for (MethodNode method : type.methods) {
            if (method.name.equals(name) && method.desc.equals(descriptor)) {
                return method;
            }
        }
        throw new UntranslatableException(caller + ": calls " + name + " of a superclass: only methods of its own class can be called");
    }

    /** From how many places the class calls it. */
    int calls(MethodNode callee) {
        int calls = 0;
        for (MethodNode method : type.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                boolean called = instruction instanceof MethodInsnNode call && call.owner.equals(type.name)
                        && call.name.equals(callee.name) && call.desc.equals(callee.desc);
                calls += called ? 1 : 0;
            }
        }
        return calls;
    }

    /** The steps of a method, to stand where it is called from. */
    List<Step> inPlace(MethodNode callee, Routine routine, List<Item> arguments, Value memory, Variable result, Target end,
            SourcePlace caller) throws UntranslatableException {
        return translate(callee, routine, arguments, memory, result, end, caller);
    }

    /** The routine that a method has become. */
    Routine function(MethodNode callee, List<Item> arguments, SourcePlace caller) throws UntranslatableException {
        Routine known = functions.get(callee);
        if (known == null) {
            known = new Routine(callee.name);
            functions.put(callee, known);
            routines.add(known);
            List<Item> items = new ArrayList<>();
            Value memory = parameters(known, callee.desc, items);
            known.steps = translate(callee, known, items, memory, null, null, caller);
        }
        checkNesting(callee, caller);
        return known;
    }

    private List<Step> translate(MethodNode method, Routine routine, List<Item> arguments, Value memory, Variable result, Target end,
            SourcePlace caller) throws UntranslatableException {
        checkNesting(method, caller);
        checkMethod(method, caller);
        nested.push(method);
        List<Step> translated = new Body(this, routine, method, memory, result, end).translate(arguments, place(method, 0));
        nested.pop();
        steps += translated.size();
        if (steps > STEPS_MAXIMUM) {
            throw new UntranslatableException(caller + ": is too large: a program has at most " + Limits.INSTRUCTIONS + " instructions");
        }
        return translated;
    }

    private void checkNesting(MethodNode method, SourcePlace caller) throws UntranslatableException {
        if (nested.contains(method)) {
            throw new UntranslatableException(caller + ": calls " + method.name + ", which is running already: write a loop, recursion "
                    + "has no bound");
        }
    }

    private void checkMethod(MethodNode method, SourcePlace caller) throws UntranslatableException {
        SourcePlace place = nested.isEmpty() ? place(method, 0) : caller;
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            throw new UntranslatableException(place + ": " + method.name + " is no static method: there are no objects");
        }
        if ((method.access & (Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED)) != 0) {
            throw new UntranslatableException(place + ": " + method.name + " is native or synchronized: neither can be downloaded");
        }
        if (!method.tryCatchBlocks.isEmpty()) {
            throw new UntranslatableException(place + ": " + method.name + " catches exceptions: there are none; test before, and return "
                    + "a result");
        }
    }
}
