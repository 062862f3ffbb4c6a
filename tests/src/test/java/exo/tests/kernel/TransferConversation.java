package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.Context;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A kernel with three that transfer to each other, and all that anyone can see of it after each step. */
final class TransferConversation {
    /** So far ahead that nobody meets it. */
    private static final long FAR = 1L << 60;
    private static final int[] OF_RECORD = {EnvironmentRecord.NAME, EnvironmentRecord.PARTNER, EnvironmentRecord.CYCLES_USED,
        EnvironmentRecord.EPILOGUE, EnvironmentRecord.SYNCHRONOUS, EnvironmentRecord.ASYNCHRONOUS};
    private static final int[] OF_RECORD_32 = {EnvironmentRecord.STATE, EnvironmentRecord.EVENTS_PENDING,
        EnvironmentRecord.EVENTS_AWAITED, EnvironmentRecord.FORFEITS, EnvironmentRecord.OVERRUNS};
    private static final int[] OF_SLEEPER = {Context.RIP, Context.RSP, Context.RFLAGS};

    /** Why a transfer is out of the ordinary. */
    enum Oddity {
        BASES_OF_CALLER(EnvironmentFlag.BASES, true),
        BASES_OF_CALLEE(EnvironmentFlag.BASES, false),
        VECTORS_OF_CALLER(EnvironmentFlag.VECTOR, true),
        VECTORS_OF_CALLEE(EnvironmentFlag.VECTOR, false),
        TEXT_OF_CALLER(EnvironmentFlag.FOREIGN, true),
        TEXT_OF_CALLEE(EnvironmentFlag.FOREIGN, false),
        STALE_CALLEE(EnvironmentFlag.STALE, false),
        DEADLINE(0, false),
        BASES_OF_ALL(EnvironmentFlag.BASES, false);

        private final int flag;
        private final boolean ofCaller;

        Oddity(int flag, boolean ofCaller) {
            this.flag = flag;
            this.ofCaller = ofCaller;
        }
    }

    private final Stage stage = new Stage();
    private final BootedKernel kernel = stage.kernel;
    private final Family family = stage.family;
    private final long client = stage.player("client", 10, 30);
    private final long server = stage.player("server", 20);
    private final long third = stage.player("third");
    private final long deadline;
    private final List<String> seen = new ArrayList<>();

    /** @param oddity  null: there is none */
    TransferConversation(Oddity oddity, boolean clientHasEntry) {
        deadline = oddity == Oddity.DEADLINE ? FAR : 0;
        family.map(server, Family.PAGE, Family.READ);
        if (oddity == Oddity.BASES_OF_ALL) {
            applyToAllBut(server, oddity);
        }
        family.run(client);
        if (clientHasEntry) {
            stage.entry(EntryPoint.SYNCHRONOUS);
        }
        if (oddity != null && oddity.ofCaller) {
            apply(oddity);
        }
        serves(third);
        family.run(server);
        if (oddity != null && !oddity.ofCaller) {
            apply(oddity);
        }
        serves(server);
        if (oddity == Oddity.STALE_CALLEE) {
            assertTrue(kernel.call(Call.UNBIND, server, Family.PAGE) >= 0);
        }
        if (oddity != null) {
            long flags = stage.record32(oddity.ofCaller ? client : server, EnvironmentRecord.FLAGS);
            assertEquals(oddity.flag, flags & oddity.flag);
        }
        family.run(stage.root);
    }

    private void applyToAllBut(long other, Oddity oddity) {
        for (long environment : new long[] {client, server, third, stage.root}) {
            if (environment != other) {
                family.run(environment);
                apply(oddity);
            }
        }
    }

    private void apply(Oddity oddity) {
        switch (oddity.flag) {
            case EnvironmentFlag.BASES:
                stage.ok(Call.SEGMENT_BASES, 0x5000_0000L, 0x6000_0000L);
                break;
            case EnvironmentFlag.VECTOR:
                kernel.useVectors();
                break;
            case EnvironmentFlag.FOREIGN:
                stage.ok(Call.TEXT_RANGE, Limits.USER_START, Limits.USER_END);
                break;
            default:
                break;
        }
    }

    private void serves(long environment) {
        family.run(environment);
        stage.entry(EntryPoint.SYNCHRONOUS);
        stage.accept();
    }

    private void fill(long seed) {
        for (int register = Context.RBX; register <= Context.R15; register += Long.BYTES) {
            kernel.register(register, seed + register);
        }
        kernel.register(Context.RIP, 0x6000_0000L + seed);
        kernel.register(Context.RSP, 0x7000_0000L + seed);
        kernel.register(Context.RFLAGS, 0x202 | 0x8d5);
    }

    private void transfer(long callee, long seed) {
        fill(seed);
        kernel.machine().timer().advance(7);
        kernel.call(Call.TRANSFER_SYNC, callee, deadline, seed + 2, seed + 3, seed + 4);
        see();
    }

    private void slices(int count) {
        for (int i = 0; i < count; i++) {
            stage.runOut();
            see();
        }
    }

    private void untilRuns(long environment) {
        int count = 0;
        do {
            assertTrue(count++ < 2 * Limits.SLICES, "it does not run");
            slices(1);
        } while (kernel.current() != Family.index(environment));
    }

    /** In slices of one's own and lent ones, with answers in the same slice and in another, and what comes after. */
    List<String> held() {
        untilRuns(client);
        transfer(server, 0x1000);
        transfer(third, 0x2000);
        transfer(server, 0x3000);
        transfer(client, 0x4000);
        untilRuns(client);
        transfer(server, 0x5000);
        untilRuns(server);
        slices(1);
        untilRuns(server);
        transfer(third, 0x6000);
        slices(Limits.SLICES);
        family.run(stage.root);
        kernel.call(Call.WAIT, Event.CHILD_ENDED, 0);
        see();
        untilRuns(third);
        stage.ok(Call.ENTRY_POINT, EntryPoint.SYNCHRONOUS, 0);
        transfer(server, 0x7000);
        kernel.call(Call.EXIT, 0);
        see();
        slices(Limits.SLICES);
        return seen;
    }

    /** Whatever the seed says, until so many steps are over or nobody can ever go on. */
    List<String> improvised(long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] cast = {stage.root, client, server, third};
        for (int step = 0; step < steps && (kernel.current() != 0 || wakes()); step++) {
            improvise(random, cast[random.nextInt(cast.length)]);
            see();
        }
        return seen;
    }

    private boolean wakes() {
        kernel.machine().timer().advanceToDeadline();
        kernel.interrupts();
        if (kernel.current() == 0) {
            kernel.type("x");
        }
        return kernel.current() != 0;
    }

    private void improvise(SplittableRandom random, long other) {
        boolean root = kernel.current() == RawBooks.ROOT;
        long until = random.nextInt(root ? 3 : 6) == 0 || root ? stage.now() + random.nextLong(3 * stage.slice) : 0;
        switch (random.nextInt(12)) {
            case 0:
                kernel.call(Call.TRANSFER_ASYNC, other, 1, 2, 3, 4);
                break;
            case 1:
            case 2:
                kernel.call(random.nextBoolean() ? Call.ACCEPT : Call.WAIT, Event.CONSOLE_INPUT, until);
                break;
            case 3:
                kernel.call(Call.ENTRY_POINT, 3 + random.nextInt(2), random.nextInt(3) == 0 ? 0 : Stage.ENTRIES);
                break;
            case 4:
                kernel.call(Call.YIELD, random.nextBoolean() ? other : 0);
                break;
            case 5:
                kernel.pass(random.nextInt(2) == 0 ? Math.max(0, kernel.books().sliceEnd() - stage.now())
                        : random.nextLong(stage.slice));
                break;
            default:
                fill(random.nextInt(1 << 16));
                kernel.call(Call.TRANSFER_SYNC, other, until, 2, 3, 4);
        }
    }

    private void see() {
        StringBuilder line = new StringBuilder();
        for (int index = 1; index < 6; index++) {
            line.append('\n').append(index).append(": ").append(environment(index));
        }
        line.append("\nprocessor:");
        for (int register = Context.RAX; register <= Context.R15; register += Long.BYTES) {
            long value = kernel.register(register);
            line.append(' ').append(register == Context.RSI && value == FAR ? 0 : value);
        }
        for (int register : OF_SLEEPER) {
            line.append(' ').append(kernel.register(register));
        }
        line.append("\nslices:");
        for (int position = 0; position < Limits.SLICES; position++) {
            line.append(' ').append(kernel.books().sliceOwner(position)).append('/')
                    .append(kernel.books().sliceHolder(position));
        }
        for (int field : new int[] {BooksHeader.POSITION, BooksHeader.SLICE_END, BooksHeader.CURRENT}) {
            line.append(' ').append(kernel.books().header64(field));
        }
        long due = kernel.machine().timer().armed() ? kernel.machine().timer().deadline() : FAR;
        line.append("\ntimer: ").append(stage.now()).append(' ').append(due);
        seen.add(line.toString());
    }

    private String environment(int index) {
        StringBuilder line = new StringBuilder();
        for (int field : OF_RECORD) {
            line.append(kernel.books().environment64(index, field)).append(' ');
        }
        for (int field : OF_RECORD_32) {
            line.append(kernel.books().environment32(index, field)).append(' ');
        }
        // Not OPEN, which whoever has a deadline is not.
        line.append(kernel.books().environment32(index, EnvironmentRecord.FLAGS) & EnvironmentFlag.ACCEPTING);
        long until = kernel.books().environment64(index, EnvironmentRecord.DEADLINE_CYCLES);
        line.append(' ').append(until == FAR ? 0 : until);
        boolean asleep = kernel.books().exists(index) && kernel.books().state(index) == EnvironmentState.WAITING;
        for (int i = 0; asleep && i < OF_SLEEPER.length; i++) {
            line.append(' ').append(kernel.machine().load64(kernel.books().contextOf(index) + OF_SLEEPER[i]));
        }
        return line.toString();
    }
}
