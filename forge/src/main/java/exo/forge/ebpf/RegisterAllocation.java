package exo.forge.ebpf;

import exo.ebpf.Limits;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Gives each variable a register, r0 to r9, by colouring (Briggs, Cooper, Torczon: Improvements to Graph Coloring Register Allocation,
 * TOPLAS 1994); those for which there is none, the cheapest, lie in slots of the stack and go through a variable of their own at each use.
 */
final class RegisterAllocation {
    private static final int REGISTERS = Limits.REGISTERS - 1;
    private static final int ALL_REGISTERS = (1 << REGISTERS) - 1;
    /** The parameters' registers last: what comes first would take them from those. */
    private static final int[] ORDER = {0, 3, 4, 5, 2, 1, 6, 7, 8, 9};
    private static final int SLOTS_MAXIMUM = Limits.STACK_BYTES / Long.BYTES;
    private static final int HINT_SCORE = 4;
    private static final int PARTNER_SCORE = 3;
    /** A neighbour would like to have it. */
    private static final int WANTED_SCORE = 2;
    /** Keeps scores positive. */
    private static final int SCORE_OFFSET = 4;

    private final Routine routine;
    private Interference interference;
    private int[] registers;
    /** By variable, its distance from r10, negative; 0: it has none. */
    private int[] slots = new int[0];
    private int slotsUsed;
    /** Made for one use of another in memory: these get registers. */
    private final BitSet brief = new BitSet();

    private RegisterAllocation(Routine routine) {
        this.routine = routine;
    }

    /** @throws UntranslatableException if a frame's stack is too small */
    static RegisterAllocation allocate(Routine routine) throws UntranslatableException {
        RegisterAllocation allocation = new RegisterAllocation(routine);
        BitSet spilled = allocation.colour();
        while (!spilled.isEmpty()) {
            allocation.spill(spilled);
            spilled = allocation.colour();
        }
        return allocation;
    }

    /** A variable's register, or NONE: it lies in its slot. */
    int register(int variable) {
        return registers[variable];
    }

    int slot(int variable) {
        return slots[variable];
    }

    // ---- colours

    /** The variables that there was no register for. */
    private BitSet colour() {
        interference = new Interference(routine);
        slots = Arrays.copyOf(slots, routine.variables());
        registers = new int[routine.variables()];
        Arrays.fill(registers, Step.NONE);
        BitSet spilled = new BitSet();
        Deque<Integer> order = order();
        while (!order.isEmpty()) {
            int variable = order.pop();
            int free = free(variable);
            if (free == 0) {
                spilled.set(variable);
            } else {
                registers[variable] = best(variable, free);
            }
        }
        return spilled;
    }

    /** Whatever is easy to place comes last; of the others the cheapest to have in memory. */
    private Deque<Integer> order() {
        BitSet left = (BitSet) interference.present.clone();
        for (int variable = 0; variable < slots.length; variable++) {
            if (slots[variable] != 0) {
                left.clear(variable);
            }
        }
        int[] degrees = new int[slots.length];
        left.stream().forEach(variable -> degrees[variable] = degree(variable, left));
        Deque<Integer> order = new ArrayDeque<>();
        while (!left.isEmpty()) {
            int next = next(left, degrees);
            left.clear(next);
            order.push(next);
            interference.edges(next).stream().forEach(other -> degrees[other]--);
        }
        return order;
    }

    private int degree(int variable, BitSet left) {
        BitSet neighbours = (BitSet) interference.edges(variable).clone();
        neighbours.and(left);
        return neighbours.cardinality();
    }

    private int next(BitSet left, int[] degrees) {
        int cheapest = Step.NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int variable = left.nextSetBit(0); variable >= 0; variable = left.nextSetBit(variable + 1)) {
            if (degrees[variable] < Integer.bitCount(ALL_REGISTERS & ~interference.forbidden[variable])) {
                return variable;
            }
            double cost = brief.get(variable) ? Double.MAX_VALUE : interference.costs[variable] / degrees[variable];
            if (cheapest == Step.NONE || cost < least) {
                cheapest = variable;
                least = cost;
            }
        }
        return cheapest;
    }

    private int free(int variable) {
        int taken = interference.forbidden[variable];
        BitSet neighbours = interference.edges(variable);
        for (int other = neighbours.nextSetBit(0); other >= 0; other = neighbours.nextSetBit(other + 1)) {
            taken |= registers[other] == Step.NONE ? 0 : 1 << registers[other];
        }
        return ALL_REGISTERS & ~taken;
    }

    private int best(int variable, int free) {
        int best = Step.NONE;
        int most = -1;
        for (int register : ORDER) {
            int score = (free >> register & 1) == 0 ? -1 : score(variable, register);
            if (score > most) {
                best = register;
                most = score;
            }
        }
        return best;
    }

    private int score(int variable, int register) {
        BitSet neighbours = interference.edges(variable);
        int score = SCORE_OFFSET + HINT_SCORE * (interference.hints[variable] >> register & 1);
        for (int partner : interference.partners.get(variable)) {
            score += registers[partner] == register ? PARTNER_SCORE : 0;
            boolean hopes = registers[partner] == Step.NONE && (interference.forbidden[partner] >> register & 1) == 0
                    && !neighbours.get(partner);
            score += hopes ? interference.hints[partner] >> register & 1 : 0;
        }
        boolean wanted = neighbours.stream().anyMatch(other -> registers[other] == Step.NONE && slots[other] == 0
                && ((interference.hints[other] & ~interference.forbidden[other]) >> register & 1) != 0);
        return wanted ? score - WANTED_SCORE : score;
    }

    // ---- slots

    private void spill(BitSet spilled) throws UntranslatableException {
        int before = slotsUsed;
        for (int variable = spilled.nextSetBit(0); variable >= 0; variable = spilled.nextSetBit(variable + 1)) {
            int slot = freeSlot(variable, before);
            slotsUsed = Math.max(slotsUsed, slot + 1);
            slots[variable] = -(slot + 1) * Long.BYTES;
        }
        if (slotsUsed > SLOTS_MAXIMUM) {
            throw new UntranslatableException(routine.steps.get(0).place + ": needs more than " + Limits.STACK_BYTES
                    + " bytes for variables at once: keep some in static variables, or make methods of its parts");
        }
        List<Step> rewritten = new ArrayList<>();
        routine.steps.forEach(step -> rewrite(step, spilled, rewritten));
        routine.steps = rewritten;
    }

    private int freeSlot(int variable, int from) {
        BitSet taken = new BitSet();
        interference.edges(variable).stream().filter(other -> slots[other] != 0)
                .forEach(other -> taken.set(-slots[other] / Long.BYTES - 1));
        return taken.nextClearBit(from);
    }

    /** A call takes its arguments from wherever they lie. */
    private void rewrite(Step step, BitSet spilled, List<Step> into) {
        if (step.kind == Kind.MOVE && step.a.variable() != Step.NONE && spilled.get(step.a.variable())
                && !spilled.get(step.result)) {
            into.add(slotStep(Kind.RELOAD, step, step.result, null, slots[step.a.variable()]));
            return;
        }
        if (step.kind == Kind.MOVE && spilled.get(step.result) && (step.a.isImmediate() || step.a.variable() != Step.NONE
                && !spilled.get(step.a.variable()))) {
            into.add(slotStep(Kind.SPILL, step, Step.NONE, step.a, slots[step.result]));
            return;
        }
        step.a = reloaded(step, step.a, spilled, into);
        step.b = reloaded(step, step.b, spilled, into);
        into.add(step);
        if (step.result != Step.NONE && spilled.get(step.result)) {
            int slot = slots[step.result];
            step.result = briefVariable();
            into.add(slotStep(Kind.SPILL, step, Step.NONE, new Variable(step.result), slot));
        }
    }

    private Value reloaded(Step step, Value value, BitSet spilled, List<Step> into) {
        if (value == null || value.variable() == Step.NONE || !spilled.get(value.variable())) {
            return value;
        }
        int result = briefVariable();
        into.add(slotStep(Kind.RELOAD, step, result, null, slots[value.variable()]));
        return new Variable(result);
    }

    private int briefVariable() {
        int variable = routine.newVariable();
        brief.set(variable);
        return variable;
    }

    private static Step slotStep(Kind kind, Step of, int result, Value a, int slot) {
        Step step = new Step(kind);
        step.result = result;
        step.a = a;
        step.offset = slot;
        step.place = of.place;
        return step;
    }
}
