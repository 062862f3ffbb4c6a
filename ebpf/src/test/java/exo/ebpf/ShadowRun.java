package exo.ebpf;

import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.HostProgram;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Runs a program that the checker accepted and compares, at every instruction, what happens with what the checker says can happen. It
 * remembers which registers and bytes were written, and at each place where the checker keeps a state it looks whether that stands for the
 * registers, the spilled words and the length that there are. What is found is told as a text; null is nothing.
 */
final class ShadowRun {
    /** A helper that writes to the address in r1 if there is something writable, as many bytes as r2 says. */
    static final int WRITER = 6;
    /** The arguments of helpers 5 and 6. */
    static final long HELPER_ARGUMENTS = 1L << 4 * Trial.ECHO | 2L << 4 * WRITER;
    private static final int WRITTEN_MOST = 16;
    private static final int FRAME_POINTER = 10;

    private final CheckedProgram program;
    private final HostProgram.Terms terms;
    private final long[] text;
    private final SplittableRandom random;
    private final Memory records;
    private final States states;
    private final Values values;
    private final boolean guarded;

    private final long[] registers = new long[Limits.REGISTERS];
    private final boolean[] written = new boolean[Limits.REGISTERS];
    private final byte[] stack = new byte[Limits.FRAMES * Limits.STACK_BYTES];
    private final boolean[] initialised = new boolean[stack.length];
    private final long[][] kept = new long[Limits.FRAMES][5];
    private final boolean[][] keptWritten = new boolean[Limits.FRAMES][4];
    private final byte[] memory;
    private final byte[] area;
    private int depth;
    private boolean ended;
    private String wrong;

    ShadowRun(CheckedProgram program, HostProgram.Terms terms, byte[] memory, SplittableRandom random) {
        this.program = program;
        this.terms = terms;
        this.memory = memory;
        this.random = random;
        text = program.instructions();
        area = terms.area().clone();
        records = program.host().memory();
        values = new Values(records);
        states = new States(records, values);
        guarded = (terms.flags() & Program.GUARDED) != 0;
    }

    /** The result of a run that came to its end. */
    OptionalLong result() {
        return ended ? OptionalLong.of(registers[0]) : OptionalLong.empty();
    }

    byte[] memory() {
        return memory;
    }

    /** @return what is wrong, or null */
    String run(int steps) {
        registers[1] = memory.length == 0 ? 0 : Addresses.MEMORY;
        registers[2] = memory.length;
        registers[FRAME_POINTER] = Addresses.STACK_TOP;
        written[1] = true;
        written[2] = true;
        written[FRAME_POINTER] = true;
        int at = 0;
        for (int step = 0; step < steps && at >= 0 && wrong == null; step++) {
            compare(at);
            int before = at;
            at = wrong == null ? execute(text[at], at) : -1;
            if (wrong != null) {
                wrong = "at " + before + ": " + wrong;
            }
        }
        return wrong;
    }

    private void complain(String text) {
        if (wrong == null) {
            wrong = text;
        }
    }

    // ---- execution

    private long read(int register) {
        if (!written[register]) {
            complain("r" + register + " was never written");
        }
        return registers[register];
    }

    private void write(int register, long value) {
        registers[register] = value;
        written[register] = true;
    }

    private long operand(long word) {
        boolean register = (Instruction.opcode(word) & Opcode.SOURCE_REGISTER) != 0;
        return register ? read(Instruction.source(word)) : Instruction.immediate(word);
    }

    private int execute(long word, int at) {
        int opcode = Instruction.opcode(word);
        switch (opcode & Opcode.CLASS_MASK) {
            case Opcode.ALU, Opcode.ALU64 -> {
                boolean reads = (opcode & Opcode.CODE_MASK) != Opcode.MOV;
                long before = reads ? read(Instruction.destination(word)) : 0;
                boolean swaps = (opcode & Opcode.CODE_MASK) == Opcode.END;
                write(Instruction.destination(word), Arithmetic.result(word, before, swaps ? 0 : operand(word)));
                return at + 1;
            }
            case Opcode.LD -> {
                long high = text[at + 1] >> 32;
                write(Instruction.destination(word), Instruction.source(word) == Opcode.IMMEDIATE_MAP_VALUE ? Addresses.AREA + high
                        : high << 32 | word >>> 32);
                return at + 2;
            }
            case Opcode.JMP, Opcode.JMP32 -> {
                return jump(word, at);
            }
            default -> {
                return access(word, at) ? at + 1 : -1;
            }
        }
    }

    private int jump(long word, int at) {
        int opcode = Instruction.opcode(word);
        if (Jumps.isJump(word)) {
            boolean taken = !Jumps.isConditional(word) || Conditions.hold(word, read(Instruction.destination(word)), operand(word));
            return taken ? (int) Jumps.target(word, at) : at + 1;
        }
        if (opcode == (Opcode.JMP | Opcode.EXIT)) {
            return exit();
        }
        if (Jumps.isLocalCall(word)) {
            if (depth == Limits.FRAMES - 1) {
                complain("too deep");
                return -1;
            }
            System.arraycopy(registers, 6, kept[depth], 0, 4);
            System.arraycopy(written, 6, keptWritten[depth], 0, 4);
            kept[depth][4] = at + 1;
            if (handsOutStack()) {
                initialiseFrame();
            }
            depth++;
            registers[FRAME_POINTER] -= Limits.STACK_BYTES;
            for (int byteAt = frameByte(0); byteAt < frameByte(0) + Limits.STACK_BYTES; byteAt++) {
                initialised[byteAt] = false;
            }
            for (int register : new int[] {0, 6, 7, 8, 9}) {
                spoil(register);
            }
            return (int) Jumps.callee(word, at);
        }
        return callHelper(opcode == Opcode.CALL_REGISTER ? (int) read(Instruction.destination(word)) : Instruction.immediate(word), at);
    }

    private int exit() {
        if (depth == 0) {
            read(0);
            ended = true;
            return -1;
        }
        depth--;
        System.arraycopy(kept[depth], 0, registers, 6, 4);
        System.arraycopy(keptWritten[depth], 0, written, 6, 4);
        registers[FRAME_POINTER] += Limits.STACK_BYTES;
        for (int register = 1; register <= 5; register++) {
            spoil(register);
        }
        return (int) kept[depth][4];
    }

    private void spoil(int register) {
        registers[register] = random.nextLong();
        written[register] = false;
    }

    private boolean handsOutStack() {
        boolean hands = false;
        for (int register = 1; register <= 5; register++) {
            hands |= written[register] && registers[register] >>> 32 == Addresses.REGION_STACK;
        }
        return hands;
    }

    private void initialiseFrame() {
        for (int byteAt = frameByte(0); byteAt < frameByte(0) + Limits.STACK_BYTES; byteAt++) {
            initialised[byteAt] = true;
        }
    }

    /** Of the current frame's lowest byte and so on. */
    private int frameByte(int number) {
        return (Limits.FRAMES - 1 - depth) * Limits.STACK_BYTES + number;
    }

    private int callHelper(int number, int at) {
        long result = registers[1];
        if (number == Trial.ECHO || number == WRITER) {
            read(1);
        }
        if (number == WRITER) {
            int bytes = (int) (read(2) & WRITTEN_MOST - 1);
            byte[] region = region(registers[1], bytes, true);
            for (int count = 0; region != null && count < bytes; count++) {
                region[(int) registers[1] + count] = (byte) random.nextInt();
            }
            result = random.nextLong();
        }
        if (handsOutStack()) {
            initialiseFrame();
        }
        for (int register = 1; register <= 5; register++) {
            spoil(register);
        }
        write(0, result);
        return at + 1;
    }

    private byte[] region(long address, int bytes, boolean writes) {
        long offset = address & 0xffffffffL;
        byte[] region = switch ((int) (address >>> 32)) {
            case Addresses.REGION_STACK -> stack;
            case Addresses.REGION_MEMORY -> memory;
            case Addresses.REGION_AREA -> area;
            default -> null;
        };
        boolean readOnly = region == memory && (terms.flags() & Program.MEMORY_WRITABLE) == 0
                || region == area && (terms.flags() & Program.AREA_WRITABLE) == 0;
        return region == null || offset + bytes > region.length || writes && readOnly ? null : region;
    }

    private boolean access(long word, int at) {
        int opcode = Instruction.opcode(word);
        boolean loads = (opcode & Opcode.CLASS_MASK) == Opcode.LDX;
        boolean immediate = (opcode & Opcode.CLASS_MASK) == Opcode.ST;
        boolean atomic = !loads && !immediate && (opcode & Opcode.MODE_MASK) == Opcode.ATOMIC;
        int bytes = CheckedAccess.bytes(opcode);
        long address = read(loads ? Instruction.source(word) : Instruction.destination(word)) + Instruction.offset(word);
        byte[] region = region(address, bytes, !loads);
        compareProof(at, address, region);
        if (region == null) {
            return false;
        }
        int from = (int) address;
        long old = load(region, from, bytes);
        if (region == stack) {
            touchStack(from, bytes, loads || atomic, !loads);
        }
        if (loads) {
            boolean signed = (opcode & Opcode.MODE_MASK) == Opcode.MEMSX;
            int dropped = Long.SIZE - Byte.SIZE * bytes;
            write(Instruction.destination(word), signed ? old << dropped >> dropped : old);
        } else if (atomic) {
            exchange(word, region, from, bytes, old);
        } else {
            store(region, from, bytes, immediate ? Instruction.immediate(word) : read(Instruction.source(word)));
        }
        return true;
    }

    private void exchange(long word, byte[] region, int from, int bytes, long old) {
        int operation = Instruction.immediate(word);
        boolean compares = operation == Opcode.COMPARE_EXCHANGE;
        long expected = compares ? read(0) : 0;
        boolean equal = old == (bytes == 4 ? expected & 0xffffffffL : expected);
        store(region, from, bytes, Atomic.stored(operation, old, read(Instruction.source(word)), equal));
        if (compares) {
            write(0, old);
        } else if (Atomic.writesSource(operation)) {
            write(Instruction.source(word), old);
        }
    }

    private static long load(byte[] region, int from, int bytes) {
        long value = 0;
        for (int count = bytes - 1; count >= 0; count--) {
            value = value << 8 | region[from + count] & 0xff;
        }
        return value;
    }

    private static void store(byte[] region, int from, int bytes, long value) {
        for (int count = 0; count < bytes; count++) {
            region[from + count] = (byte) (value >>> 8 * count);
        }
    }

    /** Reads of frames above are not judged: they were handed out. */
    private void touchStack(int from, int bytes, boolean reads, boolean writes) {
        int top = frameByte(Limits.STACK_BYTES);
        for (int at = from; at < from + bytes; at++) {
            if (reads && !guarded && at < top && !initialised[at]) {
                complain("byte " + (at - top) + " of the stack was never written");
            }
            initialised[at] |= writes;
        }
        int deep = Limits.STACK_BYTES - from % Limits.STACK_BYTES;
        if (deep > program.stackBytes()) {
            complain("the stack is touched " + deep + " deep, not " + program.stackBytes());
        }
    }

    // ---- comparison

    private void compareProof(int at, long address, byte[] region) {
        int proof = program.proof(at);
        if (proof == Proofs.NONE) {
            complain("reached, though the checker says it is not");
        } else if (proof != Proofs.GUARD && (region == null || proof != address >>> 32)) {
            complain("proved to be in region " + proof + ", but it is address " + Long.toHexString(address));
        } else if (region == null && !guarded) {
            complain("bad access");
        }
    }

    private void compare(int at) {
        long scratch = program.checkerScratch();
        long number = records.load16(scratch + CheckerScratch.STATE_OF + 2L * at);
        if (number == 0) {
            return;
        }
        long state = records.load64(scratch + CheckerScratch.STATES) + (number - 1) * records.load64(scratch + CheckerScratch.STATE_BYTES);
        if (memory.length < states.lengthLeast(state) || memory.length > states.lengthMost(state)) {
            complain("length " + memory.length + " is not known to be possible");
        }
        if (depth < records.load8(state + States.DEPTH_LEAST) || depth > records.load8(state + States.DEPTH_MOST)) {
            complain("depth " + depth + " is not known to be possible");
        }
        for (int register = 0; register < FRAME_POINTER; register++) {
            compareValue("r" + register, States.value(state, register), registers[register], written[register]);
        }
        compareStack(scratch, state);
        compareNames(scratch, state);
    }

    private long slotContents(int word) {
        return load(stack, frameByte(word * 8), 8);
    }

    private void compareStack(long scratch, long state) {
        for (int word = 0; word < CheckerScratch.STACK_WORDS; word++) {
            int slot = records.load8(scratch + CheckerScratch.SLOT_OF + word);
            if (slot != CheckerScratch.NO_SLOT) {
                compareValue("word " + (word * 8 - 512), States.value(state, Limits.REGISTERS + slot), slotContents(word), true);
            }
        }
        for (int at = 0; at < Limits.STACK_BYTES && !guarded; at++) {
            boolean known = (records.load8(state + States.INITIALISED + at / 8) >> at % 8 & 1) != 0;
            if (known && !initialised[frameByte(at)]) {
                complain("byte " + (at - 512) + " is said to be initialised");
            }
        }
    }

    private long base(long value) {
        return switch (values.base(value)) {
            case Values.STACK -> registers[FRAME_POINTER];
            case Values.MEMORY -> memory.length == 0 ? 0 : Addresses.MEMORY;
            case Values.AREA -> Addresses.AREA;
            default -> 0;
        };
    }

    /** The number in a value of the form that is known. */
    private long number(long value, long contents) {
        long shifted = (values.form(value) & Values.HIGH) != 0 ? contents >>> 32 : contents;
        return shifted - base(value) - (values.hasLength(value) ? memory.length : 0);
    }

    private void compareValue(String name, long value, long contents, boolean isWritten) {
        if (values.form(value) == Values.UNINITIALISED) {
            return;
        }
        long number = number(value, contents);
        boolean within = values.least(value) <= number && number <= values.most(value) && (number & ~values.mask(value)) == values.bits(value);
        boolean tail = values.tail(value) == Values.NO_TAIL || number <= memory.length - values.tail(value);
        boolean high = (values.form(value) & Values.HIGH) == 0 || (int) contents == 0;
        if (!isWritten || !within || !tail || !high) {
            complain(name + " is " + Long.toHexString(contents) + ", number " + number + ", which " + text(value)
                    + " does not stand for; length " + memory.length);
        }
    }

    private String text(long value) {
        return "form " + values.form(value) + " " + values.least(value) + ".." + values.most(value) + " bits "
                + Long.toHexString(values.bits(value)) + "/" + Long.toHexString(values.mask(value)) + " tail " + values.tail(value)
                + " name " + values.name(value) + "+" + values.displacement(value);
    }

    /** Of all that have a name, the number without the displacement. */
    private void compareNames(long scratch, long state) {
        Map<Integer, Long> hidden = new HashMap<>();
        int[] words = new int[CheckerScratch.SLOTS_MOST];
        for (int word = 0; word < CheckerScratch.STACK_WORDS; word++) {
            int slot = records.load8(scratch + CheckerScratch.SLOT_OF + word);
            if (slot != CheckerScratch.NO_SLOT) {
                words[slot] = word;
            }
        }
        int count = states.valueCount(scratch);
        for (int number = 0; number < count; number++) {
            long value = States.value(state, number);
            if (values.name(value) != 0 && values.form(value) != Values.UNINITIALISED) {
                long contents = number < Limits.REGISTERS ? registers[number] : slotContents(words[number - Limits.REGISTERS]);
                long known = values.hasLength(value) ? values.displacement(value) - number(value, contents)
                        : number(value, contents) - values.displacement(value);
                Long before = hidden.putIfAbsent(values.name(value), known);
                if (before != null && before != known) {
                    complain("value " + number + " has name " + values.name(value) + ", but differs from others by " + (known - before));
                }
            }
        }
    }
}
