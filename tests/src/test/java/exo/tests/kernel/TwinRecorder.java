package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.abi.AccountRecord;
import exo.abi.BooksHeader;
import exo.abi.Context;
import exo.abi.EnvironmentRecord;
import exo.abi.FrameRecord;
import exo.abi.Limits;
import exo.abi.ProgramRecord;
import exo.abi.RingRecord;
import exo.abi.SliceRecord;
import exo.abi.spec.Argument;
import exo.abi.spec.Call;
import exo.abi.spec.Kind;
import exo.abi.spec.Specification;
import exo.machine.Trap;
import exo.machine.simulated.PageFault;
import exo.machine.simulated.ProcessorFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes down what the programs of a {@link BootedKernel} do, so that other programs can do the same elsewhere. A deadline that
 * is still to come is written as the time until then; all else is as it is, for the other machine has the same memory.
 */
final class TwinRecorder implements Witness {
    private static final long PAGE_MASK = Limits.BYTES_IN_FRAME - 1;
    /** Where in its page of code a program of ours is when it is at no entry: anywhere but at its beginning. */
    private static final long AT_WORK = 0x40;
    static final long SUM_FACTOR = 0x9e37_79b9_7f4a_7c15L;
    private static final int SUM_ROTATION = 23;

    /** All that are kept or passed on; but of rsi and r10, as a deadline may be there, and the kernel's rcx, r11 and rax. */
    private static final int[] OTHERS = {Context.RDI, Context.RDX, Context.R8, Context.RBX, Context.RBP, Context.RSP,
        Context.R12, Context.R13, Context.R14, Context.R15};
    /** Those that our page of code clears behind a step that is no call, for which it needs them. */
    private static final int[] NOT_AFTER_OTHERS = {Context.RDI, Context.RDX, Context.R8};

    private static final Map<Long, Integer> DEADLINES = deadlines();

    private final BootedKernel kernel;
    private final List<Step> steps = new ArrayList<>();
    /** Environments whose last step was a call. */
    private final Set<Integer> lastWasCall = new HashSet<>();
    private String scene = "";

    TwinRecorder(BootedKernel kernel) {
        this.kernel = kernel;
        kernel.witness(this);
    }

    /** By the number of a call: which of its arguments is a deadline. */
    private static Map<Long, Integer> deadlines() {
        Map<Long, Integer> deadlines = new HashMap<>();
        for (Call call : Specification.current().calls()) {
            List<Argument> arguments = call.arguments();
            for (int i = 0; i < arguments.size(); i++) {
                if (arguments.get(i).kind() == Kind.CYCLES) {
                    deadlines.put((long) call.number(), i);
                }
            }
        }
        return deadlines;
    }

    /** What the steps from here on are part of. */
    void scene(String name) {
        scene = name;
    }

    List<Step> steps() {
        return steps;
    }

    // ---- what a kernel's programs do ---------------------------------------------------------------------------------

    private Step.Arrival arrival(int environment) {
        long at = kernel.register(Context.RIP);
        boolean entered = (at & PAGE_MASK) == 0;
        if (!entered && !lastWasCall.contains(environment)) {
            for (int register : NOT_AFTER_OTHERS) {
                kernel.register(register, 0);
            }
        }
        long others = 0;
        for (int register : OTHERS) {
            others = (others + kernel.register(register)) * SUM_FACTOR;
        }
        long rax = kernel.register(Context.RAX);
        kernel.register(Context.RIP, at & ~PAGE_MASK | AT_WORK);
        return entered ? new Step.Arrival(others >>> 32, at, rax, kernel.register(Context.RCX), kernel.register(Context.RDX))
                : new Step.Arrival(others >>> 32, 0, rax, 0, 0);
    }

    /** As the guest's page of code does it: what a step is goes through all registers, so that one sees if one is lost. */
    private void step(int kind, long number, int ahead, long... arguments) {
        int environment = kernel.current();
        if (environment == 0) {
            throw new AssertionError(scene + ": nobody is there to take a step");
        }
        Step step = new Step(kind, environment, number, arguments, ahead, arrival(environment), scene);
        long index = steps.size();
        long place = TwinLayout.STEPS + index * Step.BYTES;
        long[] values = {step.argument(0), step.argument(2), step.argument(4), index, place + 16, place + 8, ~index,
            TwinLayout.ARRIVALS + index * Step.BYTES, environment, place};
        for (int i = 0; i < OTHERS.length; i++) {
            kernel.register(OTHERS[i], values[i]);
        }
        kernel.register(Context.RAX, 0);
        kernel.register(Context.RCX, 0);
        steps.add(step);
        if (kind == Step.CALL) {
            lastWasCall.add(environment);
        } else {
            lastWasCall.remove(environment);
        }
    }

    @Override
    public void call(int number, long[] arguments) {
        long[] told = arguments.clone();
        int ahead = DEADLINES.getOrDefault((long) number, 0);
        long now = kernel.machine().timer().now();
        if (ahead != 0 && told[ahead] > now) {
            told[ahead] -= now;
        } else {
            ahead = 0;
        }
        step(Step.CALL, number, ahead, told);
    }

    @Override
    public void trap(int vector) {
        if (vector != Trap.INVALID_OPCODE) {
            other("vector " + vector);
        }
        step(Step.TRAP, 0, 0);
    }

    @Override
    public void fault(ProcessorFault fault) {
        if (!(fault instanceof PageFault page) || (fault.errorCode() & (Trap.FAULT_WRITE | Trap.FAULT_FETCH)) != 0) {
            other("a fault that is no load's");
            return;
        }
        step(Step.TOUCH, 0, 0, page.virtualAddress());
    }

    @Override
    public void load(long virtualAddress) {
        step(Step.LOAD, 0, 0, virtualAddress);
    }

    @Override
    public void store(long virtualAddress, long value) {
        step(Step.STORE, 0, 0, virtualAddress, value);
    }

    /** While nobody runs, time passes by itself. */
    @Override
    public void pass(long cycles) {
        if (kernel.current() != 0) {
            step(Step.PASS, 0, 0, cycles);
        }
    }

    @Override
    public void typed(String text) {
        if (kernel.current() != 0) {
            other("typing while somebody runs");
        }
    }

    @Override
    public void other(String what) {
        throw new AssertionError(scene + ": cannot be said to the other machine: " + what);
    }

    // ---- what is looked at besides -----------------------------------------------------------------------------------

    /** Sums up each public book, without the words of which {@link RightlyDifferent} says why they differ. */
    void books() {
        RawBooks books = kernel.books();
        long header = Limits.BOOKS_START;
        sum(header, BooksHeader.BOOT_CYCLES / 8 + 1, BooksHeader.BOOT_CYCLES / 8 + 1, RightlyDifferent.IN_HEADER);
        sum(header + books.header64(BooksHeader.ENVIRONMENTS), Limits.ENVIRONMENTS_MAXIMUM * EnvironmentRecord.BYTES / 8,
                EnvironmentRecord.BYTES / 8, RightlyDifferent.IN_ENVIRONMENTS);
        sum(header + books.header64(BooksHeader.SLICES), Limits.SLICES * SliceRecord.BYTES / 8, 64, 0);
        sum(header + books.header64(BooksHeader.ACCOUNTS), Limits.ACCOUNTS_MAXIMUM * AccountRecord.BYTES / 8, 64, 0);
        sum(header + books.header64(BooksHeader.PROGRAMS), Limits.PROGRAMS_MAXIMUM * ProgramRecord.BYTES / 8,
                ProgramRecord.BYTES / 8, RightlyDifferent.IN_PROGRAMS);
        sum(header + books.header64(BooksHeader.RINGS), Limits.RINGS_MAXIMUM * RingRecord.BYTES / 8, 64, 0);
        sum(header + books.header64(BooksHeader.FRAMES), books.frameCount * FrameRecord.BYTES / 8, 64, 0);
    }

    private void sum(long virtualAddress, long words, long wordsInRecord, long leftOut) {
        step(Step.SUM, 0, 0, virtualAddress, words, wordsInRecord, leftOut, SUM_FACTOR);
        long at = kernel.books().publicStart() + virtualAddress - Limits.BOOKS_START;
        long sum = 0;
        for (long word = 0; word < words; word++) {
            if ((leftOut >>> word % wordsInRecord & 1) == 0) {
                sum = Long.rotateLeft((sum ^ kernel.machine().memory().load64(at + word * 8)) * SUM_FACTOR, SUM_ROTATION);
            }
        }
        kernel.register(Context.RAX, sum);
    }

    /** The last step: the first environment tells what it saw, and switches the machine off with this status. */
    void end(int status, int reason) {
        step(Step.END, 0, 0, status, reason);
        kernel.witness(Witness.NONE);
        MachineOff off = assertThrows(MachineOff.class, () -> kernel.call(exo.abi.Call.POWER_OFF, status, reason, 0));
        assertEquals(status, off.status());
    }
}
