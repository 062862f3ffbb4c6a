package exo.tests.kernel;

import exo.abi.Call;
import exo.abi.Limits;
import java.util.Arrays;
import java.util.Locale;

/**
 * One thing that is done to a machine from outside the kernel: by the program on the processor, by a device or by time. As text
 * it is a word and numbers, so that a list of them is a file.
 */
public record Deed(Verb verb, long[] words) {

    /** What can be done; the numbers that each has are told behind it. */
    public enum Verb {
        /** Number and arguments of a call. */
        CALL(1),
        /** Vector, error code, and address of a page fault. */
        TRAP(3),
        /** An address, and whether the fault, if there is one, is the kernel's to see. */
        LOAD(2),
        FETCH(2),
        /** An address, whether the fault is to be seen, and the byte or word. */
        STORE(3),
        STORE_WORD(3),
        /** An address that the processor goes to ahead of the program. */
        ANTICIPATE(1),
        /** Cycles, and the interrupts that these bring. */
        PASS(1),
        /** A key, or a line so many times over. */
        KEY(1),
        TYPE(1),
        /** The console's device takes so many bytes, or from now on all or none. */
        DRAIN(1),
        DRAINING(1),
        /** The program uses vector registers, or fills them with a byte. */
        VECTORS(0),
        FILL(1),
        /** The program is at an instruction. */
        AT(1),
        /** Offset in the program's save area, and the word that it writes there. */
        AREA(2),
        /** How many bytes a packet has that comes in, and its first ones, eight to a number; the others are 0. */
        ARRIVE(1),
        /** Whether the network device moves packets by itself from now on. */
        AUTOMATIC(1),
        /** It fetches a buffer of a queue; and is done with one that it has, of those the one with this index. */
        FETCH_BUFFER(1),
        COMPLETE(2),
        /** It says that it has used what it has not: of a queue, a descriptor, and so many bytes. */
        LIE(3),
        /** Whether it stops when it is told to. */
        OBEY(1);

        /** How many numbers there are at least. */
        private final int count;

        Verb(int count) {
            this.count = count;
        }
    }

    public static Deed of(Verb verb, long... words) {
        return new Deed(verb, words);
    }

    public Deed {
        if (words.length < verb.count) {
            throw new IllegalArgumentException(verb + " has " + verb.count + " numbers");
        }
    }

    long word(int index) {
        return words[index];
    }

    /** The same, if it asked for any frame or slice, for the one that it got; this one, if it did not. */
    public Deed named(long result) {
        boolean any = verb == Verb.CALL && words.length == 2 && words[1] == Limits.ANY_FRAME && result >= 0
                && (words[0] == Call.FRAME_ALLOC || words[0] == Call.SLICE_ALLOC);
        return any ? of(verb, words[0], result) : this;
    }

    /** What a reader may want to know: the name of a call, and what it gave, if that is known. */
    public String remark(Long result) {
        if (verb != Verb.CALL) {
            return "";
        }
        String name = DeclaredStatuses.nameOfCall((int) words[0]);
        return result == null ? name : name + ": " + (result >= 0 ? "0x" + Long.toHexString(result)
                : result == BootedKernel.FOREIGN ? "an exception" : DeclaredStatuses.nameOf(result));
    }

    public static Deed parsed(String line) {
        String[] parts = line.strip().split("\\s+");
        long[] words = Arrays.stream(parts).skip(1).mapToLong(Deed::number).toArray();
        return new Deed(Verb.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_')), words);
    }

    private static long number(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(verb.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        for (int i = 0; i < words.length; i++) {
            boolean decimal = words[i] >= 0 && words[i] < 10 || words[i] < 0 && words[i] > -10;
            text.append(decimal && !(verb == Verb.CALL && i == 0) ? " " + words[i] : " 0x" + Long.toHexString(words[i]));
        }
        return text.toString();
    }
}
