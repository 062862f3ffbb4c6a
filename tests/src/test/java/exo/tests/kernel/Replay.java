package exo.tests.kernel;

import exo.abi.BooksHeader;
import exo.abi.Context;
import exo.abi.Right;
import exo.machine.simulated.SimulatedBootInformation;
import exo.machine.simulated.SimulatedParts;
import java.util.function.LongUnaryOperator;

/**
 * A list of steps done on the simulated machine under the full oracle: what the exploration found on a machine of its own is
 * found here again, or is a difference between the two. A step is a row of numbers: its kind, its number, five arguments, and
 * for a call what it is to answer.
 */
public final class Replay {
    public static final int CALL = 0;
    /** Accesses of user mode, to a page by its place in {@link #pages}. */
    public static final int LOAD = 1;
    public static final int STORE = 2;
    public static final int FETCH = 3;
    /** An exception by its vector. */
    public static final int TRAP = 4;
    /** Time passes until the timer rings. */
    public static final int TIMER = 5;
    public static final int TYPE = 6;
    public static final int VECTORS = 7;
    public static final int FOREIGN = 8;
    /** The program clears a field of its save area. */
    public static final int RELEASE = 9;
    /** So many cycles pass, in which nothing rings. */
    public static final int PASS = 10;
    /** The program adds rights to the capability in a page. */
    public static final int WIDEN = 11;
    /** While setting up: a word of physical memory by its address. */
    public static final int POKE = 12;

    public static final int NUMBER = 1;
    public static final int ARGUMENTS = 2;
    public static final int RESULT = 7;
    public static final int WORDS_OF_STEP = 8;
    public static final long ALL_RIGHTS_OF_CAPABILITY = (Right.READ | Right.WRITE | Right.EXECUTE) << 8;
    /** What a step gives that ended the machine. */
    public static final long OFF = Long.MAX_VALUE;

    private final BootedKernel kernel = new BootedKernel(Setup.usual().withoutCode());
    private final SimulatedParts.Snapshot start;
    private final LongUnaryOperator pages;
    private final int userWord;
    private final int capability;

    /**
     * @param pages  the address of each page
     * @param userWord  offset in a page of the word that a store writes, and of the capability
     */
    public Replay(long[][] setup, LongUnaryOperator pages, int userWord, int capability) {
        this.pages = pages;
        this.userWord = userWord;
        this.capability = capability;
        kernel.audits(false);
        for (long[] step : setup) {
            take(step);
        }
        kernel.check();
        kernel.audits(true);
        start = kernel.machine().snapshot();
    }

    public static SimulatedBootInformation information() {
        return Setup.usual().information();
    }

    public static byte[] archive() {
        return StewardFile.archive();
    }

    /** From where the setup ends. The invariants are checked after every step. */
    public void play(long[][] steps) {
        kernel.machine().restore(start);
        for (long[] step : steps) {
            try {
                take(step);
            } catch (MachineOff off) {
                same(OFF, step);
            }
        }
    }

    /** Loads a word of physical memory as the steps have left it. */
    public long load64(long physicalAddress) {
        return kernel.machine().memory().load64(physicalAddress);
    }

    public long booksStart() {
        return kernel.books().publicStart();
    }

    public long booksEnd() {
        return kernel.books().end();
    }

    public long environmentsStart() {
        return kernel.books().publicStart() + BooksHeader.BYTES;
    }

    private void take(long[] step) {
        int number = (int) step[NUMBER];
        switch ((int) step[0]) {
            case CALL -> call(step, true);
            case FOREIGN -> call(step, false);
            case LOAD -> kernel.touch(() -> kernel.user().load64(pages.applyAsLong(number)));
            case STORE -> store(pages.applyAsLong(number) + userWord);
            case FETCH -> kernel.touch(() -> kernel.user().fetch(pages.applyAsLong(number)));
            case TRAP -> kernel.trap(number);
            case TIMER -> timer();
            case TYPE -> kernel.type("a");
            case VECTORS -> useVectors();
            case RELEASE -> release(number);
            case PASS -> kernel.machine().timer().advance(number);
            case WIDEN -> widen(pages.applyAsLong(number));
            case POKE -> kernel.machine().memory().store64(step[NUMBER], step[ARGUMENTS]);
            default -> throw new IllegalArgumentException("no such step: " + step[0]);
        }
    }

    private void call(long[] step, boolean fromText) {
        if (kernel.machine().processor().textEnd() != 0) {
            kernel.register(Context.RIP, fromText ? kernel.machine().processor().textEnd() : 1 << 16);
        }
        long[] a = new long[5];
        System.arraycopy(step, ARGUMENTS, a, 0, a.length);
        long result = kernel.call((int) step[NUMBER], a);
        if (fromText) {
            same(result, step);
        }
    }

    private static void same(long result, long[] step) {
        if (result != step[RESULT]) {
            throw new AssertionError("the machines differ: call 0x" + Long.toHexString(step[NUMBER]) + " gave " + result
                    + " on the simulated one and " + step[RESULT] + " on the one explored");
        }
    }

    private void store(long va) {
        kernel.touch(() -> kernel.user().store64(va, 1));
    }

    private void timer() {
        kernel.machine().timer().advanceToDeadline();
        kernel.interrupt();
    }

    private void useVectors() {
        kernel.useVectors();
        kernel.machine().processor().vectorState().fill(kernel.current());
    }

    private void release(int field) {
        long area = kernel.books().saveAreaOf(kernel.current());
        kernel.machine().memory().store64(area + field, 0);
    }

    private void widen(long page) {
        long descriptor = kernel.user().load64(page + capability);
        kernel.user().store64(page + capability, descriptor | ALL_RIGHTS_OF_CAPABILITY);
    }
}
