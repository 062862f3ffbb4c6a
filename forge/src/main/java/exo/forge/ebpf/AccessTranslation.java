package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Variable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldInsnNode;

/**
 * Static variables and the elements of static arrays, which lie in the area. An index outside of its array, where Java would throw: a load
 * gives 0, a store does nothing. Where the index is known to be inside, the comparison falls away later.
 */
final class AccessTranslation {
    private final Emission emission;
    private final String owner;
    private final AreaVariables area;

    AccessTranslation(Emission emission, String owner, AreaVariables area) {
        this.emission = emission;
        this.owner = owner;
        this.area = area;
    }

    // ---- static variables

    void field(FieldInsnNode instruction) throws UntranslatableException {
        switch (instruction.getOpcode()) {
            case Opcodes.GETSTATIC:
                AreaVariable read = variable(instruction);
                if (read.isArray()) {
                    emission.frame.push(Item.of(read));
                } else {
                    push(read, load(address(read.offset()), read));
                }
                break;
            case Opcodes.PUTSTATIC:
                AreaVariable written = variable(instruction);
                if (written.isArray()) {
                    throw emission.refusal("stores an array to " + instruction.name + ": an array of the area stays where it is; copy its "
                            + "elements");
                }
                store(address(written.offset()), written, emission.pop());
                break;
            default:
                throw emission.refusal("uses a field of an object: keep it in a static variable of the class, which lies in the area");
        }
    }

    private AreaVariable variable(FieldInsnNode instruction) throws UntranslatableException {
        if (!instruction.owner.equals(owner)) {
            throw emission.refusal("uses a static variable of " + instruction.owner.replace('/', '.')
                    + ": only those of its own class lie in the area");
        }
        AreaVariable variable = area.named(instruction.name);
        if (variable == null) {
            throw emission.refusal("uses " + instruction.name + ", which is no boolean, byte, short, char, int or long and no array of "
                    + "these made by the class's initialiser");
        }
        return variable;
    }

    Variable address(int offset) {
        Variable address = emission.temporary();
        Step step = emission.add(new Step(Kind.AREA));
        step.result = address.index();
        step.offset = offset;
        return address;
    }

    private Variable load(Value address, AreaVariable variable) {
        Variable result = emission.temporary();
        load(result, address, variable);
        return result;
    }

    private void load(Variable result, Value address, AreaVariable variable) {
        Step step = emission.add(new Step(Kind.LOAD));
        step.result = result.index();
        step.a = address;
        step.code = variable.size();
        step.signed = variable.isSigned();
        step.least = variable.least();
        step.most = variable.most();
    }

    private void store(Value address, AreaVariable variable, Value value) {
        Value stored = variable.type() == 'Z' ? emission.arithmetic(Opcode.AND, value, Value.of(1)) : value;
        Step step = emission.add(new Step(Kind.STORE));
        step.a = address;
        step.b = stored;
        step.code = variable.size();
    }

    private void push(AreaVariable variable, Value value) {
        if (variable.type() == 'J') {
            emission.pushLong(value);
        } else {
            emission.pushInt(value);
        }
    }

    // ---- arrays

    AreaVariable popArray() throws UntranslatableException {
        Item item = emission.frame.pop();
        if (item.sort() != Item.Sort.ARRAY) {
            throw emission.refusal("uses an array that is no static variable of the class");
        }
        return item.array();
    }

    void loadElement() throws UntranslatableException {
        Value index = emission.pop();
        AreaVariable array = popArray();
        Variable result = new Variable(emission.routine.newVariable());
        Target end = new Target();
        emission.add(Step.move(result.index(), Value.of(0)));
        emission.add(Step.branch(Opcode.JGE, index, Value.of(array.elements()), end));
        load(result, element(array, index), array);
        emission.add(Step.here(end));
        push(array, result);
    }

    void storeElement() throws UntranslatableException {
        Value value = emission.pop();
        Value index = emission.pop();
        AreaVariable array = popArray();
        Target end = new Target();
        emission.add(Step.branch(Opcode.JGE, index, Value.of(array.elements()), end));
        store(element(array, index), array, value);
        emission.add(Step.here(end));
    }

    Value element(AreaVariable array, Value index) {
        int shift = Integer.numberOfTrailingZeros(array.elementBytes());
        Value distance = shift == 0 ? index : emission.arithmetic(Opcode.LSH, index, Value.of(shift));
        return emission.arithmetic(Opcode.ADD, address(array.offset()), distance);
    }

    void length() throws UntranslatableException {
        emission.pushInt(Value.of(popArray().elements()));
    }
}
