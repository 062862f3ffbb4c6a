package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The steps of the block that is being translated, with the operand stack that they leave. Ints are kept sign-extended. */
final class Emission {
    private static final int INT_MASK = Integer.SIZE - 1;

    final Routine routine;
    Frame frame = new Frame();
    List<Step> steps = new ArrayList<>();
    SourcePlace place;
    /** The variables that one step alone writes, and nothing but the operand stack has. */
    private final BitSet temporaries = new BitSet();

    Emission(Routine routine) {
        this.routine = routine;
    }

    Step add(Step step) {
        step.place = place;
        steps.add(step);
        return step;
    }

    Variable temporary() {
        int variable = routine.newVariable();
        temporaries.set(variable);
        return new Variable(variable);
    }

    // ---- the operand stack, as numbers

    Value pop() throws UntranslatableException {
        Item item = frame.pop();
        if (item.isReference()) {
            throw refusal("uses a reference as something else than the packet, the input or an array of the class");
        }
        return item.isComparison() ? number(item) : item.value();
    }

    void pushInt(Value value) {
        frame.push(Item.ofInt(value));
    }

    void pushLong(Value value) {
        frame.push(Item.ofLong(value));
    }

    /** A comparison as a number. */
    private Value number(Item item) {
        boolean signed = item.sort() == Item.Sort.COMPARISON;
        int result = routine.newVariable();
        Target end = new Target();
        add(Step.move(result, Value.of(-1)));
        add(Step.branch(signed ? Opcode.JSLT : Opcode.JLT, item.value(), item.second(), end));
        add(Step.move(result, Value.of(0)));
        add(Step.branch(Opcode.JEQ, item.value(), item.second(), end));
        add(Step.move(result, Value.of(1)));
        add(Step.here(end));
        return new Variable(result);
    }

    /** Comparisons on the stack become numbers. */
    void settle() {
        for (int depth = 0; depth < frame.stack.size(); depth++) {
            if (frame.stack.get(depth).isComparison()) {
                frame.stack.set(depth, Item.ofInt(number(frame.stack.get(depth))));
            }
        }
    }

    /** What the stack has of a variable that is about to change is kept apart. */
    void protect(Variable changing) {
        Variable kept = null;
        for (int depth = 0; depth < frame.stack.size(); depth++) {
            if (frame.stack.get(depth).has(changing)) {
                if (kept == null) {
                    kept = temporary();
                    add(Step.move(kept.index(), changing));
                }
                frame.stack.set(depth, frame.stack.get(depth).with(changing, kept));
            }
        }
    }

    /** Stores to a local variable; if the step just added made the value for nothing else, that step does. */
    void assign(Variable local, Value value) {
        protect(local);
        Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        boolean own = last != null && last.result != Step.NONE && last.result == value.variable() && temporaries.get(last.result)
                && frame.stack.stream().noneMatch(item -> item.has(value));
        if (own && (last.kind != Kind.ARITHMETIC || !local.equals(last.b))) {
            last.result = local.index();
        } else {
            add(Step.move(local.index(), value));
        }
    }

    // ---- arithmetic

    Value arithmetic(int code, Value a, Value b) {
        Variable result = temporary();
        add(Step.arithmetic(code, result.index(), a, b));
        return result;
    }

    Value unary(Kind kind, Value a, int bits) {
        Variable result = temporary();
        add(Step.unary(kind, result.index(), a, bits));
        return result;
    }

    /** The low half as an int. */
    Value extended(Value value) {
        return unary(Kind.EXTEND, value, Integer.SIZE);
    }

    /** Of ints: what 64 bits compute of them, taken back to 32. */
    Value intArithmetic(int code, Value a, Value b) {
        return extended(arithmetic(code, a, b));
    }

    Value shiftCount(Value count) {
        return arithmetic(Opcode.AND, count, Value.of(INT_MASK));
    }

    /** Of the low half, unsigned. */
    Value shiftRightUnsigned(Value a, Value count) {
        Variable result = temporary();
        add(Step.arithmetic(Opcode.RSH, result.index(), a, shiftCount(count))).narrow = true;
        return extended(result);
    }

    UntranslatableException refusal(String problem) {
        return new UntranslatableException(place + ": " + problem);
    }
}
