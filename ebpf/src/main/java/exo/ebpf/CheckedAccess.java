package exo.ebpf;

/** Proves of loads, stores and atomic operations that they stay in their region, and what they make known. */
final class CheckedAccess {
    private static final int FRAME_BYTES = Limits.STACK_BYTES;

    private final Memory memory;
    private final Values values;
    private final States states;
    private final StackBytes stack;

    CheckedAccess(Memory memory, Values values, States states, StackBytes stack) {
        this.memory = memory;
        this.values = values;
        this.states = states;
        this.stack = stack;
    }

    /** Of class LDX, ST or STX. Gives a {@link Refusal}, or NONE and the state is that after it. */
    int access(long program, long scratch, long state, long word, int at) {
        int opcode = Instruction.opcode(word);
        boolean loads = (opcode & Opcode.CLASS_MASK) == Opcode.LDX;
        long base = States.value(state, loads ? Instruction.source(word) : Instruction.destination(word));
        if (values.form(base) == Values.UNINITIALISED || !loads && readsUninitialised(state, word)) {
            return Refusal.UNINITIALISED_REGISTER;
        }
        boolean guarded = has(program, Program.GUARDED);
        int proof = proof(program, state, base, Instruction.offset(word), bytes(opcode));
        boolean readOnly = !loads && isReadOnly(program, proof);
        if ((proof == Proofs.NONE || readOnly) && !guarded) {
            return readOnly ? Refusal.WRITE_TO_READ_ONLY : Refusal.UNPROVED_ACCESS;
        }
        if (proof == Proofs.NONE || readOnly) {
            proof = Proofs.GUARD;
        }
        memory.store8(memory.load64(program + Program.PROOFS) + at, proof);
        return execute(scratch, state, word, at, proof, guarded);
    }

    private boolean readsUninitialised(long state, long word) {
        int opcode = Instruction.opcode(word);
        if ((opcode & Opcode.CLASS_MASK) == Opcode.ST) {
            return false;
        }
        boolean compares = (opcode & Opcode.MODE_MASK) == Opcode.ATOMIC && Instruction.immediate(word) == Opcode.COMPARE_EXCHANGE;
        return values.form(States.value(state, Instruction.source(word))) == Values.UNINITIALISED
                || compares && values.form(States.value(state, 0)) == Values.UNINITIALISED;
    }

    private boolean has(long program, long flag) {
        return (memory.load64(program + Program.FLAGS) & flag) != 0;
    }

    private boolean isReadOnly(long program, int proof) {
        return proof == Proofs.MEMORY && !has(program, Program.MEMORY_WRITABLE) || proof == Proofs.AREA && !has(program, Program.AREA_WRITABLE);
    }

    static int bytes(int opcode) {
        switch (opcode & Opcode.SIZE_MASK) {
            case Opcode.BYTE:
                return Byte.BYTES;
            case Opcode.HALF:
                return Short.BYTES;
            case Opcode.WORD:
                return Integer.BYTES;
            default:
                return Long.BYTES;
        }
    }

    // ---- proofs

    /** The region that the access is proved to stay in, or {@link Proofs#NONE}. */
    int proof(long program, long state, long base, int offset, int bytes) {
        if ((values.form(base) & Values.HIGH) != 0 || values.least(base) < -Values.SMALL) {
            return Proofs.NONE;
        }
        long from = values.least(base) + offset;
        boolean proved;
        switch (values.form(base)) {
            case Values.STACK:
                long above = (long) FRAME_BYTES * memory.load8(state + States.DEPTH_LEAST);
                proved = from >= -FRAME_BYTES && values.most(base) <= above - offset - bytes;
                break;
            case Values.MEMORY:
                proved = from >= 0 && states.tail(state, base) >= offset + bytes;
                break;
            case Values.MEMORY | Values.LENGTH:
                proved = from + states.lengthLeast(state) >= 0 && values.most(base) <= -offset - bytes;
                break;
            case Values.AREA:
                proved = from >= 0 && values.most(base) <= memory.load64(program + Program.AREA_BYTES) - offset - bytes;
                break;
            default:
                proved = false;
        }
        return proved ? values.base(base) : Proofs.NONE;
    }

    // ---- effects

    private int execute(long scratch, long state, long word, int at, int proof, boolean guarded) {
        int opcode = Instruction.opcode(word);
        boolean atomic = (opcode & Opcode.CLASS_MASK) == Opcode.STX && (opcode & Opcode.MODE_MASK) == Opcode.ATOMIC;
        boolean loads = (opcode & Opcode.CLASS_MASK) == Opcode.LDX;
        if (proof == Proofs.STACK && (loads || atomic) && !guarded && readsUninitialisedStack(state, word, loads)) {
            return Refusal.UNINITIALISED_STACK;
        }
        if (proof == Proofs.STACK || proof == Proofs.GUARD) {
            touch(scratch, state, word, loads, proof);
        }
        if (loads) {
            load(scratch, state, word, at, proof);
            return Refusal.NONE;
        }
        if (proof == Proofs.STACK) {
            store(scratch, state, word, at, atomic);
        } else if (proof == Proofs.GUARD) {
            writeAnywhere(scratch, state);
        }
        if (atomic) {
            fetch(state, word);
        }
        return Refusal.NONE;
    }

    /** Of what it may read, the bytes of the frame's own. */
    private boolean readsUninitialisedStack(long state, long word, boolean loads) {
        long from = from(state, word, loads);
        long to = Numbers.lesser(to(state, word, loads), 0);
        return !stack.isInitialised(state, from, to);
    }

    private long base(long state, long word, boolean loads) {
        return States.value(state, loads ? Instruction.source(word) : Instruction.destination(word));
    }

    private long from(long state, long word, boolean loads) {
        return values.least(base(state, word, loads)) + Instruction.offset(word);
    }

    /** Behind the last byte that it may reach. */
    private long to(long state, long word, boolean loads) {
        return values.most(base(state, word, loads)) + Instruction.offset(word) + bytes(Instruction.opcode(word));
    }

    /** Notes how deep the stack is used. Of frames above nothing is known but that all of it may be. */
    private void touch(long scratch, long state, long word, boolean loads, int proof) {
        boolean own = proof == Proofs.STACK && to(state, word, loads) <= 0;
        deepen(scratch, own ? -from(state, word, loads) : FRAME_BYTES);
    }

    void deepen(long scratch, long deep) {
        if (deep > memory.load64(scratch + CheckerScratch.DEEPEST)) {
            memory.store64(scratch + CheckerScratch.DEEPEST, deep);
        }
    }

    /** Any byte of any stack may have become another. */
    void writeAnywhere(long scratch, long state) {
        stack.forgetAll(scratch, state);
        memory.store8(state + States.WROTE_ABOVE, 1);
    }

    private void load(long scratch, long state, long word, int at, int proof) {
        long destination = States.value(state, Instruction.destination(word));
        int opcode = Instruction.opcode(word);
        int bytes = bytes(opcode);
        boolean exact = proof == Proofs.STACK && bytes == Long.BYTES && values.isConstant(base(state, word, true));
        long slot = exact && to(state, word, true) <= 0 ? stack.slot(scratch, state, from(state, word, true)) : 0;
        if (slot != 0 && values.form(slot) != Values.UNINITIALISED) {
            states.share(scratch, state, slot, at);
            values.copyValue(destination, slot);
            return;
        }
        boolean signed = (opcode & Opcode.MODE_MASK) == Opcode.MEMSX;
        setLoaded(destination, bytes, signed);
    }

    private void setLoaded(long value, int bytes, boolean signed) {
        int bitCount = bytes * Byte.SIZE;
        if (bitCount == Long.SIZE) {
            values.setUnknown(value);
        } else if (signed) {
            long bound = 1L << bitCount - 1;
            values.setRange(value, -bound, bound - 1);
        } else {
            values.setRange(value, 0, (1L << bitCount) - 1);
        }
        values.becomeNumber(value);
    }

    private void store(long scratch, long state, long word, int at, boolean atomic) {
        long from = from(state, word, false);
        long to = to(state, word, false);
        if (to > 0) {
            writeAnywhere(scratch, state);
            return;
        }
        stack.forget(scratch, state, from, to);
        if (!values.isConstant(base(state, word, false))) {
            return;
        }
        stack.initialise(state, from, to);
        long slot = stack.slot(scratch, state, from);
        if (slot == 0 || atomic || bytes(Instruction.opcode(word)) != Long.BYTES) {
            return;
        }
        if ((Instruction.opcode(word) & Opcode.CLASS_MASK) == Opcode.ST) {
            values.setConstantNumber(slot, Instruction.immediate(word));
        } else {
            stack.spill(scratch, state, slot, States.value(state, Instruction.source(word)), at);
        }
    }

    private void fetch(long state, long word) {
        int operation = Instruction.immediate(word);
        int bytes = bytes(Instruction.opcode(word));
        if (operation == Opcode.COMPARE_EXCHANGE) {
            setLoaded(States.value(state, 0), bytes, false);
        } else if (Atomic.writesSource(operation)) {
            setLoaded(States.value(state, Instruction.source(word)), bytes, false);
        }
    }
}
