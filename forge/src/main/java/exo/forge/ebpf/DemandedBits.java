package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;
import java.util.List;

/**
 * How many of a variable's low bits can matter to what the routine does. Where the higher ones cannot, nothing need be done to have them
 * right: extensions and masks become copies.
 */
final class DemandedBits {
    private final List<Step> steps;
    private final int[] bits;
    private boolean changed = true;

    private DemandedBits(Routine routine) {
        steps = routine.steps;
        bits = new int[routine.variables()];
        while (changed) {
            changed = false;
            for (int at = steps.size() - 1; at >= 0; at--) {
                demand(steps.get(at));
            }
        }
    }

    static void simplify(Routine routine) {
        DemandedBits demanded = new DemandedBits(routine);
        List<Step> steps = routine.steps;
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            if (step.result != Step.NONE && demanded.isSuperfluous(step, demanded.bits[step.result])) {
                Step move = Step.move(step.result, step.a);
                move.place = step.place;
                steps.set(at, move);
            }
        }
    }

    private boolean isSuperfluous(Step step, int wanted) {
        if (step.kind == Kind.EXTEND) {
            return wanted <= step.code;
        }
        boolean masks = step.kind == Kind.ARITHMETIC && step.code == Opcode.AND && step.b instanceof Number;
        return masks && (((Number) step.b).number() | low(wanted)) == ((Number) step.b).number();
    }

    private static long low(int bits) {
        return bits == Long.SIZE ? -1 : (1L << bits) - 1;
    }

    private void demand(Step step) {
        int wanted = step.result == Step.NONE ? Long.SIZE : bits[step.result];
        switch (step.kind) {
            case MOVE, NEGATE:
                ask(step.a, wanted);
                break;
            case EXTEND, SWAP:
                ask(step.a, step.kind == Kind.EXTEND ? Math.min(wanted, step.code) : step.code);
                break;
            case ARITHMETIC:
                arithmetic(step, wanted);
                break;
            case STORE:
                ask(step.a, Long.SIZE);
                ask(step.b, width(step.code));
                break;
            default:
                for (int used : step.uses()) {
                    ask(used, Long.SIZE);
                }
                break;
        }
    }

    private void arithmetic(Step step, int wanted) {
        switch (step.code) {
            case Opcode.AND:
                boolean positive = step.b instanceof Number && ((Number) step.b).number() >= 0;
                int masked = positive ? Long.SIZE - Long.numberOfLeadingZeros(((Number) step.b).number()) : Long.SIZE;
                ask(step.a, Math.min(wanted, masked));
                ask(step.b, wanted);
                break;
            case Opcode.ADD, Opcode.SUB, Opcode.MUL, Opcode.OR, Opcode.XOR:
                ask(step.a, wanted);
                ask(step.b, wanted);
                break;
            case Opcode.LSH:
                ask(step.a, wanted);
                ask(step.b, Long.SIZE);
                break;
            default:
                ask(step.a, step.narrow ? Integer.SIZE : Long.SIZE);
                ask(step.b, Long.SIZE);
                break;
        }
    }

    private void ask(Value value, int wanted) {
        if (value.variable() != Step.NONE) {
            ask(value.variable(), wanted);
        }
    }

    private void ask(int variable, int wanted) {
        if (bits[variable] < wanted) {
            bits[variable] = wanted;
            changed = true;
        }
    }

    private static int width(int size) {
        switch (size) {
            case Opcode.BYTE:
                return Byte.SIZE;
            case Opcode.HALF:
                return Short.SIZE;
            case Opcode.WORD:
                return Integer.SIZE;
            default:
                return Long.SIZE;
        }
    }
}
