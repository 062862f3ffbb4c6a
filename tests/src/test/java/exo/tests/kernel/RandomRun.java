package exo.tests.kernel;

import exo.abi.Capability;
import exo.abi.CapabilityKind;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import exo.abi.SaveArea;
import exo.abi.Status;
import exo.abi.spec.Argument;
import exo.abi.spec.Call;
import exo.abi.spec.Specification;
import exo.machine.Trap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A machine under random calls from whoever is on its processor, with accesses, exceptions, interrupts, typing and a console
 * that stops and goes in between. One seed decides everything. When the root ends, and the machine with it, or when nobody
 * can ever run again, it goes on from the last state that was checked: the machine's state is all of the kernel's.
 */
public final class RandomRun {
    /** A deadline so far ahead that no machine will see it. */
    private static final long FAR_CYCLES = 1L << 40;
    private static final int STEPS_BETWEEN_SNAPSHOTS = 5000;
    private static final int FEW_FRAMES = 20;
    /** Of steps, single calls; where there is a network more are rows of them. */
    private static final int CALLS_IN_HUNDRED = 68;
    private static final int CALLS_BESIDE_NETWORK_IN_HUNDRED = 58;
    /** A child is not reaped while the device has something to send for it. */
    private static final int REAPS_MAXIMUM = 200;
    private static final List<Call> CALLS = Specification.current().calls();

    private final Random random;
    private final BootedKernel kernel;
    private final Deeds deeds;
    private final HostileArguments arguments;
    private final RandomScenes scenes;
    private final int stepsBetweenChecks;
    private final int callsInHundred;
    /** By number: whether the call has succeeded. */
    private final Set<Integer> succeededCalls = new TreeSet<>();
    private final BootedKernel.State fresh;
    private BootedKernel.State checked;
    private int checkedStep;
    /** How many deeds led to the two states. */
    private final int freshCount;
    private int checkedCount;
    private int actor;
    private long trace;
    private long refused;
    private long succeeded;

    RandomRun(long seed, Setup setup, int stepsBetweenChecks) {
        this(new Random(seed), seed, setup, stepsBetweenChecks);
    }

    /** @param random  decides everything but what the machine boots from */
    RandomRun(Random random, long seed, Setup setup, int stepsBetweenChecks) {
        this.random = random;
        this.kernel = new BootedKernel(setup.withSeed(seed));
        this.deeds = new Deeds(kernel);
        this.arguments = new HostileArguments(random, kernel.books());
        this.scenes = new RandomScenes(random, deeds, arguments, succeededCalls);
        this.stepsBetweenChecks = stepsBetweenChecks;
        this.callsInHundred = kernel.device() == null ? CALLS_IN_HUNDRED : CALLS_BESIDE_NETWORK_IN_HUNDRED;
        shareTime();
        this.fresh = kernel.snapshot();
        this.freshCount = deeds.count();
        this.checked = fresh;
        this.checkedCount = freshCount;
    }

    /**
     * @param machineSeed  what the machine boots from
     * @param tags  whether its processor tells address spaces apart in its cache
     */
    public RandomRun(long machineSeed, boolean tags, int stepsBetweenChecks) {
        this(machineSeed, Deeds.setup(tags), stepsBetweenChecks);
    }

    /** From a fresh machine, so many steps, decided by what the random source gives from here on. */
    void playOn(int steps) {
        arguments.forget();
        beginAnew();
        checkedStep = 0;
        run(steps);
    }

    /** From a fresh machine, so many steps that one seed decides; whatever was played before. */
    public void play(long seed, int steps) {
        random.setSeed(seed);
        playOn(steps);
    }

    /** What was done since the machine was fresh: after a failure, what led to it. */
    public Deeds deeds() {
        return deeds;
    }

    /** Others are to run as often as the root: it keeps few of its slices, and can lend the rest. */
    private void shareTime() {
        for (int position = 0; position < Limits.SLICES; position++) {
            if (position % 10 != 0) {
                deeds.call(exo.abi.Call.SLICE_FREE, position);
            }
        }
    }

    /** Depends on every call made and every result given. */
    public long trace() {
        return trace;
    }

    long refused() {
        return refused;
    }

    long succeeded() {
        return succeeded;
    }

    /** Numbers of the calls that have succeeded. */
    Set<Integer> succeededCalls() {
        return succeededCalls;
    }

    BootedKernel kernel() {
        return kernel;
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            boolean audit = random.nextInt(16) == 0;
            kernel.audits(audit);
            try {
                step();
            } catch (MachineOff off) {
                note(off.status());
                goBack();
            }
            if (step % stepsBetweenChecks == 0) {
                kernel.check();
                keep(step);
            }
        }
        kernel.check();
    }

    /**
     * A snapshot holds all output so far, so it is taken seldom. A machine that is used up is begun anew: nobody tidies up here,
     * and what cannot get a frame any more comes to nothing.
     */
    private void keep(int step) {
        if (kernel.books().limit(RawBooks.ROOT, ResourceKind.FRAMES)
                - kernel.books().used(RawBooks.ROOT, ResourceKind.FRAMES) < FEW_FRAMES) {
            beginAnew();
        }
        if (kernel.current() != 0 && step - checkedStep > STEPS_BETWEEN_SNAPSHOTS) {
            checked = kernel.snapshot();
            checkedCount = deeds.count();
            checkedStep = step;
        }
    }

    private void beginAnew() {
        kernel.restore(fresh);
        deeds.forget(freshCount);
        checked = fresh;
        checkedCount = freshCount;
    }

    private void goBack() {
        kernel.restore(checked);
        deeds.forget(checkedCount);
    }

    private void note(long value) {
        trace = (trace ^ value) * 0x9e37_79b9_7f4a_7c15L;
        trace ^= trace >>> 29;
    }

    private void step() {
        if (kernel.current() == 0) {
            wake();
            return;
        }
        int choice = random.nextInt(100);
        if (choice < callsInHundred) {
            call(CALLS.get(random.nextInt(CALLS.size())));
        } else if (choice < 78) {
            scenes.play();
        } else if (choice < 86) {
            touch();
        } else if (choice < 90) {
            deeds.perform(Deed.Verb.PASS, random.nextInt(1 << 20));
        } else if (choice < 91) {
            console();
        } else if (choice < 92) {
            deeds.perform(Deed.Verb.VECTORS);
        } else if (choice < 93) {
            trap();
        } else if (choice < 94) {
            note(deeds.call(random.nextInt(), arguments.edge(), arguments.edge()));
        } else {
            prepare();
        }
        note(kernel.current());
    }

    /** Nobody runs: lets time pass or a byte arrive, or goes back if that helps nobody. */
    private void wake() {
        long untilDeadline = kernel.machine().timer().deadline() - kernel.machine().timer().now();
        boolean soon = kernel.machine().timer().armed() && untilDeadline < FAR_CYCLES;
        if (kernel.device() != null && random.nextBoolean()) {
            scenes.moveDevice();
            return;
        }
        if (soon && random.nextBoolean()) {
            deeds.perform(Deed.Verb.PASS, Math.max(0, untilDeadline));
        } else {
            deeds.perform(Deed.Verb.KEY, random.nextInt(256));
        }
        if (kernel.current() == 0 && !soon) {
            goBack();
        }
    }

    private void call(Call call) {
        boolean ends = call.number() == exo.abi.Call.EXIT || call.number() == exo.abi.Call.POWER_OFF
                || call.number() == exo.abi.Call.WAIT || call.number() == exo.abi.Call.ACCEPT
                || call.number() == exo.abi.Call.WAIT_UNTIL || call.number() == exo.abi.Call.TRANSFER_SYNC || call.number() == exo.abi.Call.TEXT_RANGE;
        if (ends && random.nextInt(kernel.current() == RawBooks.ROOT ? 200 : 20) != 0
                || kernel.device() == null && CodeStatusCases.OF_DEVICE.contains(call.number()) && random.nextInt(8) != 0) {
            return;
        }
        long[] values = new long[call.arguments().size()];
        for (int i = 0; i < values.length; i++) {
            Argument argument = call.arguments().get(i);
            values[i] = arguments.of(argument.kind(), argument.name());
        }
        long result = deeds.call(call.number(), values);
        note(call.number());
        note(result);
        if (result < 0) {
            refused++;
            return;
        }
        succeeded++;
        succeededCalls.add(call.number());
        if (call.number() == exo.abi.Call.FRAME_ALLOC || call.number() == exo.abi.Call.UNBIND) {
            arguments.rememberFrame(result);
        } else if (call.number() == exo.abi.Call.ENV_CREATE) {
            arguments.rememberName(result);
        }
    }

    /** An access to memory that may be bound or not; a fault goes to the kernel one time in eight, else is forgotten. */
    private void touch() {
        long va = random.nextInt(8) == 0 ? arguments.edge() : arguments.address() + random.nextInt(4089);
        boolean seen = kernel.current() != RawBooks.ROOT && random.nextInt(8) == 0;
        int how = random.nextInt(8);
        if (how == 7) {
            deeds.perform(Deed.Verb.ANTICIPATE, va);
        } else if (how > 3) {
            note(deeds.perform(Deed.Verb.STORE, va, seen ? 1 : 0, random.nextInt(256)));
        } else {
            note(deeds.perform(how > 1 ? Deed.Verb.LOAD : Deed.Verb.FETCH, va, seen ? 1 : 0));
        }
    }

    /** The root's end is the machine's, and takes it back to where it was: where it got to is to be seldom lost. */
    private void trap() {
        int vector = random.nextInt(Trap.VECTOR_FLOATING_POINT + 1);
        if (kernel.current() != RawBooks.ROOT || scenes.takesExceptions() || random.nextInt(100) == 0) {
            deeds.perform(Deed.Verb.TRAP, vector, random.nextInt(32), arguments.edge());
        }
    }

    private void console() {
        switch (random.nextInt(4)) {
            case 0:
                deeds.perform(Deed.Verb.DRAINING, Math.min(1, random.nextInt(3)));
                break;
            case 1:
                deeds.perform(Deed.Verb.DRAIN, random.nextInt(16));
                break;
            default:
                deeds.perform(Deed.Verb.TYPE, 1 + random.nextInt(100));
        }
    }

    /** A child of the current environment, or itself if it has none where it was looked for. */
    private long child(long self) {
        int start = random.nextInt(Limits.ENVIRONMENTS_MAXIMUM);
        for (int step = 0; step < Limits.ENVIRONMENTS_MAXIMUM; step++) {
            int index = (start + step) % Limits.ENVIRONMENTS_MAXIMUM;
            if (kernel.books().exists(index) && kernel.books().parent(index) == kernel.current()) {
                return kernel.books().name(index);
            }
        }
        return self;
    }

    /** A call in a row of them, as long as it is the same environment that makes them: one may have ended or put it to sleep. */
    private long ask(int number, long... values) {
        long result = kernel.current() == actor ? deeds.call(number, values) : Status.WRONG_STATE;
        if (result >= 0) {
            succeededCalls.add(number);
        }
        return result;
    }

    /** A few frames and tables in a row, a child that runs, or one that ends: what single random calls seldom come to. */
    private void prepare() {
        actor = kernel.current();
        long self = ask(exo.abi.Call.ENV_SELF);
        long first = ask(exo.abi.Call.FRAME_ALLOC, Limits.ANY_FRAME);
        long second = ask(exo.abi.Call.FRAME_ALLOC, Limits.ANY_FRAME);
        if (first < 0 || second < 0) {
            return;
        }
        arguments.rememberFrame(first);
        arguments.rememberFrame(second);
        int choice = random.nextInt(9);
        if (choice == 8) {
            prepareForLosses(self, first, second);
            return;
        }
        if (choice < 3) {
            long environment = choice == 0 ? self : child(self);
            ask(exo.abi.Call.TABLE_GIVE, environment, first);
            ask(exo.abi.Call.BIND, environment, arguments.address(), second, 1 + 2 * random.nextInt(2));
            return;
        }
        if (choice == 3) {
            long ended = child(self);
            ask(exo.abi.Call.ENV_END, ended, 0);
            for (int calls = 0; calls < REAPS_MAXIMUM && ask(exo.abi.Call.ENV_REAP, ended) > 0; calls++) {
                note(ended);
            }
            return;
        }
        long child = ask(exo.abi.Call.ENV_CREATE, first, second, random.nextInt(4) == 0 ? 0 : account(), 'r', 0);
        if (child > 0) {
            arguments.rememberName(child);
            ask(exo.abi.Call.ENV_GUARD, child, random.nextInt(2));
            ask(exo.abi.Call.ENV_START, child, Family.ENTRY, StewardFile.STACK_TOP, 0, 0);
            for (int slices = random.nextInt(10); slices > 0; slices--) {
                ask(exo.abi.Call.SLICE_GIVE, ask(exo.abi.Call.SLICE_ALLOC, Limits.ANY_SLICE), child);
            }
        }
    }

    /** A new account under the current environment's, with a little of each kind, or 0. */
    private long account() {
        long account = ask(exo.abi.Call.ACCOUNT_CREATE);
        if (account < 0) {
            return 0;
        }
        ask(exo.abi.Call.ACCOUNT_LEND, account, ResourceKind.FRAMES, 2 + random.nextInt(50));
        ask(exo.abi.Call.ACCOUNT_LEND, account, ResourceKind.ENVIRONMENTS, 1 + random.nextInt(4));
        ask(exo.abi.Call.ACCOUNT_LEND, account, ResourceKind.ACCOUNTS, random.nextInt(4));
        ask(exo.abi.Call.ACCOUNT_LEND, account, ResourceKind.SLICES, random.nextInt(20));
        ask(exo.abi.Call.ACCOUNT_LEND, account, ResourceKind.CODE_PAGES, random.nextInt(4));
        ask(exo.abi.Call.ACCOUNT_LEND, account, ResourceKind.FILTERS, random.nextInt(6));
        return account;
    }

    /** A save area with a capability to save to in it; and, from the parent, frames or slices asked back, soon. */
    private void prepareForLosses(long self, long area, long backing) {
        long va = arguments.address() & -Limits.BYTES_IN_FRAME;
        ask(exo.abi.Call.UPCALL, area, va, Family.ENTRY);
        ask(exo.abi.Call.UNBIND, self, va);
        for (int tries = 0; tries < 5 && ask(exo.abi.Call.BIND, self, va, area, Family.WRITE) == Status.NO_TABLE; tries++) {
            ask(exo.abi.Call.TABLE_GIVE, self, ask(exo.abi.Call.FRAME_ALLOC, Limits.ANY_FRAME));
        }
        ask(exo.abi.Call.CAP_MAKE, CapabilityKind.FRAME, backing, 1 + 2 * random.nextInt(2),
                va + SaveArea.BACKINGS + random.nextInt(Limits.BACKINGS_MAXIMUM) * Capability.BYTES);
        ask(exo.abi.Call.FRAME_GUARANTEE, backing, 1);
        long parent = kernel.books().name(kernel.books().parent(actor));
        if (actor != RawBooks.ROOT && ask(exo.abi.Call.YIELD, parent) == Status.OK) {
            actor = kernel.current();
            int cycles = 1 + random.nextInt(1 << 16);
            ask(exo.abi.Call.REVOKE, self, random.nextInt(4) / 3, 1 + random.nextInt(20),
                    kernel.machine().timer().now() + cycles);
            deeds.perform(Deed.Verb.PASS, random.nextBoolean() ? cycles : 1);
        }
    }
}
