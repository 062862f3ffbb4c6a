package exo.tests.kernel;

import exo.abi.Call;
import exo.abi.Context;
import exo.abi.Limits;
import exo.aegis.Aegis;
import exo.aegis.Boot;
import exo.aegis.Dispatch;
import exo.machine.Machine;
import exo.machine.Trap;
import exo.machine.simulated.ProcessorFault;
import exo.machine.simulated.SimulatedMachine;
import exo.machine.simulated.SimulatedNetworkDevice;
import exo.machine.simulated.SimulatedParts;
import exo.machine.simulated.SimulatedProcessor;
import exo.machine.simulated.SimulatedUser;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A kernel booted on a simulated machine, driven as the metal's entry code drives it: a call through the registers, traps
 * and interrupts through the selected context. After every step the {@link Invariants} hold, every result is one that its
 * call declares, and a call that was refused has left the whole machine as it was; unless {@link #audits} is switched off.
 */
final class BootedKernel {
    /** As interrupts go, "all of them" is soon; more is a storm that the kernel does not quench. */
    private static final int INTERRUPTS_MAXIMUM = 100_000;
    /** What {@link #call} gives of one that was an exception and no call, for it came from outside the declared text. */
    static final long FOREIGN = Long.MIN_VALUE;

    private final SimulatedMachine machine;
    private final SimulatedProcessor processor;
    private final StoppingMachine stopping;
    private final Aegis aegis;
    private final Invariants invariants;
    private boolean audited = true;
    private Witness witness = Witness.NONE;
    /** Null: there is no network device. */
    private final NetworkOracle packets;

    BootedKernel() {
        this(Setup.usual());
    }

    BootedKernel(Setup setup) {
        this(setup, UnaryOperator.identity());
    }

    /** @param seenAs  what the kernel is to see of the machine */
    BootedKernel(Setup setup, UnaryOperator<Machine> seenAs) {
        this(setup, seenAs, machine -> { });
    }

    /** A machine with a network device, which is like this. */
    static BootedKernel withNetwork(Consumer<SimulatedNetworkDevice> like) {
        return withNetwork(like, UnaryOperator.identity());
    }

    static BootedKernel withNetwork(Consumer<SimulatedNetworkDevice> like, UnaryOperator<Machine> seenAs) {
        return new BootedKernel(Setup.usual().withNetwork(), seenAs, machine -> like.accept(machine.attachNetwork()));
    }

    private BootedKernel(Setup setup, UnaryOperator<Machine> seenAs, Consumer<SimulatedMachine> before) {
        machine = new SimulatedMachine(setup.seed(), setup.information(), setup.model());
        if (setup.network()) {
            machine.attachNetwork();
        }
        before.accept(machine);
        processor = machine.processor();
        stopping = new StoppingMachine(machine);
        aegis = booted(seenAs.apply(stopping), setup);
        processor.leave();
        // Physical address 0 stands for "none": whatever the kernel does there, it does by mistake.
        machine.memory().remove(0, Limits.BYTES_IN_FRAME);
        invariants = new Invariants(machine, setup.model().tags());
        packets = setup.network() ? new NetworkOracle(machine, machine.attachNetwork(), books()) : null;
        check();
    }

    private static Aegis booted(Machine machine, Setup setup) {
        Boot boot = new Boot(machine, setup.information(), machine.cycles());
        boot.run(setup.missing());
        return boot.aegis();
    }

    /** Boots a machine that is expected to stop before it runs a program; gives it, for its last words. */
    static SimulatedMachine refused(Setup setup) {
        SimulatedMachine machine = new SimulatedMachine(setup.seed(), setup.information(), setup.model());
        try {
            booted(new StoppingMachine(machine), setup);
        } catch (MachineOff off) {
            return machine;
        }
        throw new AssertionError("it booted: " + machine.console().output());
    }

    SimulatedMachine machine() {
        return machine;
    }

    SimulatedUser user() {
        return machine.user();
    }

    Aegis aegis() {
        return aegis;
    }

    RawBooks books() {
        return invariants.books();
    }

    String console() {
        return machine.console().output();
    }

    /** The same, once the device's interrupts have fetched what waits in the kernel. */
    String printed() {
        interrupts();
        return console();
    }

    /** Index of the environment on the processor, 0 while idle. */
    int current() {
        return books().current();
    }

    long register(int offset) {
        return processor.get(offset);
    }

    void register(int offset, long value) {
        processor.set(offset, value);
    }

    /** Off for tests that make many steps and look between them by themselves. */
    void audits(boolean on) {
        audited = on;
    }

    void witness(Witness other) {
        witness = other;
    }

    /** The network device, or null: it has none. */
    SimulatedNetworkDevice device() {
        return packets == null ? null : machine.attachNetwork();
    }

    /** What is known of packets, claims and filters; null without a network device. */
    NetworkOracle packets() {
        return packets;
    }

    /** All that can change: the machine, the console device's patience, and what is known of packets. */
    record State(SimulatedParts.Snapshot machine, int polls, NetworkOracle.State packets) {
    }

    State snapshot() {
        return new State(machine.snapshot(), stopping.polls(), packets == null ? null : packets.state());
    }

    void restore(State saved) {
        machine.restore(saved.machine());
        stopping.polls(saved.polls());
        if (packets != null) {
            packets.restore(saved.packets());
        }
    }

    void check() {
        invariants.check();
        if (packets != null) {
            packets.check();
        }
    }

    private void afterStep() {
        if (packets != null) {
            packets.afterStep();
        }
        if (audited) {
            check();
        }
    }

    // ---- the ways into the kernel ------------------------------------------------------------------------------------

    /** A call of the current environment; gives what the kernel answered, which is the caller's as soon as it runs again. */
    long call(int number, long... arguments) {
        long[] a = Arrays.copyOf(arguments, 5);
        witness.call(number, a);
        int[] registers = {Context.RDI, Context.RSI, Context.RDX, Context.R10, Context.R8};
        for (int i = 0; i < registers.length; i++) {
            processor.set(registers[i], a[i]);
        }
        processor.set(Context.RAX, number);
        if (!processor.enterByCall()) {
            aegis.traps().foreignCall();
            processor.leave();
            afterStep();
            return FOREIGN;
        }
        if (packets != null) {
            packets.before(number, a);
        }
        long unsent = books().outputBytes();
        long before = audited ? machine.contentHash() : 0;
        long result = Dispatch.dispatch(aegis, a[0], a[1], a[2], a[3], a[4], number);
        if (audited && result < 0 && !writesBeforeItRefuses(number) && machine.contentHash() != before
                && books().outputBytes() == unsent) {
            throw new AssertionError("call 0x" + Integer.toHexString(number) + " was refused with "
                    + DeclaredStatuses.nameOf(result) + " and has changed something");
        }
        processor.returnFromCall(result);
        DeclaredStatuses.require(number, result);
        if (packets != null) {
            packets.after(number, a, result);
        }
        afterStep();
        return result;
    }

    /**
     * What is checked of a packet is a copy in a slot that nothing is sent from, bounds and atoms are read into a place of their own, and
     * the caller's record says whose claim or filter stood against it.
     */
    private static boolean writesBeforeItRefuses(int number) {
        return number == Call.PACKET_SEND || number == Call.FILTER_BIND || number == Call.CLAIM_SPLIT || number == Call.CLAIM_RETURN;
    }

    /** An exception of the current environment. */
    void trap(int vector, long errorCode, long faultAddress) {
        witness.trap(vector);
        processor.enterByTrap(vector, errorCode);
        aegis.traps().exception(vector, errorCode, faultAddress);
        processor.leave();
        afterStep();
    }

    void trap(int vector) {
        trap(vector, 0, 0);
    }

    /** The current environment uses vector registers: if it never did, the processor asks the kernel first. */
    void useVectors() {
        witness.other("vector registers");
        if (!processor.vectorAccess()) {
            processor.enterByTrap(Trap.DEVICE_NOT_AVAILABLE, 0);
            aegis.traps().vectorUse();
            processor.leave();
            afterStep();
        }
    }

    /** What the processor does upon an access that it refused. */
    void trap(ProcessorFault fault) {
        witness.fault(fault);
        faulted(fault);
    }

    private void faulted(ProcessorFault fault) {
        long address = processor.enterByFault(fault);
        aegis.traps().exception(fault.vector(), fault.errorCode(), address);
        processor.leave();
        afterStep();
    }

    /** Delivers one interrupt, if one is pending; gives its vector or -1. */
    int interrupt() {
        int vector = machine.takeInterrupt();
        if (vector >= 0) {
            processor.enterByTrap(vector, 0);
            aegis.traps().interrupt(vector);
            processor.leave();
            afterStep();
        }
        return vector;
    }

    /** Delivers interrupts until none is pending; gives how many there were. */
    int interrupts() {
        int count = 0;
        while (interrupt() >= 0) {
            if (++count > INTERRUPTS_MAXIMUM) {
                throw new AssertionError("an interrupt does not go away");
            }
        }
        return count;
    }

    /** Lets cycles pass, and delivers what that makes pending. */
    void pass(long cycles) {
        witness.pass(cycles);
        machine.timer().advance(cycles);
        interrupts();
    }

    /** Types at the console, and delivers the interrupt. */
    void type(String text) {
        witness.typed(text);
        machine.console().type(text);
        interrupts();
    }

    /** Whether the current environment may do this to its memory; what the processor refuses does not reach the kernel. */
    static boolean permitted(Runnable access) {
        try {
            access.run();
            return true;
        } catch (ProcessorFault fault) {
            return false;
        }
    }

    /** An access of the current environment; a fault that it raises reaches the kernel. */
    void touch(Runnable access) {
        try {
            access.run();
        } catch (ProcessorFault fault) {
            trap(fault);
        }
    }

    /** The current environment loads a word that it can reach, into rax. */
    long load(long virtualAddress) {
        witness.load(virtualAddress);
        long word = user().load64(virtualAddress);
        processor.set(Context.RAX, word);
        return word;
    }

    /** The current environment stores a word; a fault that this raises reaches the kernel. */
    void store(long virtualAddress, long value) {
        witness.store(virtualAddress, value);
        try {
            user().store64(virtualAddress, value);
        } catch (ProcessorFault fault) {
            faulted(fault);
        }
    }
}
