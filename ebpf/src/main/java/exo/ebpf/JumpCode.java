package exo.ebpf;

/**
 * The machine code of jumps, calls and exits. Where a forward jump or a call leads is not known when its code is made: it ends with a
 * field of 4 bytes, which {@link #land} fills. A conditional jump backwards leads to a piece of code behind all others, which charges
 * the budget and jumps on.
 */
final class JumpCode {
    private final Memory memory;
    private final Assembler code;
    private final OperandCode operands;
    private final FrameCode frames;

    JumpCode(Memory memory, Assembler code, OperandCode operands, FrameCode frames) {
        this.memory = memory;
        this.code = code;
        this.operands = operands;
        this.frames = frames;
    }

    /** Of an instruction of class JMP or JMP32. */
    long instruction(long at, long program, long state, long uses, long word, int index) {
        if (!Jumps.isJump(word)) {
            return callOrExit(at, program, state, uses, word, index);
        }
        if (Jumps.isConditional(word)) {
            return code.jumpIfFar(compared(at, program, uses, word), condition(Instruction.opcode(word) & Opcode.CODE_MASK));
        }
        int target = (int) Jumps.target(word, index);
        return target > index ? code.jumpFar(at) : charged(at, program, state, index, target);
    }

    private long compared(long at, long program, long uses, long word) {
        int opcode = Instruction.opcode(word);
        int wide = (opcode & Opcode.CLASS_MASK) == Opcode.JMP ? Assembler.WIDE : 0;
        boolean tests = (opcode & Opcode.CODE_MASK) == Opcode.JSET;
        int form = (tests ? Assembler.TEST : Assembler.CMP) | wide;
        long next = operands.prepare(at, uses, Instruction.destination(word), Compilation.OTHER_TEMPORARY);
        int destination = OperandCode.registerOf(Instruction.destination(word), Compilation.OTHER_TEMPORARY);
        if ((opcode & Opcode.SOURCE_REGISTER) != 0) {
            next = operands.prepare(next, uses, Instruction.source(word), Compilation.TEMPORARY);
            int source = OperandCode.registerOf(Instruction.source(word), Compilation.TEMPORARY);
            return code.registers(next, form, source, destination);
        }
        int value = Instruction.immediate(word);
        if (!OperandCode.isPlain(value)) {
            next = operands.loadImmediate(next, program, wide, Compilation.TEMPORARY, value);
            return code.registers(next, form, Compilation.TEMPORARY, destination);
        }
        if (tests) {
            return code.immediate32(code.registers(next, Assembler.TEST_IMMEDIATE | wide, 0, destination), value);
        }
        return value == 0 ? code.registers(next, Assembler.TEST | wide, destination, destination)
                : code.byImmediate(next, wide, Assembler.DIGIT_CMP, destination, value);
    }

    private static int condition(int operation) {
        switch (operation) {
            case Opcode.JEQ:
                return Assembler.EQUAL;
            case Opcode.JNE:
            case Opcode.JSET:
                return Assembler.NOT_EQUAL;
            case Opcode.JGT:
                return Assembler.ABOVE;
            case Opcode.JGE:
                return Assembler.NOT_BELOW;
            case Opcode.JLT:
                return Assembler.BELOW;
            case Opcode.JLE:
                return Assembler.NOT_ABOVE;
            case Opcode.JSGT:
                return Assembler.GREATER;
            case Opcode.JSGE:
                return Assembler.NOT_LESS;
            case Opcode.JSLT:
                return Assembler.LESS;
            default:
                return Assembler.NOT_GREATER;
        }
    }

    // ---- the budget

    private long take(long at, int cost) {
        long next = code.place(at, cost == (byte) cost ? Assembler.BY_IMMEDIATE_8 | Assembler.WIDE : Assembler.BY_IMMEDIATE_32 | Assembler.WIDE,
                Assembler.DIGIT_SUB, Assembler.RSP, Assembler.NONE, 0);
        return cost == (byte) cost ? code.immediate8(next, cost) : code.immediate32(next, cost);
    }

    /** A jump backwards. */
    private long charged(long at, long program, long state, int index, int target) {
        long next = code.jumpIf(take(at, index - target + 1), Assembler.NOT_NEGATIVE, place(program, state, target));
        return spent(next, state, index, index - target + 1);
    }

    private long spent(long at, long state, int index, int cost) {
        return end(take(at, -cost), state, index, Run.BUDGET_SPENT);
    }

    private long end(long at, long state, int index, int outcome) {
        long next = code.moveImmediate(at, 0, Compilation.OTHER_TEMPORARY, index);
        return code.jump(next, memory.load64(state + Compilation.ENDS + (long) outcome * Long.BYTES));
    }

    // ---- calls and exits

    private long callOrExit(long at, long program, long state, long uses, long word, int index) {
        if (Instruction.opcode(word) == (Opcode.JMP | Opcode.EXIT)) {
            boolean function = Compilation.has(uses, Compilation.FUNCTION_CALLS);
            if (!function && index == memory.load64(program + Program.INSTRUCTIONS) - 1) {
                return frames.epilogue(at, uses);
            }
            return code.jump(at, memory.load64(state + (function ? Compilation.FUNCTION_EXIT : Compilation.EPILOGUE)));
        }
        if (Jumps.isLocalCall(word)) {
            return callFunction(at, program, state, word, index);
        }
        boolean register = Instruction.opcode(word) == Opcode.CALL_REGISTER;
        int number = Instruction.destination(word);
        long next = code.moveImmediate(at, 0, Compilation.OTHER_TEMPORARY, index);
        if (!register) {
            next = code.moveImmediate(next, 0, Assembler.R9, Instruction.immediate(word));
        } else if (number == Compilation.FRAME_POINTER) {
            next = operands.loadFramePointer(next, uses, Assembler.R9);
        } else {
            next = code.move(next, Assembler.WIDE, Assembler.R9, Compilation.machine(number));
        }
        return code.call(next, memory.load64(state + (register ? Compilation.REGISTER_CALL : Compilation.HELPER_CALL)));
    }

    private long callFunction(long at, long program, long state, long word, int index) {
        int record = Compilation.TEMPORARY;
        int lowest = Compilation.OTHER_TEMPORARY;
        long next = code.load(at, record, Assembler.RSP, Long.BYTES);
        next = code.place(next, Assembler.ADDRESS, lowest, Assembler.RBP, Assembler.NONE, -2 * Limits.STACK_BYTES);
        next = code.place(next, Assembler.COMPARE_REGISTER | Assembler.WIDE, lowest, record, Assembler.NONE, Run.STACK);
        next = code.jumpIfNear(next, Assembler.NOT_BELOW);
        long fits = next;
        next = end(next, state, index, Run.TOO_DEEP);
        code.landNear(fits, next);
        int cost = (int) memory.load64(program + Program.INSTRUCTIONS) - (int) Jumps.callee(word, index);
        next = code.jumpIfNear(take(next, cost), Assembler.NOT_NEGATIVE);
        long paid = next;
        next = spent(next, state, index, cost);
        code.landNear(paid, next);
        return code.callFar(next);
    }

    // ---- once every instruction's code is there

    /** Tells the code of the instruction where it leads. */
    long land(long at, long program, long state, long word, int index) {
        long end = place(program, state, index + 1);
        if (Jumps.isLocalCall(word)) {
            long callee = place(program, state, (int) Jumps.callee(word, index));
            code.landFar(end, callee - memory.load64(state + Compilation.FUNCTION_BYTES));
            return at;
        }
        if (!Jumps.isJump(word)) {
            return at;
        }
        int target = (int) Jumps.target(word, index);
        if (target > index) {
            code.landFar(end, place(program, state, target));
            return at;
        }
        if (!Jumps.isConditional(word)) {
            return at;
        }
        code.landFar(end, at);
        return charged(at, program, state, index, target);
    }

    private long place(long program, long state, int index) {
        return memory.load64(program + Program.CODE) + memory.load32(state + Compilation.TABLE + (long) index * Integer.BYTES);
    }
}
