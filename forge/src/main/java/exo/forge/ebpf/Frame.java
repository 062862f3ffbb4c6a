package exo.forge.ebpf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/** The operand stack at one place of a method, and which local variables hold references there. */
final class Frame {
    final List<Item> stack = new ArrayList<>();
    final Map<Integer, Item> references = new HashMap<>();

    Frame copy() {
        Frame copy = new Frame();
        copy.stack.addAll(stack);
        copy.references.putAll(references);
        return copy;
    }

    void push(Item item) {
        stack.add(item);
    }

    Item pop() {
        return stack.remove(stack.size() - 1);
    }

    void popWords(int words) {
        take(words);
    }

    private Deque<Item> take(int words) {
        Deque<Item> taken = new ArrayDeque<>();
        for (int left = words; left > 0; left -= taken.element().words()) {
            taken.push(pop());
        }
        return taken;
    }

    /** DUP and its kin: the top words once more, below so many others. */
    void duplicate(int opcode) {
        boolean two = opcode >= Opcodes.DUP2;
        int below = opcode - (two ? Opcodes.DUP2 : Opcodes.DUP);
        Deque<Item> top = take(two ? 2 : 1);
        Deque<Item> others = take(below);
        stack.addAll(top);
        stack.addAll(others);
        stack.addAll(top);
    }

    /** Whether a way that comes here with the other frame finds its references where this one has them. */
    boolean agrees(Frame other) {
        for (Map.Entry<Integer, Item> reference : references.entrySet()) {
            Item there = other.references.get(reference.getKey());
            if (there != null && !there.equals(reference.getValue())) {
                return false;
            }
        }
        for (int depth = 0; depth < stack.size(); depth++) {
            if (stack.get(depth).isReference() && !stack.get(depth).equals(other.stack.get(depth))) {
                return false;
            }
        }
        return true;
    }
}
