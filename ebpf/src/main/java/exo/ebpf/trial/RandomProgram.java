package exo.ebpf.trial;

import exo.ebpf.Addresses;
import exo.ebpf.Instruction;
import exo.ebpf.Limits;
import exo.ebpf.Memory;
import exo.ebpf.Opcode;

/**
 * Writes random programs, most of which pass the structure check and do something: registers begin with numbers, r6 keeps the address of
 * region memory and r7 one in the area, functions follow the program's own text, jumps lead to instructions, and loops are left to the
 * budget. Some are mutated afterwards, and then may be anything.
 */
public final class RandomProgram {
    /** Helpers that a program may call; the others of its calls are refused. */
    public static final long HELPERS = 1L << 5 | 1L << 6 | 1L << 63;
    public static final int MEMORY_BYTES_MOST = 256;
    public static final int AREA_BYTES_MOST = 256;

    private static final int ECHO = 5;
    private static final int MEMORY_POINTER = 6;
    private static final int AREA_POINTER = 7;
    private static final int FRAME_POINTER = 10;
    private static final int FUNCTIONS_MOST = 4;
    private static final int STACK_BYTES_WRITTEN = 72;
    private static final int USUAL_LENGTH = 24;
    private static final int LONG_LENGTH = 400;
    private static final int LONGEST = 600;

    private final Memory memory;
    private final Choice choice;
    private final RandomInstruction instructions;
    /** Of each slot: whether an instruction begins there; and of the functions, where each begins, and behind the last. */
    private final boolean[] starts = new boolean[Limits.INSTRUCTIONS];
    private final int[] functions = new int[FUNCTIONS_MOST + 1];
    private int functionCount;
    private int length;
    private long text;

    public RandomProgram(Memory memory, Choice choice) {
        this.memory = memory;
        this.choice = choice;
        this.instructions = new RandomInstruction(choice);
    }

    /** Writes a program to {@code address}, where there is room for as many slots as there may be; gives their number. */
    public int write(long address, int memoryBytes, int areaBytes) {
        text = address;
        length = 0;
        instructions.regions(memoryBytes, areaBytes);
        functionCount = choice.percent(70) ? 1 : 1 + choice.below(FUNCTIONS_MOST);
        for (int function = 0; function < functionCount; function++) {
            functions[function] = length;
            writeFunction(function == 0, areaBytes);
        }
        functions[functionCount] = length;
        for (int function = 0; function < functionCount; function++) {
            aim(function);
        }
        if (choice.percent(15)) {
            mutate();
        }
        return length;
    }

    private void writeFunction(boolean first, int areaBytes) {
        if (first) {
            writeBeginning(areaBytes);
        }
        int left = 1 + choice.below(choice.percent(97) ? USUAL_LENGTH : choice.percent(90) ? LONG_LENGTH : LONGEST);
        while (left > 0) {
            left--;
            long word = instructions.next();
            add(word);
            if (Instruction.opcode(word) == Opcode.LOAD_IMMEDIATE_64) {
                addSecond(Instruction.source(word), areaBytes);
            } else if ((Instruction.opcode(word) | Opcode.SOURCE_REGISTER) == Opcode.CALL_REGISTER && choice.percent(90)) {
                writeArguments();
            }
        }
        add(Instruction.of(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0));
    }

    private void writeBeginning(int areaBytes) {
        add(Instruction.of(Opcode.ALU64 | Opcode.MOV | Opcode.SOURCE_REGISTER, MEMORY_POINTER, 1, 0, 0));
        if (areaBytes > 0) {
            add(Instruction.of(Opcode.LOAD_IMMEDIATE_64, AREA_POINTER, Opcode.IMMEDIATE_MAP_VALUE, 0, 0));
            addSecond(Opcode.IMMEDIATE_MAP_VALUE, 1);
        }
        for (int register = 0; register < FRAME_POINTER; register++) {
            boolean argument = register == 1 || register == 2 || register == MEMORY_POINTER || register == AREA_POINTER && areaBytes > 0;
            if (!argument && choice.percent(99)) {
                add(Instruction.of(Opcode.ALU64 | Opcode.MOV, register, 0, 0, choice.number()));
            }
        }
        for (int below = choice.percent(50) ? STACK_BYTES_WRITTEN : 0; below > 0; below -= Long.BYTES) {
            add(Instruction.of(Opcode.ST | Opcode.MEM | Opcode.DOUBLE, FRAME_POINTER, 0, -below, choice.number()));
        }
    }

    /** What a call leaves undefined. */
    private void writeArguments() {
        for (int register = 1; register < MEMORY_POINTER; register++) {
            add(Instruction.of(Opcode.ALU64 | Opcode.MOV, register, 0, 0, choice.number()));
        }
    }

    private void add(long word) {
        starts[length] = true;
        memory.store64(text + (long) length++ * Limits.INSTRUCTION_BYTES, word);
    }

    private void addSecond(int kind, int areaBytes) {
        starts[length] = false;
        int value = kind == Opcode.IMMEDIATE_MAP_VALUE ? choice.below(areaBytes + 1)
                : choice.percent(30) ? Addresses.REGION_STACK + choice.below(4) : choice.number();
        memory.store64(text + (long) length++ * Limits.INSTRUCTION_BYTES, Instruction.of(0, 0, 0, 0, value));
    }

    // ---- where jumps and calls lead

    private void aim(int function) {
        int first = functions[function];
        int end = functions[function + 1];
        for (int at = first; at < end; at++) {
            if (!starts[at]) {
                continue;
            }
            long word = memory.load64(text + (long) at * Limits.INSTRUCTION_BYTES);
            int opcode = Instruction.opcode(word);
            if (opcode == (Opcode.JMP | Opcode.CALL) && Instruction.source(word) == Opcode.CALL_FUNCTION) {
                replace(at, call(function, at));
            } else if (isJump(opcode)) {
                aimJump(at, word, target(at, first, end) - at - 1);
            }
        }
    }

    /** Of a function further behind mostly, so that calls come to an end; of a helper if there is none. */
    private long call(int function, int at) {
        int behind = functionCount - function - 1;
        if (choice.percent(5)) {
            return Instruction.of(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_FUNCTION, 0, functions[choice.below(functionCount)] - at - 1);
        }
        return behind == 0 ? Instruction.of(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_HELPER, 0, ECHO)
                : Instruction.of(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_FUNCTION, 0, functions[function + 1 + choice.below(behind)] - at - 1);
    }

    private void aimJump(int at, long word, int distance) {
        boolean far = Instruction.opcode(word) == (Opcode.JMP32 | Opcode.JA);
        replace(at, Instruction.of(Instruction.opcode(word), Instruction.destination(word), Instruction.source(word), far ? 0 : distance,
                far ? distance : Instruction.immediate(word)));
    }

    private static boolean isJump(int opcode) {
        int kind = opcode & Opcode.CLASS_MASK;
        int code = opcode & Opcode.CODE_MASK;
        return kind == Opcode.JMP32 || kind == Opcode.JMP && code != Opcode.CALL && code != Opcode.EXIT;
    }

    /** Mostly a little forward. */
    private int target(int at, int first, int end) {
        int target = choice.percent(85) ? at + 1 + choice.below(choice.percent(80) ? 8 : end - at) : first + choice.below(end - first);
        target = target < end ? target : end - 1;
        return starts[target] ? target : target - 1;
    }

    private void replace(int at, long word) {
        memory.store64(text + (long) at * Limits.INSTRUCTION_BYTES, word);
    }

    // ---- mutations

    private void mutate() {
        for (int mutations = 1 + choice.below(3); mutations > 0; mutations--) {
            int at = choice.below(length);
            long word = memory.load64(text + (long) at * Limits.INSTRUCTION_BYTES);
            switch (choice.below(4)) {
                case 0:
                    replace(at, word ^ 1L << choice.below(Long.SIZE));
                    break;
                case 1:
                    replace(at, memory.load64(text + (long) choice.below(length) * Limits.INSTRUCTION_BYTES));
                    break;
                case 2:
                    replace(at, word & 0xffffffffL | (long) choice.number() << Integer.SIZE);
                    break;
                default:
                    replace(at, word & ~0xffL | choice.below(256));
            }
        }
    }
}
