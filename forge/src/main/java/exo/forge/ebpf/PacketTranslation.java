package exo.forge.ebpf;

import exo.abi.PredicateInput;
import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import exo.forge.ebpf.Value.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** The methods of the interfaces that downloaded code is written against: loads, stores, and calls of the kernel's helpers. */
final class PacketTranslation {
    static final String PACKET = "exo/exos/code/Packet";
    static final String INPUT = "exo/exos/code/PredicateInput";

    // ---- helpers of the kernel
    private static final int SEND = 1;
    private static final int COPY = 2;
    private static final int WAKE = 3;
    private static final int CYCLES = 4;

    private static final Map<String, Integer> INPUTS = Map.of("cycles", PredicateInput.CYCLES,
            "eventsPending", PredicateInput.EVENTS_PENDING, "framesFree", PredicateInput.FRAMES_FREE);

    private final Emission emission;
    private final AccessTranslation accesses;
    /** Where what r1 led to lies; null: this routine was not given it. */
    private final Value memory;

    PacketTranslation(Emission emission, AccessTranslation accesses, Value memory) {
        this.emission = emission;
        this.accesses = accesses;
        this.memory = memory;
    }

    void translate(MethodInsnNode call) throws UntranslatableException {
        if (call.owner.equals(INPUT) && INPUTS.containsKey(call.name)) {
            popReceiver();
            emission.pushLong(load(Opcode.DOUBLE, INPUTS.get(call.name), memory));
            return;
        }
        switch (call.name) {
            case "send":
                Value length = emission.pop();
                popReceiver();
                emission.pushInt(call(SEND, Integer.MIN_VALUE, Integer.MAX_VALUE, length));
                break;
            case "copy":
                copy();
                break;
            case "wake":
                popReceiver();
                call(WAKE, Long.MIN_VALUE, Long.MAX_VALUE);
                break;
            case "cycles":
                popReceiver();
                emission.pushLong(call(CYCLES, Long.MIN_VALUE, Long.MAX_VALUE));
                break;
            default:
                access(call);
        }
    }

    private void popReceiver() throws UntranslatableException {
        Item.Sort sort = emission.frame.pop().sort();
        if (sort != Item.Sort.PACKET && sort != Item.Sort.INPUT) {
            throw emission.refusal("uses another object than what the program is called with");
        }
    }

    // ---- u8 to putLittle64

    private void access(MethodInsnNode call) throws UntranslatableException {
        int bits = Integer.parseInt(call.name.replaceAll("\\D", ""));
        boolean swapped = bits > Byte.SIZE && !call.name.matches("little.*|putLittle.*");
        boolean stores = Type.getReturnType(call.desc) == Type.VOID_TYPE;
        Value value = stores ? emission.pop() : null;
        Value offset = emission.pop();
        popReceiver();
        if (stores) {
            store(bits, offset, swapped ? emission.unary(Kind.SWAP, value, bits) : value);
        } else {
            push(bits, offset, swapped);
        }
    }

    private void push(int bits, Value offset, boolean swapped) {
        Value loaded = offset instanceof Number constant && constant.number() == (short) constant.number()
                ? load(size(bits), (int) constant.number(), memory) : load(size(bits), 0, address(offset));
        Value value = swapped ? emission.unary(Kind.SWAP, loaded, bits) : loaded;
        if (bits < Integer.SIZE) {
            emission.pushInt(value);
        } else {
            emission.pushLong(value);
        }
    }

    private Value load(int size, int offset, Value address) {
        Variable result = emission.temporary();
        Step step = emission.add(new Step(Kind.LOAD));
        step.result = result.index();
        step.a = address;
        step.offset = offset;
        step.code = size;
        if (size != Opcode.DOUBLE) {
            step.least = 0;
            step.most = size == Opcode.BYTE ? 0xff : size == Opcode.HALF ? 0xffff : 0xffff_ffffL;
        }
        return result;
    }

    private void store(int bits, Value offset, Value value) {
        boolean fits = offset instanceof Number constant && constant.number() == (short) constant.number();
        Step step = new Step(Kind.STORE);
        step.a = fits ? memory : address(offset);
        step.b = value;
        step.offset = fits ? (int) ((Number) offset).number() : 0;
        step.code = size(bits);
        emission.add(step);
    }

    private Value address(Value offset) {
        return emission.arithmetic(Opcode.ADD, memory, offset);
    }

    private static int size(int bits) {
        switch (bits) {
            case Byte.SIZE:
                return Opcode.BYTE;
            case Short.SIZE:
                return Opcode.HALF;
            case Integer.SIZE:
                return Opcode.WORD;
            default:
                return Opcode.DOUBLE;
        }
    }

    // ---- the kernel's help

    private void copy() throws UntranslatableException {
        Value length = emission.pop();
        Value offset = emission.pop();
        Value at = emission.pop();
        AreaVariable array = accesses.popArray();
        popReceiver();
        emission.pushInt(call(COPY, Integer.MIN_VALUE, Integer.MAX_VALUE, accesses.element(array, at), address(offset), length));
    }

    private Value call(int helper, long least, long most, Value... arguments) {
        List<Value> values = new ArrayList<>();
        Collections.addAll(values, arguments);
        Variable result = emission.temporary();
        Step step = emission.add(new Step(Kind.HELPER));
        step.result = result.index();
        step.code = helper;
        step.arguments = values;
        step.least = least;
        step.most = most;
        return result;
    }
}
