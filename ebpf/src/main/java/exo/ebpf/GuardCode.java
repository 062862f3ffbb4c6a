package exo.ebpf;

/**
 * Routines that check an access which nothing proved: one for each width, loads and stores apart, as far as the program needs them.
 * In the temporary register is a program's address, as it returns the machine's; in the other the instruction that the access is of.
 * What is not wholly in a region of the run, or is to be written and is read-only, ends the run.
 */
final class GuardCode {
    private static final int STACKS_BYTES = Limits.FRAMES * Limits.STACK_BYTES;
    /** What the routine pushes, and its return address. */
    private static final int PUSHED_BYTES = 3 * Long.BYTES;

    private final Memory memory;
    private final Assembler code;

    GuardCode(Memory memory, Assembler code) {
        this.memory = memory;
        this.code = code;
    }

    /** @param kind  {@link Compilation#guard} */
    long routine(long at, long program, long state, long uses, int kind) {
        boolean writes = kind >= Compilation.GUARD_KINDS / 2;
        int bytes = 1 << kind % (Compilation.GUARD_KINDS / 2);
        long flags = memory.load64(program + Program.FLAGS);
        long fail = at;
        long next = code.byImmediate(at, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RSP, PUSHED_BYTES);
        next = code.jump(next, memory.load64(state + Compilation.ENDS + Run.BAD_ACCESS * Long.BYTES));
        memory.store64(state + Compilation.GUARDS + (long) kind * Long.BYTES, next);
        next = code.push(code.push(next, Assembler.RAX), Assembler.RCX);
        next = code.load(next, Assembler.RCX, Assembler.RSP, PUSHED_BYTES + Compilation.recordSlot(uses));
        next = code.move(next, Assembler.WIDE, Assembler.RAX, Compilation.TEMPORARY);
        next = code.registers(next, Assembler.SHIFT_BY_IMMEDIATE | Assembler.WIDE, Assembler.DIGIT_SHIFT_RIGHT, Assembler.RAX);
        next = code.immediate8(next, Addresses.OFFSET_BITS);
        if (!writes || (flags & Program.MEMORY_WRITABLE) != 0) {
            next = region(next, fail, Addresses.REGION_MEMORY, bytes, Run.MEMORY_BYTES, Run.MEMORY_DELTA);
        }
        if (memory.load64(program + Program.AREA_BYTES) != 0 && (!writes || (flags & Program.AREA_WRITABLE) != 0)) {
            next = region(next, fail, Addresses.REGION_AREA, bytes, Run.AREA_BYTES, Run.AREA_DELTA);
        }
        return stack(next, fail, bytes);
    }

    /** Returns if the access is all within the region, and goes on behind if its address is not there. */
    private long region(long at, long fail, int region, int bytes, int lengthField, int deltaField) {
        long next = code.byImmediate(at, 0, Assembler.DIGIT_CMP, Assembler.RAX, region);
        next = code.jumpIfNear(next, Assembler.NOT_EQUAL);
        long other = next;
        next = code.move(next, 0, Assembler.RAX, Compilation.TEMPORARY);
        // Of an offset of 32 bits: this cannot wrap around.
        next = code.byImmediate(next, Assembler.WIDE, Assembler.DIGIT_ADD, Assembler.RAX, bytes);
        next = code.place(next, Assembler.COMPARE_REGISTER | Assembler.WIDE, Assembler.RAX, Assembler.RCX, Assembler.NONE, lengthField);
        next = found(code.jumpIf(next, Assembler.ABOVE, fail), deltaField);
        code.landNear(other, next);
        return next;
    }

    private long stack(long at, long fail, int bytes) {
        long next = code.byImmediate(at, 0, Assembler.DIGIT_CMP, Assembler.RAX, Addresses.REGION_STACK);
        next = code.jumpIf(next, Assembler.NOT_EQUAL, fail);
        next = code.byImmediate(code.move(next, 0, Assembler.RAX, Compilation.TEMPORARY), 0, Assembler.DIGIT_CMP, Assembler.RAX,
                STACKS_BYTES - bytes);
        return found(code.jumpIf(next, Assembler.ABOVE, fail), Run.STACK_DELTA);
    }

    private long found(long at, int deltaField) {
        long next = code.place(at, Assembler.ADD_TO_REGISTER | Assembler.WIDE, Compilation.TEMPORARY, Assembler.RCX, Assembler.NONE,
                deltaField);
        return code.giveBack(code.pop(code.pop(next, Assembler.RCX), Assembler.RAX));
    }
}
