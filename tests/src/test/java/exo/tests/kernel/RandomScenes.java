package exo.tests.kernel;

import exo.abi.BatchEntry;
import exo.abi.Call;
import exo.abi.Capability;
import exo.abi.CapabilityKind;
import exo.abi.EntryPoint;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Limits;
import exo.abi.SaveArea;
import exo.abi.Status;
import java.util.Random;
import java.util.Set;

/**
 * Rows of calls, by whoever is on the processor, that single random calls seldom come to: environments that serve and are
 * called, that have upcalls and take them or do not, that stop and are resumed, that download code and sleep on it, and what makes a switch or
 * a transfer unusual.
 */
final class RandomScenes {
    private static final int SCENES = 16;
    private static final int SCENES_OF_NETWORK = 14;
    private static final int GO_ON = 10;
    /** Somewhere in the text that a program may declare. */
    private static final long PLACE = 0x60_0000L;

    private final Random random;
    private final BootedKernel kernel;
    private final Deeds deeds;
    private final RawBooks books;
    private final HostileArguments arguments;
    private final Set<Integer> succeededCalls;
    private final RandomPrograms programs;
    private final RandomNetwork network;
    private int actor;

    /** @param succeededCalls  where the number of a call that succeeds is noted */
    RandomScenes(Random random, Deeds deeds, HostileArguments arguments, Set<Integer> succeededCalls) {
        this.random = random;
        this.succeededCalls = succeededCalls;
        this.deeds = deeds;
        this.kernel = deeds.kernel();
        this.books = kernel.books();
        this.arguments = arguments;
        this.programs = new RandomPrograms(random, books, this::ask, this::write);
        this.network = kernel.device() == null ? null : new RandomNetwork(random, deeds, arguments, programs, this::ask, this::write);
    }

    /** A call in a row of them, as long as it is the same environment that makes them. */
    private long ask(int number, long... values) {
        if (kernel.current() != actor) {
            return Status.WRONG_STATE;
        }
        long result = deeds.call(number, values);
        if (result >= 0) {
            succeededCalls.add(number);
        }
        return result;
    }

    void play() {
        actor = kernel.current();
        int scene = random.nextInt(SCENES + (network == null ? 0 : SCENES_OF_NETWORK));
        if (scene >= SCENES) {
            network.play();
            return;
        }
        switch (actor == RawBooks.ROOT && random.nextBoolean() ? GO_ON : scene) {
            case 0:
            case 1:
                serve();
                break;
            case 2:
            case 3:
            case 4:
                transfer();
                break;
            case 5:
                haveUpcalls();
                break;
            case 6:
                changeArea();
                break;
            case 7:
                declareText();
                break;
            case 8:
                dealWithChild();
                break;
            case 9:
                beUnusual();
                break;
            case 11:
                useMemory();
                break;
            case GO_ON:
                goOn();
                break;
            case 12:
            case 13:
                programs.download();
                break;
            case 14:
                programs.use(deadline());
                break;
            default:
                letTimePass();
        }
    }

    /** Something that the network device does, whoever runs. */
    void moveDevice() {
        network.moveDevice();
    }

    /** Whether whoever runs has a free save area for an exception. */
    boolean takesExceptions() {
        long area = books.saveAreaOf(kernel.current());
        return area != 0 && kernel.machine().memory().load64(area + SaveArea.IN_USE) == 0;
    }

    /** A moment soon, one that is past, or never. */
    private long deadline() {
        int choice = random.nextInt(8);
        return choice == 0 ? 0 : choice == 1 ? -random.nextInt(1000) : kernel.machine().timer().now() + random.nextInt(1 << 19);
    }

    private void serve() {
        if (random.nextInt(4) != 0) {
            ask(Call.ENTRY_POINT, EntryPoint.SYNCHRONOUS, random.nextInt(4) == 0 ? 0 : arguments.address());
        }
        if (random.nextBoolean()) {
            ask(Call.ENTRY_POINT, EntryPoint.ASYNCHRONOUS, random.nextInt(4) == 0 ? 0 : arguments.address());
        }
        long until = deadline();
        if (actor != RawBooks.ROOT || until > 0) {
            ask(Call.ACCEPT, random.nextBoolean() ? 0 : random.nextInt(1024), until);
        }
    }

    /** Somebody in this state, or with this flag if that is not 0; nobody: 0. */
    private long find(int state, int flag, boolean child) {
        int start = random.nextInt(Limits.ENVIRONMENTS_MAXIMUM);
        for (int step = 0; step < Limits.ENVIRONMENTS_MAXIMUM; step++) {
            int index = (start + step) % Limits.ENVIRONMENTS_MAXIMUM;
            if (books.exists(index) && books.state(index) == state && (!child || books.parent(index) == actor)
                    && (flag == 0 || (books.environment32(index, EnvironmentRecord.FLAGS) & flag) != 0)) {
                return books.name(index);
            }
        }
        return 0;
    }

    /** To somebody who waits for it, and on from there, or back. */
    private void transfer() {
        for (int hops = 1 + random.nextInt(4); hops > 0 && kernel.current() != 0; hops--) {
            actor = kernel.current();
            long to = find(EnvironmentState.WAITING, random.nextInt(4) == 0 ? EnvironmentFlag.ACCEPTING : EnvironmentFlag.OPEN,
                    false);
            if (to == 0) {
                serve();
                return;
            }
            if (random.nextInt(4) == 0) {
                ask(Call.TRANSFER_ASYNC, to);
            } else {
                ask(Call.TRANSFER_SYNC, to, actor == RawBooks.ROOT || random.nextInt(3) == 0 ? deadline() : 0);
            }
            if (random.nextInt(4) == 0) {
                deeds.perform(Deed.Verb.PASS, random.nextInt(1 << 12));
            }
        }
    }

    /** A page to write a capability and a list to, and what these can do; the page stays bound. */
    private void useMemory() {
        long self = books.name(actor);
        long frame = ask(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        long page = arguments.address();
        ask(Call.UNBIND, self, page);
        while (ask(Call.BIND, self, page, frame, Family.WRITE) == Status.NO_TABLE) {
            if (ask(Call.TABLE_GIVE, self, ask(Call.FRAME_ALLOC, Limits.ANY_FRAME)) < 0) {
                return;
            }
        }
        ask(Call.CAP_MAKE, CapabilityKind.FRAME, frame, Family.WRITE, page);
        ask(Call.CAP_RESTRICT, page, Family.READ, page + Capability.BYTES);
        ask(Call.CAP_BIND, self, page + (1 + random.nextInt(3)) * 4096L, page + random.nextInt(2) * (long) Capability.BYTES,
                1 + 2 * random.nextInt(2));
        if (kernel.current() == actor && wroteList(page + 64, frame, page)) {
            ask(Call.BATCH, self, page + 64, 1 + random.nextInt(3));
        }
        ask(Call.PROTECT, self, page, 1 + 2 * random.nextInt(2));
    }

    private boolean wroteList(long at, long frame, long page) {
        for (int i = 0; i < 3; i++) {
            long entry = at + (long) i * BatchEntry.BYTES;
            if (write(entry, 1 + random.nextInt(3) | (1L + 2 * random.nextInt(2)) << 32) < 0) {
                return false;
            }
            write(entry + BatchEntry.VA, page + random.nextInt(4) * 4096L);
            write(entry + BatchEntry.FRAME, random.nextInt(4) == 0 ? arguments.frame() : frame);
        }
        return true;
    }

    /** Negative if the processor refuses it. */
    private long write(long va, long word) {
        return deeds.perform(Deed.Verb.STORE_WORD, va, 0, word);
    }

    private void haveUpcalls() {
        long area = ask(Call.FRAME_ALLOC, Limits.ANY_FRAME);
        ask(Call.UPCALL, area, arguments.address(), Family.ENTRY);
        for (int kind : new int[] {EntryPoint.PROLOGUE, EntryPoint.REVOCATION, EntryPoint.EPILOGUE}) {
            if (random.nextBoolean() && (kind != EntryPoint.EPILOGUE || actor != RawBooks.ROOT || random.nextInt(8) == 0)) {
                ask(Call.ENTRY_POINT, kind, random.nextInt(4) == 0 ? 0 : Stage.entryOf(kind));
            }
        }
    }

    /** The program writes to its save area: that it has dealt with what came, or anything. */
    private void changeArea() {
        if (kernel.current() != actor || books.saveAreaOf(actor) == 0) {
            return;
        }
        deeds.perform(Deed.Verb.AREA, SaveArea.IN_USE, random.nextInt(8) / 7);
        deeds.perform(Deed.Verb.AREA, SaveArea.INTERRUPT_IN_USE, random.nextInt(8) / 7);
        if (random.nextInt(4) == 0) {
            deeds.perform(Deed.Verb.AREA, random.nextInt(512) * 8L,
                    random.nextBoolean() ? arguments.edge() : random.nextLong());
        }
    }

    /** With a text that the next call comes from, or does not; the root keeps none, for it would not live long. */
    private void declareText() {
        deeds.perform(Deed.Verb.AT, PLACE);
        ask(Call.TEXT_RANGE, PLACE - 1 - random.nextInt(4096), PLACE + random.nextInt(4096));
        if (takesExceptions() && kernel.current() == actor && random.nextBoolean()) {
            deeds.perform(Deed.Verb.AT, PLACE + 4096 + random.nextInt(4096));
            ask(Call.ENV_SELF);
            changeArea();
        }
        if (kernel.current() == actor && (actor == RawBooks.ROOT || random.nextInt(4) != 0)) {
            deeds.perform(Deed.Verb.AT, PLACE);
            ask(Call.TEXT_RANGE, 0, 0);
        }
    }

    /** A child that stopped goes on or is ended; of one that runs something is asked back. */
    private void dealWithChild() {
        long stopped = find(EnvironmentState.STOPPED, 0, true);
        if (stopped != 0 && random.nextBoolean()) {
            ask(Call.ENV_RESUME, stopped, random.nextBoolean() ? 0 : Family.ENTRY);
        } else if (stopped != 0) {
            ask(Call.ENV_END, stopped, random.nextInt(256));
        }
        long child = find(random.nextBoolean() ? EnvironmentState.RUNNABLE : EnvironmentState.WAITING, 0, true);
        if (child != 0) {
            ask(Call.ENV_GUARD, child, random.nextInt(2));
            ask(Call.REVOKE, child, random.nextInt(3) / 2, 1 + random.nextInt(9),
                    Math.max(1, deadline()));
        }
    }

    private void beUnusual() {
        switch (random.nextInt(3)) {
            case 0:
                ask(Call.SEGMENT_BASES, arguments.address(), random.nextBoolean() ? 0 : arguments.address());
                break;
            case 1:
                deeds.perform(Deed.Verb.VECTORS);
                deeds.perform(Deed.Verb.FILL, random.nextInt(256));
                break;
            default:
                ask(Call.SEGMENT_BASES, 0, 0);
        }
        long first = books.firstFreeFrame();
        ask(Call.FRAME_ALLOC_RANGE, first, 1 + random.nextInt(3));
        ask(Call.TABLE_DROP, books.name(actor), arguments.address());
    }

    /** Gives the processor away: to somebody, or to whoever is next. */
    private void goOn() {
        long to = find(EnvironmentState.RUNNABLE, 0, false);
        if (random.nextInt(8) == 0) {
            ask(Call.WAIT, 1 + random.nextInt(1023), Math.max(1, deadline()));
        }
        ask(Call.YIELD, random.nextInt(3) != 0 ? to : 0);
    }

    private void letTimePass() {
        long left = books.sliceEnd() - kernel.machine().timer().now();
        deeds.perform(Deed.Verb.PASS, left <= 0 || random.nextInt(3) == 0 ? random.nextInt(1 << 10)
                : random.nextBoolean() ? left : left / (1 + random.nextInt(4)));
    }
}
