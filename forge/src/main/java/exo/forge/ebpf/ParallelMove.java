package exo.forge.ebpf;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;

/** Moves between registers and slots that are meant to happen at once: arguments into a call's registers, or from them at its beginning. */
final class ParallelMove {
    /** Registers are their number, slots their distance from r10, which is negative. */
    private record Move(int to, int from) {
    }

    private final InstructionWriter writer;
    private final List<Move> moves = new ArrayList<>();

    ParallelMove(InstructionWriter writer) {
        this.writer = writer;
    }

    void add(int to, int from) {
        if (to != from) {
            moves.add(new Move(to, from));
        }
    }

    /** @param spare a register that is free meanwhile, unless it is in one of the moves */
    void write(IntPredicate spare) {
        while (!moves.isEmpty()) {
            if (!writeOne()) {
                breakCycle(spare);
            }
        }
    }

    private boolean writeOne() {
        for (Iterator<Move> each = moves.iterator(); each.hasNext();) {
            Move move = each.next();
            if (moves.stream().noneMatch(other -> other.from() == move.to())) {
                write(move);
                each.remove();
                return true;
            }
        }
        return false;
    }

    private void write(Move move) {
        if (move.to() < 0) {
            writer.spill(move.to(), move.from());
        } else if (move.from() < 0) {
            writer.reload(move.to(), move.from());
        } else {
            writer.move(move.to(), move.from());
        }
    }

    /** All that is left goes round: one source is kept elsewhere meanwhile. */
    private void breakCycle(IntPredicate spare) {
        Move first = moves.get(0);
        int kept = 0;
        while (!spare.test(kept) || isUsed(kept)) {
            kept++;
        }
        writer.move(kept, first.from());
        moves.set(0, new Move(first.to(), kept));
    }

    private boolean isUsed(int register) {
        return moves.stream().anyMatch(move -> move.to() == register || move.from() == register);
    }
}
