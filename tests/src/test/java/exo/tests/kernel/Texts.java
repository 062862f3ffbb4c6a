package exo.tests.kernel;

import exo.ebpf.Addresses;
import exo.ebpf.Instruction;
import java.util.Arrays;

/** Texts of small programs to download. The opcodes are numbers out of RFC 9669, not the engine's own constants. */
final class Texts {
    private static final int MOVE = 0xb7;
    private static final int ADD = 0x07;
    private static final int LOAD_64 = 0x79;
    private static final int STORE_64 = 0x7b;
    private static final int STORE_IMMEDIATE_64 = 0x7a;
    private static final int LOAD_IMMEDIATE = 0x18;
    private static final int JUMP = 0x05;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST_REGISTER = 0x3d;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;
    /** Of a 64-bit immediate: the address of a byte of the area. */
    private static final int OF_AREA = 6;

    private Texts() {
    }

    private static long[] of(long... words) {
        return words;
    }

    private static long exit() {
        return Instruction.of(EXIT, 0, 0, 0, 0);
    }

    private static long move(int register, int number) {
        return Instruction.of(MOVE, register, 0, 0, number);
    }

    /** Gives a number, the same at each run. */
    static long[] giving(int number) {
        return of(move(0, number), exit());
    }

    /** Gives 0, after so many instructions that come to nothing. */
    static long[] idle(int instructions) {
        long[] text = new long[instructions];
        Arrays.fill(text, move(0, 0));
        text[instructions - 1] = exit();
        return text;
    }

    /** Gives the word at an offset of what it is called with. */
    static long[] input(int offset) {
        return of(Instruction.of(LOAD_64, 0, 1, offset, 0), exit());
    }

    /** Gives the word at an offset in its area. */
    static long[] area(int offset) {
        return of(Instruction.of(LOAD_IMMEDIATE, 1, OF_AREA, 0, 0), Instruction.of(0, 0, 0, 0, offset),
                Instruction.of(LOAD_64, 0, 1, 0, 0), exit());
    }

    /** Gives 1 once the cycle counter is there. */
    static long[] from(long cycles) {
        return of(Instruction.of(LOAD_64, 3, 1, 0, 0),
                Instruction.of(LOAD_IMMEDIATE, 2, 0, 0, (int) cycles), Instruction.of(0, 0, 0, 0, (int) (cycles >>> 32)),
                move(0, 1), Instruction.of(IF_AT_LEAST_REGISTER, 3, 2, 1, 0), move(0, 0), exit());
    }

    /** Goes round until its budget is spent. */
    static long[] endless() {
        return of(move(0, 0), Instruction.of(JUMP, 0, 0, -1, 0), exit());
    }

    /** Ends badly at instruction 1: nothing is there. */
    static long[] straying() {
        return of(move(1, 0), Instruction.of(LOAD_64, 0, 1, 0, 0), exit());
    }

    /** Gives 0 while the first word of its area is 0, then goes round until its budget is spent. */
    static long[] snare() {
        return of(move(0, 0), Instruction.of(LOAD_IMMEDIATE, 1, OF_AREA, 0, 0), 0, Instruction.of(LOAD_64, 2, 1, 0, 0),
                Instruction.of(IF_EQUAL, 2, 0, 1, 0), Instruction.of(JUMP, 0, 0, -1, 0), exit());
    }

    /** Stores a number to the beginning of what it is called with, and gives 0. */
    static long[] storing(int number) {
        return of(Instruction.of(STORE_IMMEDIATE_64, 1, 0, 0, number), move(0, 0), exit());
    }

    /** Gives what it finds on its stack, which it has not written. */
    static long[] peeking() {
        return of(Instruction.of(LOAD_64, 0, 10, -8, 0), exit());
    }

    /** Gives 0 after it has filled its whole stack. */
    static long[] staining() {
        long[] text = new long[67];
        text[0] = move(1, -1);
        for (int word = 1; word <= 64; word++) {
            text[word] = Instruction.of(STORE_64, 10, 1, -8 * word, 0);
        }
        text[65] = move(0, 0);
        text[66] = exit();
        return text;
    }

    /** Gives a register that nobody wrote to. */
    static long[] unwritten() {
        return of(exit());
    }

    /** Gives where its stack ends, as it sees it. */
    static long[] pointer() {
        return of(Instruction.of(0xbf, 0, 10, 0, 0), exit());
    }

    static final long POINTER = Addresses.STACK_TOP;

    /** Has a word at some place that is no instruction. */
    static long[] misshapen(int at) {
        long[] text = idle(at + 2);
        text[at] = 0xff;
        return text;
    }

    /** Calls a helper, and gives what that gave. */
    static long[] calling(int helper) {
        return of(move(1, 0), move(2, 0), move(3, 0), Instruction.of(CALL, 0, 0, 0, helper), exit());
    }

    /** Counts the words of the area up to one that is 0, one after another: by a loop, without a bound that can be proved. */
    static long[] counting() {
        return of(move(0, 0), Instruction.of(LOAD_IMMEDIATE, 1, OF_AREA, 0, 0), 0, Instruction.of(LOAD_64, 2, 1, 0, 0),
                Instruction.of(IF_EQUAL, 2, 0, 3, 0), Instruction.of(ADD, 0, 0, 0, 1), Instruction.of(ADD, 1, 0, 0, 8),
                Instruction.of(JUMP, 0, 0, -5, 0), exit());
    }
}
