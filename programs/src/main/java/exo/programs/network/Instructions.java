package exo.programs.network;

import exo.ebpf.Instruction;
import exo.ebpf.Opcode;

/** A short program of eBPF, written instruction by instruction. */
final class Instructions {
    private static final int MAXIMUM = 64;

    private final long[] text = new long[MAXIMUM];
    private int length;

    Instructions put(int opcode, int destination, int source, int offset, int immediate) {
        text[length++] = Instruction.of(opcode, destination, source, offset, immediate);
        return this;
    }

    /** From memory where a register leads. */
    Instructions load(int width, int destination, int base, int offset) {
        return put(Opcode.LDX | Opcode.MEM | width, destination, base, offset, 0);
    }

    Instructions store(int width, int base, int offset, int source) {
        return put(Opcode.STX | Opcode.MEM | width, base, source, offset, 0);
    }

    /** A register becomes a number. */
    Instructions set(int destination, int number) {
        return put(Opcode.ALU64 | Opcode.MOV, destination, 0, 0, number);
    }

    Instructions call(int helper) {
        return put(Opcode.JMP | Opcode.CALL, 0, 0, 0, helper);
    }

    /** The end, with a result. */
    long[] exit(int result) {
        return set(0, result).put(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0).text();
    }

    /** How many instructions there are so far. */
    int length() {
        return length;
    }

    /** A jump that was put down leads to the next instruction. */
    void landHere(int jump) {
        text[jump] |= (length - jump - 1 & 0xffffL) << Short.SIZE;
    }

    long[] text() {
        long[] written = new long[length];
        System.arraycopy(text, 0, written, 0, length);
        return written;
    }
}
