package exo.tests.kernel;

import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.RingRecord;
import exo.abi.spec.Kind;
import java.util.Arrays;
import java.util.Random;

/**
 * Arguments for random calls: by the kind that the specification gives an argument mostly what makes sense there, so that
 * calls succeed and the machine comes into interesting states, and every now and then an edge of the 64 bits.
 */
final class HostileArguments {
    private static final long[] EDGES = {0, 1, 2, -1, -2, 255, 256, 4095, 4096, 0xffff, 0x10000, Limits.USER_END,
        Limits.USER_END - 1, Limits.USER_END - 4096, 1L << 31, 1L << 32, (1L << 32) + 1, 1L << 47, 1L << 52,
        0xffff_8000_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 4095};
    private static final int REMEMBERED = 64;
    /** A few pages under few tables, so that they meet again, and both ends of user memory. */
    private static final long[] REGIONS = {Family.PAGE, Family.PAGE + (1L << 30), Limits.USER_START,
        Limits.USER_END - 16 * 4096, StewardFile.DATA};

    private final Random random;
    private final RawBooks books;
    private final long[] frames = new long[REMEMBERED];
    private final long[] names = new long[REMEMBERED];

    HostileArguments(Random random, RawBooks books) {
        this.random = random;
        this.books = books;
    }

    /** As at the beginning. */
    void forget() {
        Arrays.fill(frames, 0);
        Arrays.fill(names, 0);
    }

    void rememberFrame(long frame) {
        frames[random.nextInt(REMEMBERED)] = frame;
    }

    void rememberName(long name) {
        names[random.nextInt(REMEMBERED)] = name;
    }

    long edge() {
        return EDGES[random.nextInt(EDGES.length)];
    }

    long address() {
        return REGIONS[random.nextInt(REGIONS.length)] + random.nextInt(16) * 4096L;
    }

    long of(Kind kind, String name) {
        if (random.nextInt(12) == 0) {
            return random.nextBoolean() ? edge() : random.nextLong();
        }
        switch (kind) {
            case ENVIRONMENT:
                return environment();
            case FRAME:
                return frame();
            case USER_ADDRESS:
                return name.equals("va") && random.nextInt(8) != 0 ? address() : address() + random.nextInt(4096);
            case BYTE_COUNT:
                return random.nextInt(8) == 0 ? random.nextInt(5000) : random.nextInt(64);
            case FRAME_COUNT:
                return random.nextInt(20);
            case ACCOUNT:
                return random.nextInt(3) == 0 ? 0 : books.accountName(random.nextInt(16));
            case PROGRAM:
                return books.program64(1 + random.nextInt(random.nextBoolean() ? 4 : Limits.PROGRAMS_MAXIMUM - 1), ProgramRecord.NAME);
            case RING:
                return books.ring64(1 + random.nextInt(4), RingRecord.NAME);
            case SLICE:
                return random.nextInt(8) == 0 ? Limits.ANY_SLICE : random.nextInt(Limits.SLICES + 1);
            case COUNT:
                return random.nextInt(8) == 0 ? random.nextInt(500) : random.nextInt(12);
            case CYCLES:
                return random.nextInt(3) == 0 ? 0 : books.sliceEnd() + random.nextInt(1 << 22) - (1 << 20);
            case RIGHTS:
                return random.nextInt(9);
            case EVENTS:
                return 1 + random.nextInt(1023);
            case EXIT_STATUS:
                return random.nextInt(258);
            case ITEM:
                return name.equals("on") ? random.nextInt(2) : random.nextInt(random.nextBoolean() ? 3 : 12);
            default:
                return name.equals("name_low") ? 'a' + random.nextInt(26) : 0;
        }
    }

    private long environment() {
        int choice = random.nextInt(10);
        if (choice == 0) {
            return names[random.nextInt(REMEMBERED)];
        }
        if (choice <= 4) {
            return books.name(books.current());
        }
        int index = 1 + random.nextInt(12);
        return books.name(index);
    }

    /** One that is free, one that was met before, or any. */
    long frame() {
        int choice = random.nextInt(10);
        if (choice == 0) {
            return Limits.ANY_FRAME;
        }
        return choice == 1 ? random.nextInt((int) books.frameCount + 1) : frames[random.nextInt(REMEMBERED)];
    }
}
