package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;

import exo.machine.Trap;
import exo.machine.VirtioTransport;

/**
 * The parts of a simulated machine, as tests see them, and their state as a whole. Equal seeds and equal deeds give equal
 * machines; {@link #snapshot} and {@link #restore} go back and forth between states at the price of a reference a frame.
 *
 * <p>Kept true: all that can change lies in these parts, so that a snapshot misses nothing.
 */
public abstract sealed class SimulatedParts permits SimulatedMachine {
    static final int NOT_POWERED_OFF = -1;

    final SimulatedMemory memory;
    final AddressTranslation translation;
    final SimulatedProcessor processor;
    final KernelHalf kernelHalf;
    final SimulatedCodeStore code;
    final SimulatedTimer timer = new SimulatedTimer();
    final SimulatedConsole console = new SimulatedConsole();
    final CollectedText control = new CollectedText();
    final SeededSequence entropy;
    final ProcessorModel model;
    int powerOffStatus = NOT_POWERED_OFF;
    /** What the kernel made the processor do, counted: programs may ask, so a snapshot has it; the future does not depend on it. */
    long switches;
    long flushes;
    private final SimulatedUser user;
    /** Null: the machine has none. */
    private SimulatedNetworkDevice network;

    SimulatedParts(long seed, SimulatedBootInformation boot, ProcessorModel model) {
        entropy = new SeededSequence(seed);
        this.model = model;
        memory = boot.install();
        translation = new AddressTranslation(memory, model, SeededSequence.mix(seed, 1));
        processor = new SimulatedProcessor(memory);
        user = new SimulatedUser(memory, translation);
        kernelHalf = new KernelHalf(memory, boot.kernelStart(), model.entryMask());
        long codeStart = boot.kernelStart() + KernelHalf.BYTES;
        long room = (boot.kernelEnd() - codeStart) / BYTES_IN_PAGE;
        code = new SimulatedCodeStore(memory, codeStart, (int) Math.min(room, boot.codePages()));
    }

    /** A state of the machine; belongs to the machine it was taken from. */
    public static final class Snapshot {
        private final SimulatedMemory.Snapshot memory;
        private final AddressTranslation.Snapshot translation;
        private final SimulatedProcessor.Snapshot processor;
        private final SimulatedTimer.Snapshot timer;
        private final SimulatedConsole.Snapshot console;
        private final SimulatedNetworkDevice.Snapshot network;
        private final byte[] control;
        private final long[] code;
        private final long entropy;
        private final int powerOffStatus;
        private final long switches;
        private final long flushes;

        private Snapshot(SimulatedParts machine) {
            memory = machine.memory.snapshot();
            translation = machine.translation.snapshot();
            processor = machine.processor.snapshot();
            timer = machine.timer.snapshot();
            console = machine.console.snapshot();
            network = machine.network == null ? null : machine.network.snapshot();
            control = machine.control.copy();
            code = machine.code.copy();
            entropy = machine.entropy.state();
            powerOffStatus = machine.powerOffStatus;
            switches = machine.switches;
            flushes = machine.flushes;
        }
    }

    public SimulatedMemory memory() {
        return memory;
    }

    public AddressTranslation translation() {
        return translation;
    }

    public SimulatedProcessor processor() {
        return processor;
    }

    public SimulatedUser user() {
        return user;
    }

    public KernelHalf kernelHalf() {
        return kernelHalf;
    }

    public SimulatedTimer timer() {
        return timer;
    }

    public SimulatedConsole console() {
        return console;
    }

    /** Plugs a network device in, before the kernel looks for one: the first call; from then on gives it. */
    public SimulatedNetworkDevice attachNetwork() {
        if (network == null) {
            network = new SimulatedNetworkDevice(memory);
        }
        return network;
    }

    public VirtioTransport network() {
        return network;
    }

    public String controlOutput() {
        return control.text();
    }

    public boolean poweredOff() {
        return powerOffStatus != NOT_POWERED_OFF;
    }

    public int powerOffStatus() {
        return powerOffStatus;
    }

    /** Delivers the most urgent interrupt: its vector, or -1 when none is pending. The console's stays while asserted. */
    public int takeInterrupt() {
        if (timer.take()) {
            return Trap.TIMER;
        }
        if (network != null && network.takeInterrupt()) {
            return Trap.NETWORK;
        }
        return console.interruptAsserted() ? Trap.CONSOLE : -1;
    }

    public Snapshot snapshot() {
        return new Snapshot(this);
    }

    public void restore(Snapshot saved) {
        memory.restore(saved.memory);
        translation.restore(saved.translation);
        processor.restore(saved.processor);
        timer.restore(saved.timer);
        console.restore(saved.console);
        if (network != null) {
            network.restore(saved.network);
        }
        control.restore(saved.control);
        code.restore(saved.code);
        entropy.restore(saved.entropy);
        powerOffStatus = saved.powerOffStatus;
        switches = saved.switches;
        flushes = saved.flushes;
    }

    /** Equal for states with the same future; what went out to the host is past and left out. */
    public long contentHash() {
        long hash = SeededSequence.mix(memory.contentHash(), translation.contentHash());
        hash = SeededSequence.mix(hash, processor.contentHash());
        hash = SeededSequence.mix(hash, timer.contentHash());
        hash = SeededSequence.mix(hash, console.contentHash());
        hash = SeededSequence.mix(hash, code.contentHash());
        hash = network == null ? hash : SeededSequence.mix(hash, network.contentHash());
        return SeededSequence.mix(hash, entropy.state() + powerOffStatus);
    }
}
