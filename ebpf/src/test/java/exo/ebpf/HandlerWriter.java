package exo.ebpf;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes programs at random that look like packet handlers: they compare pointers and lengths before they load, walk in loops, spill, call. Most
 * comparisons fit what follows, some are off by a little, some the wrong way round; and then an instruction or two may be changed. So many
 * are accepted, and many are nearly right.
 */
final class HandlerWriter {
    private static final int[] SCALARS = {0, 3, 4, 5, 9};
    private static final int DATA = 6;
    private static final int END = 7;
    private static final int LENGTH = 8;
    private static final int[] SIZES = {Opcode.BYTE, Opcode.HALF, Opcode.WORD, Opcode.DOUBLE};
    private static final int[] BYTES = {1, 2, 4, 8};
    private static final int[] ARITHMETIC = {Opcode.ADD, Opcode.SUB, Opcode.MUL, Opcode.DIV, Opcode.OR, Opcode.AND, Opcode.LSH, Opcode.RSH,
        Opcode.MOD, Opcode.XOR, Opcode.MOV, Opcode.ARSH};
    private static final int[] CONDITIONS = {Opcode.JEQ, Opcode.JGT, Opcode.JGE, Opcode.JSET, Opcode.JNE, Opcode.JSGT, Opcode.JSGE, Opcode.JLT,
        Opcode.JLE, Opcode.JSLT, Opcode.JSLE};
    private static final int[] NUMBERS = {0, 1, 2, 3, 4, 7, 8, 12, 14, 15, 16, 20, 31, 32, 34, 60, 63, 64, 127, 128, 255, 256, -1, -2, -8, -64,
        Integer.MIN_VALUE, Integer.MAX_VALUE, 0xffff, 0x10000, 1 << 20};
    private static final int DEPTH_MOST = 3;
    private static final int WORDS_MOST = 90;

    private final SplittableRandom random;
    private final int areaBytes;
    private List<Long> words;
    private List<Integer> toOut;
    private List<int[]> calls;
    private boolean[] ready;
    private int spilled;
    private boolean inFunction;

    HandlerWriter(SplittableRandom random, int areaBytes) {
        this.random = random;
        this.areaBytes = areaBytes;
    }

    long[] write() {
        words = new ArrayList<>();
        calls = new ArrayList<>();
        writeFunction(false);
        int functions = calls.isEmpty() ? 0 : 1 + random.nextInt(2);
        for (int number = 0; number < functions; number++) {
            int begins = words.size();
            List<int[]> earlier = new ArrayList<>(calls);
            writeFunction(true);
            for (int[] call : earlier) {
                if (call[1] == 0 && (number == functions - 1 || random.nextBoolean())) {
                    call[1] = 1;
                    words.set(call[0], Instruction.of(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_FUNCTION, 0, begins - call[0] - 1));
                }
            }
        }
        for (int[] call : calls) {
            if (call[1] == 0) {
                words.set(call[0], Instruction.of(Opcode.ALU64 | Opcode.MOV, 0, 0, 0, 1));
            }
        }
        long[] program = words.stream().mapToLong(Long::longValue).toArray();
        for (int change = random.nextInt(4) - 1; change > 0; change--) {
            mutate(program);
        }
        return program;
    }

    private void writeFunction(boolean called) {
        toOut = new ArrayList<>();
        ready = new boolean[10];
        spilled = 0;
        inFunction = called;
        copy(DATA, 1);
        copy(LENGTH, 2);
        if (called && chance(2)) {
            copy(END, 3);
        } else {
            copy(END, DATA);
            add(alu(Opcode.ADD, END, LENGTH));
        }
        ready[DATA] = true;
        ready[END] = true;
        ready[LENGTH] = true;
        int enough = words.size() + 6 + random.nextInt(30);
        while (words.size() < enough) {
            statement(0);
        }
        if (chance(3) && someScalar() >= 0) {
            copy(0, someScalar());
        } else {
            add(immediate(Opcode.MOV, 0, 7));
        }
        add(0x95L);
        for (int jump : toOut) {
            long word = words.get(jump);
            words.set(jump, word & ~(0xffffL << 16) | (words.size() - jump - 1 & 0xffffL) << 16);
        }
        add(immediate(Opcode.MOV, 0, 0));
        add(0x95L);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private void add(long word) {
        words.add(word);
    }

    private static long alu(int code, int destination, int source) {
        return Instruction.of(Opcode.ALU64 | code | Opcode.SOURCE_REGISTER, destination, source, 0, 0);
    }

    private static long immediate(int code, int destination, int number) {
        return Instruction.of(Opcode.ALU64 | code, destination, 0, 0, number);
    }

    private void copy(int into, int from) {
        add(alu(Opcode.MOV, into, from));
        if (into < 10) {
            ready[into] = true;
        }
    }

    private int number() {
        return chance(3) ? random.nextInt(-4, 70) : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private int scalar() {
        return SCALARS[random.nextInt(SCALARS.length)];
    }

    private int someScalar() {
        for (int tries = 0; tries < 6; tries++) {
            int register = scalar();
            if (ready[register]) {
                return register;
            }
        }
        return -1;
    }

    /** Goes out unless the pointer (or what is in it) and so many bytes are within the end, mostly. */
    private void check(int pointer, int bytes) {
        int by = chance(8) ? bytes + random.nextInt(-2, 3) : bytes;
        int limit = 2;
        copy(limit, pointer);
        add(immediate(Opcode.ADD, limit, by));
        boolean swapped = chance(3);
        int condition = chance(12) ? CONDITIONS[random.nextInt(CONDITIONS.length)] : swapped ? Opcode.JLT : Opcode.JGT;
        jumpOut(Opcode.JMP | condition | Opcode.SOURCE_REGISTER, swapped ? END : limit, swapped ? limit : END, 0);
    }

    private void jumpOut(int opcode, int destination, int source, int immediate) {
        toOut.add(words.size());
        add(Instruction.of(opcode, destination, source, 0, immediate));
    }

    private void statement(int depth) {
        if (words.size() > WORDS_MOST) {
            add(immediate(Opcode.MOV, 0, number()));
            ready[0] = true;
            return;
        }
        switch (random.nextInt(19)) {
            case 0, 1 -> loadFixed();
            case 2, 3 -> loadVariable();
            case 4 -> checkLength();
            case 5, 6 -> arithmetic();
            case 7, 8 -> branch(depth);
            case 9 -> loop(depth);
            case 10 -> walk(depth);
            case 11 -> spill();
            case 12 -> fill();
            case 13 -> area();
            case 14 -> stackIndexed();
            case 15 -> call();
            case 16 -> difference();
            case 17 -> rest();
            default -> extend();
        }
    }

    private void access(int pointer, int offset, int size) {
        int register = scalar();
        int source = someScalar();
        if (chance(3) && source >= 0) {
            add(Instruction.of(Opcode.STX | Opcode.MEM | size, pointer, source, offset, 0));
        } else if (chance(6) && source >= 0 && size != Opcode.BYTE && size != Opcode.HALF) {
            add(Instruction.of(Opcode.STX | Opcode.ATOMIC | size, pointer, source, offset, chance(2) ? Opcode.ADD : Opcode.XOR | Opcode.FETCH));
        } else {
            boolean signed = size != Opcode.DOUBLE && chance(4);
            add(Instruction.of(Opcode.LDX | (signed ? Opcode.MEMSX : Opcode.MEM) | size, register, pointer, offset, 0));
            ready[register] = true;
        }
    }

    private void loadFixed() {
        int kind = random.nextInt(4);
        int offset = random.nextInt(24);
        check(DATA, offset + BYTES[kind]);
        access(DATA, offset, SIZES[kind]);
        if (chance(2)) {
            access(DATA, random.nextInt(offset + BYTES[kind]), Opcode.BYTE);
        }
    }

    private void loadVariable() {
        int index = someScalar();
        if (index < 0) {
            loadFixed();
            return;
        }
        bound(index);
        if (chance(6)) {
            add(immediate(Opcode.ADD, index, -1 - random.nextInt(8)));
        }
        int pointer = 1;
        copy(pointer, DATA);
        add(alu(chance(12) ? Opcode.SUB : Opcode.ADD, pointer, index));
        ready[pointer] = false;
        int kind = random.nextInt(4);
        int offset = random.nextInt(-2, 6);
        check(pointer, Math.max(offset, 0) + BYTES[kind]);
        access(pointer, Math.max(offset, chance(6) ? -2 : 0), SIZES[kind]);
    }

    /** What two pointers, or numbers, that come from one another are apart, as an offset. */
    private void difference() {
        int from = someScalar();
        int apart = 4;
        copy(apart, from < 0 || chance(3) ? DATA : from);
        if (from >= 0 && chance(2)) {
            copy(1, DATA);
            add(alu(Opcode.ADD, 1, from));
            copy(apart, 1);
            ready[1] = false;
        }
        int by = 1 + random.nextInt(12);
        add(immediate(Opcode.ADD, apart, by));
        add(alu(Opcode.SUB, apart, from < 0 || chance(2) ? DATA : from));
        ready[apart] = true;
        copy(1, DATA);
        add(alu(Opcode.ADD, 1, apart));
        ready[1] = false;
        jumpOut(Opcode.JMP | Opcode.JLT, LENGTH, 0, by + 1);
        access(1, 0, Opcode.BYTE);
    }

    /** What is left of the length behind an offset, compared with something. */
    private void rest() {
        int offset = someScalar();
        int other = someScalar();
        if (offset < 0 || other < 0) {
            loadFixed();
            return;
        }
        int left = 2;
        add(immediate(Opcode.AND, offset, 15));
        copy(left, LENGTH);
        add(alu(chance(8) ? Opcode.ADD : Opcode.SUB, left, offset));
        if (chance(2)) {
            testRest(left, offset);
            return;
        }
        int signed = chance(2) ? Opcode.JSGE : Opcode.JGE;
        int condition = chance(6) ? CONDITIONS[random.nextInt(CONDITIONS.length)] : signed;
        if (chance(2)) {
            jumpOut(Opcode.JMP | Opcode.JLT, LENGTH, 0, 15);
        }
        jumpOut(Opcode.JMP | condition | Opcode.SOURCE_REGISTER, other, left, 0);
        copy(1, DATA);
        add(alu(Opcode.ADD, 1, other));
        ready[1] = false;
        access(1, chance(4) ? 1 : 0, Opcode.BYTE);
    }

    /** And what is left compared with how much is loaded from the offset. */
    private void testRest(int left, int offset) {
        int kind = random.nextInt(4);
        int fewer = chance(8) ? random.nextInt(-1, 2) : 0;
        if (chance(3)) {
            add(immediate(Opcode.ADD, left, -2));
            fewer += 2;
        }
        int condition = chance(10) ? CONDITIONS[random.nextInt(CONDITIONS.length)] : chance(4) ? Opcode.JLT : Opcode.JSLT;
        jumpOut((chance(6) ? Opcode.JMP32 : Opcode.JMP) | condition, left, 0, BYTES[kind] - fewer);
        copy(1, DATA);
        add(alu(Opcode.ADD, 1, offset));
        ready[1] = false;
        access(1, 0, SIZES[kind]);
    }

    private void bound(int index) {
        switch (random.nextInt(6)) {
            case 0 -> add(immediate(Opcode.AND, index, 15));
            case 1 -> add(Instruction.of(Opcode.ALU | Opcode.AND, index, 0, 0, 63));
            case 2 -> jumpOut(Opcode.JMP | Opcode.JGT, index, 0, 40);
            case 3 -> jumpOut(Opcode.JMP | (chance(2) ? Opcode.JGE : Opcode.JSGE) | Opcode.SOURCE_REGISTER, index, LENGTH, 0);
            case 4 -> add(immediate(Opcode.RSH, index, 58));
            default -> {
                add(immediate(Opcode.AND, index, 15));
                add(immediate(Opcode.LSH, index, 2));
            }
        }
    }

    private void checkLength() {
        int bytes = 1 + random.nextInt(30);
        int condition = chance(4) ? CONDITIONS[random.nextInt(CONDITIONS.length)] : Opcode.JLT;
        int jump = chance(3) ? Opcode.JMP32 : Opcode.JMP;
        if (chance(4)) {
            copy(4, LENGTH);
            add(immediate(Opcode.ADD, 4, -bytes));
            jumpOut(jump | (chance(2) ? Opcode.JSLT : condition), 4, 0, random.nextInt(3));
        } else {
            jumpOut(jump | condition, LENGTH, 0, bytes);
        }
        access(DATA, random.nextInt(bytes), Opcode.BYTE);
    }

    private void arithmetic() {
        int destination = someScalar();
        if (destination < 0) {
            destination = scalar();
            add(immediate(Opcode.MOV, destination, number()));
            ready[destination] = true;
        }
        int source = someScalar();
        int opcode = (chance(3) ? Opcode.ALU : Opcode.ALU64) | ARITHMETIC[random.nextInt(ARITHMETIC.length)];
        boolean signed = chance(4) && ((opcode & Opcode.CODE_MASK) == Opcode.DIV || (opcode & Opcode.CODE_MASK) == Opcode.MOD);
        if (source >= 0 && chance(2)) {
            int operand = chance(10) ? DATA + random.nextInt(3) : source;
            add(Instruction.of(opcode | Opcode.SOURCE_REGISTER, destination, operand, signed ? 1 : 0, 0));
        } else {
            add(Instruction.of(opcode, destination, 0, signed ? 1 : 0, number()));
        }
    }

    private void branch(int depth) {
        int a = someScalar();
        if (a < 0 || depth == DEPTH_MOST) {
            arithmetic();
            return;
        }
        boolean register = chance(3);
        int b = register ? chance(4) ? LENGTH : someScalar() : 0;
        int opcode = (chance(3) ? Opcode.JMP32 : Opcode.JMP) | CONDITIONS[random.nextInt(CONDITIONS.length)] | (register ? Opcode.SOURCE_REGISTER : 0);
        int jump = words.size();
        add(Instruction.of(opcode, a, b, 0, register ? 0 : number()));
        boolean[] before = ready.clone();
        int statements = random.nextInt(3);
        for (int count = 0; count < statements; count++) {
            statement(depth + 1);
        }
        patch(jump);
        for (int of = 0; of < ready.length && !chance(30); of++) {
            ready[of] &= before[of];
        }
    }

    private void patch(int jump) {
        words.set(jump, words.get(jump) & ~(0xffffL << 16) | (words.size() - jump - 1 & 0xffffL) << 16);
    }

    private void loop(int depth) {
        if (depth > 1) {
            return;
        }
        int counter = chance(2) ? 9 : 5;
        int limit = random.nextInt(1, 12);
        add(immediate(Opcode.MOV, counter, 0));
        ready[counter] = true;
        int head = words.size();
        if (chance(2)) {
            int pointer = 1;
            copy(pointer, DATA);
            add(alu(Opcode.ADD, pointer, counter));
            if (chance(2)) {
                check(pointer, 1);
            }
            access(pointer, 0, Opcode.BYTE);
        } else {
            statement(depth + 2);
        }
        ready[counter] = true;
        add(immediate(Opcode.ADD, counter, chance(8) ? 2 : 1));
        boolean byLength = chance(3);
        int condition = chance(4) ? Opcode.JNE : chance(12) ? Opcode.JSLE : Opcode.JLT;
        add(Instruction.of((chance(4) ? Opcode.JMP32 : Opcode.JMP) | condition | (byLength ? Opcode.SOURCE_REGISTER : 0), counter,
                byLength ? LENGTH : 0, head - words.size() - 1, byLength ? 0 : limit));
    }

    /** A pointer that walks. */
    private void walk(int depth) {
        if (depth > 1) {
            return;
        }
        int pointer = chance(2) ? 9 : 4;
        copy(pointer, DATA);
        if (chance(2)) {
            int first = words.size();
            add(Instruction.of(Opcode.JMP | Opcode.JEQ | Opcode.SOURCE_REGISTER, pointer, END, 0, 0));
            int head = words.size();
            access(pointer, 0, Opcode.BYTE);
            add(immediate(Opcode.ADD, pointer, chance(8) ? 2 : 1));
            add(Instruction.of(Opcode.JMP | Opcode.JNE | Opcode.SOURCE_REGISTER, pointer, END, head - words.size() - 1, 0));
            patch(first);
        } else {
            int head = words.size();
            int kind = random.nextInt(4);
            check(pointer, BYTES[kind]);
            access(pointer, 0, SIZES[kind]);
            add(immediate(Opcode.ADD, pointer, BYTES[kind]));
            int step = someScalar();
            if (step >= 0 && step != pointer && chance(3)) {
                add(immediate(Opcode.AND, step, 7));
                add(alu(Opcode.ADD, pointer, step));
            }
            add(Instruction.of(Opcode.JMP | Opcode.JA, 0, 0, head - words.size() - 1, 0));
        }
        ready[pointer] = chance(2);
    }

    private void spill() {
        int slot = 1 + random.nextInt(4);
        int register = chance(3) ? someScalar() : DATA + random.nextInt(3);
        if (register >= 0) {
            add(Instruction.of(Opcode.STX | Opcode.MEM | (chance(8) ? Opcode.WORD : Opcode.DOUBLE), 10, register, -8 * slot, 0));
            spilled |= 1 << slot;
        }
    }

    private void fill() {
        int slot = 1 + random.nextInt(4);
        if ((spilled >> slot & 1) == 0 && !chance(20)) {
            spill();
            return;
        }
        int register = chance(3) ? DATA + random.nextInt(3) : scalar();
        add(Instruction.of(Opcode.LDX | Opcode.MEM | (chance(6) ? Opcode.WORD : Opcode.DOUBLE), register, 10, -8 * slot, 0));
        ready[register] = true;
    }

    private void area() {
        int pointer = 1;
        int kind = random.nextInt(4);
        int offset = random.nextInt(areaBytes - 8);
        add(Instruction.of(Opcode.LOAD_IMMEDIATE_64, pointer, Opcode.IMMEDIATE_MAP_VALUE, 0, 0));
        add((long) (chance(2) ? 0 : offset) << 32);
        int index = someScalar();
        if (index >= 0 && chance(2)) {
            add(immediate(Opcode.AND, index, 7));
            add(immediate(Opcode.LSH, index, 3));
            add(alu(Opcode.ADD, pointer, index));
            offset = 0;
        }
        access(pointer, chance(3) ? offset : 0, SIZES[kind]);
    }

    private void stackIndexed() {
        int index = someScalar();
        for (int slot = 1; slot <= 2; slot++) {
            add(Instruction.of(Opcode.ST | Opcode.MEM | Opcode.DOUBLE, 10, 0, -8 * slot, number()));
            spilled |= 1 << slot;
        }
        copy(1, 10);
        ready[1] = false;
        if (index >= 0) {
            add(immediate(Opcode.AND, index, chance(10) ? 15 : 7));
            add(alu(Opcode.ADD, 1, index));
        }
        access(1, -16, SIZES[random.nextInt(4)]);
    }

    private void call() {
        int before = inFunction && chance(2) ? 0 : random.nextInt(3);
        copy(1, chance(3) ? 10 : DATA);
        if (chance(2)) {
            add(immediate(Opcode.ADD, 1, chance(2) ? -8 : -16));
        }
        copy(2, LENGTH);
        copy(3, chance(2) ? END : LENGTH);
        if (before == 0) {
            add(Instruction.of(Opcode.JMP | Opcode.CALL, 0, 0, 0, chance(2) ? Trial.ECHO : ShadowRun.WRITER));
        } else {
            calls.add(new int[] {words.size(), 0});
            add(0L);
        }
        for (int register = 1; register <= 5; register++) {
            ready[register] = false;
        }
        ready[0] = true;
    }

    private void extend() {
        int register = chance(2) ? LENGTH : someScalar();
        if (register < 0) {
            return;
        }
        int into = scalar();
        switch (random.nextInt(4)) {
            case 0 -> add(Instruction.of(Opcode.ALU | Opcode.MOV | Opcode.SOURCE_REGISTER, into, register, 0, 0));
            case 1 -> {
                copy(into, register);
                add(immediate(Opcode.LSH, into, 32));
                add(immediate(chance(2) ? Opcode.RSH : Opcode.ARSH, into, 32));
            }
            case 2 -> add(Instruction.of(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, into, register, 8 << random.nextInt(3), 0));
            default -> {
                copy(into, register);
                add(Instruction.of((chance(2) ? Opcode.ALU : Opcode.ALU64) | Opcode.END | (chance(2) ? Opcode.SOURCE_REGISTER : 0) & 0, into, 0, 0,
                        16 << random.nextInt(3)));
            }
        }
        ready[into] = true;
    }

    private void mutate(long[] program) {
        int at = random.nextInt(program.length);
        long word = program[at];
        program[at] = switch (random.nextInt(6)) {
            case 0 -> word + ((long) random.nextInt(-2, 3) << 32);
            case 1 -> word & ~(0xffffL << 16) | (Instruction.offset(word) + random.nextInt(-2, 3) & 0xffffL) << 16;
            case 2 -> word & ~0xf00L | (long) random.nextInt(10) << 8;
            case 3 -> word & ~0xf000L | (long) random.nextInt(11) << 12;
            case 4 -> word ^ 1L << 4 + random.nextInt(4);
            default -> word ^ 1L << random.nextInt(8);
        };
    }
}
