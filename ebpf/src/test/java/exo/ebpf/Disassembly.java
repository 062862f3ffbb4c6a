package exo.ebpf;

import java.util.BitSet;
import java.util.Set;

/**
 * As much of x86-64's decoding as it takes to tell where each instruction that the compiler may write ends, and where it leads. Every other
 * byte in an instruction's place is an error: so machine code that passes has no instruction that is not meant.
 */
final class Disassembly {
    private static final Set<Integer> MODRM = Set.of(0x01, 0x03, 0x09, 0x21, 0x29, 0x31, 0x39, 0x3b, 0x85, 0x87, 0x88, 0x89, 0x8b, 0x8d, 0x63,
            0xd3, 0xff, 0x8f);
    private static final Set<Integer> MODRM_IMMEDIATE_8 = Set.of(0x83, 0xc1, 0xc6, 0x6b);
    private static final Set<Integer> MODRM_IMMEDIATE_32 = Set.of(0x81, 0xc7, 0x69);
    private static final Set<Integer> TWO_BYTES = Set.of(0xb6, 0xb7, 0xbe, 0xbf, 0xaf, 0xc1, 0xb1, 0xa3);

    private final byte[] code;
    private final BitSet starts = new BitSet();
    private final BitSet targets = new BitSet();
    private int at;
    private boolean wide;
    private boolean narrow;

    Disassembly(byte[] code) {
        this.code = code;
        while (at < code.length) {
            starts.set(at);
            instruction();
        }
        if (at != code.length) {
            throw new IllegalStateException("the last instruction ends at " + at + " of " + code.length);
        }
    }

    /** Where instructions begin. */
    BitSet starts() {
        return starts;
    }

    /** Where jumps and calls lead. */
    BitSet targets() {
        return targets;
    }

    private int next() {
        return code[at++] & 0xff;
    }

    private void instruction() {
        int start = at;
        wide = false;
        narrow = false;
        int opcode = next();
        while (opcode == 0x66 || opcode == 0xf0) {
            narrow |= opcode == 0x66;
            opcode = next();
        }
        if ((opcode & 0xf0) == 0x40) {
            wide = (opcode & 8) != 0;
            opcode = next();
        }
        if (opcode == 0x0f) {
            twoBytes(start, next());
        } else {
            oneByte(start, opcode);
        }
    }

    private void twoBytes(int start, int opcode) {
        if ((opcode & 0xf0) == 0x80) {
            jump(4);
        } else if (TWO_BYTES.contains(opcode)) {
            operands();
        } else if ((opcode & 0xf8) != 0xc8) {
            throw new IllegalStateException(Integer.toHexString(opcode) + " behind 0f at " + start);
        }
    }

    private void oneByte(int start, int opcode) {
        if (MODRM.contains(opcode)) {
            operands();
        } else if (MODRM_IMMEDIATE_8.contains(opcode)) {
            operands();
            at++;
        } else if (MODRM_IMMEDIATE_32.contains(opcode)) {
            operands();
            at += narrow ? 2 : 4;
        } else if (opcode == 0xf7) {
            boolean tests = (operands() & 0x38) == 0;
            at += tests ? 4 : 0;
        } else if ((opcode & 0xf8) == 0xb8) {
            at += wide ? 8 : 4;
        } else if ((opcode & 0xf0) == 0x70 || opcode == 0xeb) {
            jump(1);
        } else if (opcode == 0xe8 || opcode == 0xe9) {
            jump(4);
        } else if ((opcode & 0xf0) != 0x50 && opcode != 0xc3 && opcode != 0x99) {
            throw new IllegalStateException(Integer.toHexString(opcode) + " at " + start);
        }
    }

    private void jump(int bytes) {
        int distance = bytes == 1 ? code[at] : next() | next() << 8 | next() << 16 | next() << 24;
        at += bytes == 1 ? 1 : 0;
        targets.set(at + distance);
    }

    /** The byte that names the operands, and what belongs to it. */
    private int operands() {
        int operands = next();
        int mode = operands >>> 6;
        boolean scaled = mode != 3 && (operands & 7) == 4;
        int base = scaled ? next() & 7 : operands & 7;
        at += mode == 1 ? 1 : mode == 2 || mode == 0 && base == 5 ? 4 : 0;
        return operands;
    }
}
