package exo.tests.network;

import exo.aegis.network.VirtioListener;
import exo.aegis.network.VirtioNet;
import exo.machine.Machine;
import exo.machine.VirtioTransport;
import exo.machine.simulated.SimulatedBootInformation;
import exo.machine.simulated.SimulatedMachine;
import exo.machine.simulated.SimulatedMemory;
import java.util.function.Function;

/**
 * The driver alone, on a machine whose memory is what the driver owns and nothing else, so that any other access is a machine
 * check; within its own memory the gaps between its tables are poisoned.
 */
final class Driver implements VirtioListener {
    static final long FRAMES = 4L << 20;
    private static final long MEMORY_BYTES = 2L << 20;
    private static final long DRIVER = 1L << 20;
    private static final long FRAME = 4096;
    /** From the driver's memory on, where the layout of 256 descriptors leaves room: from and to, of each frame of rings. */
    private static final long[] RING_FRAMES = {2 * FRAME, 5 * FRAME};
    private static final long AVAILABLE_END = 4 + 2 * 256 + 4;
    private static final long USED = 1024;
    private static final long USED_END = USED + 4 + 8 * 256 + 4;

    final SimulatedMachine machine;
    final SimulatedMemory memory;
    final VirtioTransport transport;
    final VirtioNet net;
    /** Why the driver gave up, or null. */
    final String complaint;
    private String death;
    private int deaths;

    /** @param device  made for the memory that it is to reach */
    Driver(Function<SimulatedMemory, VirtioTransport> device) {
        this(device, 0);
    }

    /** @param framesBytes  how much memory there is from {@link #FRAMES} on, for packets */
    Driver(Function<SimulatedMemory, VirtioTransport> device, long framesBytes) {
        machine = new SimulatedMachine(1, SimulatedBootInformation.ofBytes(framesBytes == 0 ? MEMORY_BYTES : FRAMES + framesBytes)
                .build());
        memory = machine.memory();
        memory.remove(0, DRIVER);
        memory.remove(DRIVER + VirtioNet.BYTES, (framesBytes == 0 ? MEMORY_BYTES : FRAMES) - DRIVER - VirtioNet.BYTES);
        transport = device.apply(memory);
        net = new VirtioNet((Machine) machine, transport, this, DRIVER);
        complaint = net.start();
        for (long rings : RING_FRAMES) {
            memory.poison(DRIVER + rings + AVAILABLE_END, USED - AVAILABLE_END);
            memory.poison(DRIVER + rings + USED_END, FRAME - USED_END);
        }
    }

    @Override
    public void networkIsDead(String reason) {
        death = reason;
        deaths++;
    }

    /** What the driver said of the device's death, or null. */
    String death() {
        return death;
    }

    int deaths() {
        return deaths;
    }
}
