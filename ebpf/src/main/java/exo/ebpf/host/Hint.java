package exo.ebpf.host;

import exo.ebpf.CheckerFindings;
import exo.ebpf.Instruction;
import exo.ebpf.Limits;
import exo.ebpf.Opcode;
import exo.ebpf.Refusal;

/** What would most likely make a refused program acceptable. */
final class Hint {
    private static final int FIRST_LOST_IN_CALLS = 1;
    private static final int LAST_LOST_IN_CALLS = 5;

    private final CheckerFindings findings;
    private final RegisterText registers;
    private final long[] instructions;
    private final int refusal;
    private final int at;
    private final long word;

    Hint(CheckedProgram program, CheckerFindings findings, RegisterText registers) {
        this.findings = findings;
        this.registers = registers;
        instructions = program.instructions();
        refusal = program.refusal();
        at = program.refusedAt();
        word = instructions[at];
    }

    /** One sentence; or nothing. */
    String text() {
        return switch (refusal) {
            case Refusal.UNINITIALISED_REGISTER -> ofRegister();
            case Refusal.UNINITIALISED_STACK -> ofStack();
            case Refusal.UNPROVED_ACCESS -> ofAccess();
            case Refusal.WRITE_TO_READ_ONLY -> "the " + regionName() + " is only to be read here.";
            case Refusal.TOO_DEEP -> "make the function inline, or a loop of the recursion.";
            case Refusal.TOO_COMPLEX -> "make the program shorter, or its loops fewer.";
            default -> "";
        };
    }

    private String regionName() {
        return findings.base(base()) == CheckerFindings.MEMORY ? registers.memoryName() : "area";
    }

    private boolean loads() {
        return (Instruction.opcode(word) & Opcode.CLASS_MASK) == Opcode.LDX;
    }

    private int base() {
        return loads() ? Instruction.source(word) : Instruction.destination(word);
    }

    private String access() {
        return loads() ? "this load" : "this store";
    }

    private int bytes() {
        return switch (Instruction.opcode(word) & Opcode.SIZE_MASK) {
            case Opcode.BYTE -> Byte.BYTES;
            case Opcode.HALF -> Short.BYTES;
            case Opcode.WORD -> Integer.BYTES;
            default -> Long.BYTES;
        };
    }

    // ---- registers and stack

    private String ofRegister() {
        int opcode = Instruction.opcode(word);
        if (opcode == (Opcode.JMP | Opcode.EXIT)) {
            return "set r0, the program's result, on every way to its end.";
        }
        if (opcode == (Opcode.JMP | Opcode.CALL)) {
            return "set the helper's arguments, r1 and on; calls keep none of r1 to r5.";
        }
        int register = unwritten();
        boolean lost = register >= FIRST_LOST_IN_CALLS && register <= LAST_LOST_IN_CALLS && callsBefore();
        return lost ? "calls keep r6 to r9, not r" + register + ": move it there before the call, or to the stack."
                : "write r" + register + " on every way that leads here.";
    }

    private int unwritten() {
        boolean source = findings.base(Instruction.source(word)) == CheckerFindings.UNINITIALISED;
        boolean immediate = (Instruction.opcode(word) & Opcode.CLASS_MASK) >= Opcode.ALU && (Instruction.opcode(word) & Opcode.SOURCE_REGISTER) == 0;
        int kind = Instruction.opcode(word) & Opcode.CLASS_MASK;
        boolean moves = (Instruction.opcode(word) & Opcode.CODE_MASK) == Opcode.MOV && (kind == Opcode.ALU || kind == Opcode.ALU64);
        boolean destination = findings.base(Instruction.destination(word)) == CheckerFindings.UNINITIALISED && !loads() && !moves;
        return source && !immediate && !destination ? Instruction.source(word) : Instruction.destination(word);
    }

    private boolean callsBefore() {
        for (int before = 0; before < at; before++) {
            int opcode = Instruction.opcode(instructions[before]);
            if (opcode == (Opcode.JMP | Opcode.CALL) || opcode == Opcode.CALL_REGISTER) {
                return true;
            }
        }
        return false;
    }

    private String ofStack() {
        long from = findings.least(base()) + Instruction.offset(word);
        long to = Math.min(0, findings.most(base()) + Instruction.offset(word) + bytes());
        return "store to r10" + findings.firstUninitialised((int) from, (int) to) + " on every way that leads here.";
    }

    // ---- accesses

    private String ofAccess() {
        return switch (findings.base(base())) {
            case CheckerFindings.MEMORY -> ofMemory();
            case CheckerFindings.AREA -> ofArea();
            case CheckerFindings.STACK -> ofFrame();
            default -> "r" + base() + " is a number here; an address is made of r1, r10 or an address in the area, by adding numbers to it.";
        };
    }

    private static String ofFrame() {
        return "a frame's stack is r10-" + Limits.STACK_BYTES + " to r10-1: bound what was added to r10.";
    }

    private String ofMemory() {
        long further = (long) Instruction.offset(word) + bytes();
        if (findings.hasLength(base())) {
            return "the end is behind the last byte; " + access() + " must lie before it, and the length be tested.";
        }
        if (findings.least(base()) + Instruction.offset(word) < 0) {
            return "test that what was added to the " + registers.memoryName() + "'s address is not negative.";
        }
        if (findings.least(base()) != findings.most(base())) {
            return "test that r" + base() + plus(further) + " is at most the end before " + access() + ".";
        }
        long needed = findings.most(base()) + further;
        return needed > findings.memoryBytesMost()
                ? "the " + registers.memoryName() + " never has more than " + findings.memoryBytesMost() + " bytes."
                : "test that the length is at least " + needed + " before " + access() + ".";
    }

    private static String plus(long number) {
        return number < 0 ? " - " + -number : " + " + number;
    }

    private String ofArea() {
        long most = findings.areaBytes() - Instruction.offset(word) - bytes();
        if (findings.least(base()) + Instruction.offset(word) < 0) {
            return "test that what was added to the area's address is not negative.";
        }
        return "bound what was added to the area's address: r" + base() + " may be area+" + most + " at most.";
    }
}
