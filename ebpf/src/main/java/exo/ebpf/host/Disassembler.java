package exo.ebpf.host;

import exo.ebpf.Instruction;
import exo.ebpf.Jumps;
import exo.ebpf.Opcode;
import java.util.ArrayList;
import java.util.List;

/**
 * Instructions in the notation of compilers and of the Linux kernel: {@code r0 = *(u16 *)(r1 + 12)}, {@code if r1 > 5 goto +3}. Reads any
 * bytes; what is no instruction is a number. That an instruction reads well does not mean that {@link exo.ebpf.StructureCheck} takes it.
 */
public final class Disassembler {
    private static final String[] OPERATORS = {"+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "", "%=", "^=", "=", "s>>="};
    private static final String[] CONDITIONS = {"", "==", ">", ">=", "&", "!=", "s>", "s>=", "", "", "<", "<=", "s<", "s<="};
    private static final int CODE_SHIFT = 4;

    private Disassembler() {
    }

    /** A line for each instruction, with its number before it; a 64-bit immediate's second slot has none. */
    public static List<String> listing(long[] instructions) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < instructions.length; at += slots(instructions, at)) {
            lines.add(String.format("%5d: %s", at, text(instructions, at)));
        }
        return lines;
    }

    /** Slots that instruction {@code at} takes: 2 of a 64-bit immediate that is whole. */
    public static int slots(long[] instructions, int at) {
        boolean two = Instruction.opcode(instructions[at]) == Opcode.LOAD_IMMEDIATE_64 && at + 1 < instructions.length;
        return two ? 2 : 1;
    }

    /** Instruction {@code at} of a program. */
    public static String text(long[] instructions, int at) {
        return text(instructions[at], slots(instructions, at) == 2 ? instructions[at + 1] : 0);
    }

    /** One instruction. @param second the slot behind it, if it is a 64-bit immediate */
    public static String text(long word, long second) {
        String text;
        switch (Instruction.opcode(word) & Opcode.CLASS_MASK) {
            case Opcode.LD:
                text = loadImmediate(word, second);
                break;
            case Opcode.LDX:
                text = load(word);
                break;
            case Opcode.ST:
            case Opcode.STX:
                text = store(word);
                break;
            case Opcode.JMP:
            case Opcode.JMP32:
                text = jump(word);
                break;
            default:
                text = arithmetic(word);
        }
        return text == null ? String.format("no instruction 0x%016x", word) : text;
    }

    // ---- loads and stores

    private static String loadImmediate(long word, long second) {
        if (Instruction.opcode(word) != Opcode.LOAD_IMMEDIATE_64) {
            return null;
        }
        String destination = "r" + Instruction.destination(word) + " = ";
        if (Instruction.source(word) == Opcode.IMMEDIATE_MAP_VALUE && Instruction.immediate(word) == 0) {
            return destination + "area" + signed(Instruction.immediate(second));
        }
        long value = (long) Instruction.immediate(second) << Integer.SIZE | Instruction.immediate(word) & 0xffffffffL;
        return destination + "0x" + Long.toHexString(value) + " ll" + (Instruction.source(word) == Opcode.IMMEDIATE_NUMBER ? ""
                : " (kind " + Instruction.source(word) + ")");
    }

    private static String load(long word) {
        int mode = Instruction.opcode(word) & Opcode.MODE_MASK;
        if (mode != Opcode.MEM && mode != Opcode.MEMSX) {
            return null;
        }
        return "r" + Instruction.destination(word) + " = *" + pointer(word, mode == Opcode.MEM ? "u" : "s", Instruction.source(word));
    }

    private static String store(long word) {
        int mode = Instruction.opcode(word) & Opcode.MODE_MASK;
        boolean immediate = (Instruction.opcode(word) & Opcode.CLASS_MASK) == Opcode.ST;
        if (mode == Opcode.ATOMIC && !immediate) {
            return atomic(word);
        }
        if (mode != Opcode.MEM) {
            return null;
        }
        return "*" + pointer(word, "u", Instruction.destination(word)) + " = "
                + (immediate ? String.valueOf(Instruction.immediate(word)) : "r" + Instruction.source(word));
    }

    private static String pointer(long word, String kind, int base) {
        return "(" + kind + bits(word) + " *)(" + place(word, base) + ")";
    }

    private static String place(long word, int base) {
        return "r" + base + signed(Instruction.offset(word));
    }

    private static int bits(long word) {
        switch (Instruction.opcode(word) & Opcode.SIZE_MASK) {
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

    private static String signed(int offset) {
        return offset < 0 ? " - " + -(long) offset : " + " + offset;
    }

    private static String atomic(long word) {
        int bits = bits(word);
        int operation = Instruction.immediate(word);
        String letter = bits == Long.SIZE ? "r" : "w";
        String source = letter + Instruction.source(word);
        String place = place(word, Instruction.destination(word));
        if (bits < Integer.SIZE) {
            return null;
        }
        if (operation == Opcode.EXCHANGE) {
            return source + " = xchg_" + bits + "(" + place + ", " + source + ")";
        }
        if (operation == Opcode.COMPARE_EXCHANGE) {
            return letter + "0 = cmpxchg_" + bits + "(" + place + ", " + letter + "0, " + source + ")";
        }
        String name = atomicName(operation & ~Opcode.FETCH);
        if (name == null) {
            return null;
        }
        String pointer = pointer(word, "u", Instruction.destination(word));
        boolean fetches = (operation & Opcode.FETCH) != 0;
        return fetches ? source + " = atomic_fetch_" + name + "(" + pointer + ", " + source + ")"
                : "lock *" + pointer + " " + OPERATORS[operation >> CODE_SHIFT] + " " + source;
    }

    private static String atomicName(int operation) {
        switch (operation) {
            case Opcode.ADD:
                return "add";
            case Opcode.OR:
                return "or";
            case Opcode.AND:
                return "and";
            case Opcode.XOR:
                return "xor";
            default:
                return null;
        }
    }

    // ---- arithmetic

    private static String arithmetic(long word) {
        int opcode = Instruction.opcode(word);
        boolean wide = (opcode & Opcode.CLASS_MASK) == Opcode.ALU64;
        String letter = wide ? "r" : "w";
        String destination = letter + Instruction.destination(word);
        int code = opcode & Opcode.CODE_MASK;
        if (code == Opcode.END) {
            return swap(opcode, word);
        }
        if (code > Opcode.END) {
            return null;
        }
        if (code == Opcode.NEG) {
            return destination + " = -" + destination;
        }
        boolean signed = (code == Opcode.DIV || code == Opcode.MOD) && Instruction.offset(word) == 1;
        return destination + " " + (signed ? "s" : "") + OPERATORS[code >> CODE_SHIFT] + " " + extension(code, word)
                + operand(word, letter);
    }

    private static String extension(int code, long word) {
        return code == Opcode.MOV && Instruction.offset(word) != 0 ? "(s" + Instruction.offset(word) + ")" : "";
    }

    private static String operand(long word, String letter) {
        boolean register = (Instruction.opcode(word) & Opcode.SOURCE_REGISTER) != 0;
        return register ? letter + Instruction.source(word) : String.valueOf(Instruction.immediate(word));
    }

    private static String swap(int opcode, long word) {
        boolean always = (opcode & Opcode.CLASS_MASK) == Opcode.ALU64;
        boolean big = (opcode & Opcode.SOURCE_REGISTER) != 0;
        int width = Instruction.immediate(word);
        if (width != Short.SIZE && width != Integer.SIZE && width != Long.SIZE) {
            return null;
        }
        String register = "r" + Instruction.destination(word);
        return register + " = " + (always ? "bswap" : big ? "be" : "le") + width + " " + register;
    }

    // ---- jumps

    private static String jump(long word) {
        int opcode = Instruction.opcode(word);
        boolean wide = (opcode & Opcode.CLASS_MASK) == Opcode.JMP;
        int code = opcode & Opcode.CODE_MASK;
        switch (code) {
            case Opcode.JA:
                return wide ? "goto " + distance(word) : "gotol " + distance(word);
            case Opcode.CALL:
                return wide ? call(word) : null;
            case Opcode.EXIT:
                return wide ? "exit" : null;
            default:
                if (code > Opcode.JSLE) {
                    return null;
                }
        }
        String letter = wide ? "r" : "w";
        return "if " + letter + Instruction.destination(word) + " " + CONDITIONS[code >> CODE_SHIFT] + " " + operand(word, letter)
                + " goto " + distance(word);
    }

    private static String call(long word) {
        if (Instruction.opcode(word) == Opcode.CALL_REGISTER) {
            return "callx r" + Instruction.destination(word);
        }
        int immediate = Instruction.immediate(word);
        return Jumps.isLocalCall(word) ? "call pc" + (immediate < 0 ? "" : "+") + immediate : "call " + immediate;
    }

    private static String distance(long word) {
        long distance = Jumps.target(word, 0) - 1;
        return distance < 0 ? String.valueOf(distance) : "+" + distance;
    }
}
