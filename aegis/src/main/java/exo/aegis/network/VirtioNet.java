package exo.aegis.network;

import exo.machine.Machine;
import exo.machine.VirtioTransport;

/**
 * A virtio network device (virtio 1.2, 5.1): coming up, its address, and its end. Keeps true: what the device says is believed as
 * far as it was checked and no further; once it has said what cannot be it is reset and never spoken to again; whether it may
 * still reach memory is known, and only a reset that was seen to happen ends that.
 */
public final class VirtioNet {
    /** Of the header before each packet, with VERSION_1: all zero means nothing special. */
    static final int HEADER_BYTES = 12;

    private static final int FRAME_BYTES = 4096;
    private static final int RECEIVE = FRAME_BYTES;
    private static final int TRANSMIT = RECEIVE + VirtioQueue.BYTES;
    private static final int SLOTS = TRANSMIT + VirtioQueue.BYTES;
    /** The physical memory that a driver takes, in whole frames. */
    public static final int BYTES = SLOTS + VirtioTransmitter.SLOTS_MAXIMUM * VirtioTransmitter.SLOT_BYTES;

    private static final int STATE = 0;
    private static final int OFFERED = 8;
    private static final int FEATURES = 16;
    private static final int ADDRESS = 24;
    private static final int FREE_SLOTS = 64;

    private static final int DOWN = 0;
    private static final int UP = 1;
    private static final int DEAD = 2;
    /** And it did not answer the reset. */
    private static final int ADRIFT = 3;

    private static final int ADDRESS_OCTETS = 6;
    private static final int LINK_STATUS = 6;
    private static final int LINK_IS_UP = 1;
    private static final int CONFIGURATION_READS_MAXIMUM = 4;
    /** In the first octet: of no manufacturer's, and of one station. */
    private static final long LOCAL = 2;
    private static final long GROUP = 1;
    private static final long OCTETS_MASK = 0xffff_ffff_ffffL;

    private final Machine machine;
    private final VirtioTransport transport;
    private final VirtioListener listener;
    private final long state;
    private final VirtioQueue receiveQueue;
    private final VirtioReceiver receiver;
    private final VirtioTransmitter transmitter;

    /**
     * @param listener  is told when the device is dead
     * @param memory  physical address of {@link #BYTES} cleared bytes, frame-aligned, that nobody else uses
     */
    public VirtioNet(Machine machine, VirtioTransport transport, VirtioListener listener, long memory) {
        this.machine = machine;
        this.transport = transport;
        this.listener = listener;
        this.state = memory;
        this.receiveQueue = new VirtioQueue(machine, transport, 0, memory + RECEIVE);
        this.receiver = new VirtioReceiver(machine, this, receiveQueue);
        this.transmitter = new VirtioTransmitter(machine, this, new VirtioQueue(machine, transport, 1, memory + TRANSMIT),
                memory + SLOTS, memory + FREE_SLOTS);
    }

    // ---- coming up ---------------------------------------------------------------------------------------------------

    /** Brings the device up, with its interrupts off (virtio 1.2, 3.1.1): null, or why it is not used. */
    public String start() {
        if (transport.problem() != null) {
            return transport.problem();
        }
        if (!transport.reset() || transport.status() != 0) {
            return "it does not answer a reset";
        }
        transport.status(VirtioTransport.ACKNOWLEDGE);
        transport.status(VirtioTransport.ACKNOWLEDGE | VirtioTransport.DRIVER);
        String complaint = complaintOfDevice();
        if (complaint != null) {
            transport.reset();
            return complaint;
        }
        machine.store64(state + STATE, UP);
        return null;
    }

    private String complaintOfDevice() {
        long offered = transport.features();
        machine.store64(state + OFFERED, offered);
        if ((offered & VirtioFeature.VERSION_1) == 0) {
            return "it does not offer VIRTIO_F_VERSION_1";
        }
        long features = offered & VirtioFeature.WANTED;
        machine.store64(state + FEATURES, features);
        transport.acceptFeatures(features);
        int status = VirtioTransport.ACKNOWLEDGE | VirtioTransport.DRIVER | VirtioTransport.FEATURES_OK;
        transport.status(status);
        if ((transport.status() & VirtioTransport.FEATURES_OK) == 0) {
            return "it takes back what it offers";
        }
        if (!readAddress()) {
            return "its configuration has no address, or none for long";
        }
        boolean byEvent = has(VirtioFeature.EVENT_INDEX);
        if (!receiveQueue.start(byEvent) || !transmitter.start(byEvent)) {
            return "it has no queues of 64 descriptors, or refuses them";
        }
        transport.status(status | VirtioTransport.DRIVER_OK);
        return (transport.status() & (VirtioTransport.NEEDS_RESET | VirtioTransport.FAILED)) == 0 ? null : "it has failed";
    }

    /** The device's address, if it can be read between two changes of the configuration and is one of a station; or one drawn. */
    private boolean readAddress() {
        if (!has(VirtioFeature.MAC)) {
            machine.store64(state + ADDRESS, machine.entropy() & OCTETS_MASK & ~GROUP | LOCAL);
            return true;
        }
        for (int attempt = 0; attempt < CONFIGURATION_READS_MAXIMUM; attempt++) {
            int generation = transport.configurationGeneration();
            long address = 0;
            for (int octet = ADDRESS_OCTETS - 1; octet >= 0; octet--) {
                address = address << 8 | transport.configuration(octet) & 0xff;
            }
            if (transport.configurationGeneration() == generation) {
                machine.store64(state + ADDRESS, address);
                return address != 0 && (address & GROUP) == 0;
            }
        }
        return false;
    }

    // ---- what it is --------------------------------------------------------------------------------------------------

    public boolean isUp() {
        return machine.load64(state + STATE) == UP;
    }

    /** Whether the device may read or write what it was given. */
    public boolean mayAccessMemory() {
        long now = machine.load64(state + STATE);
        return now == UP || now == ADRIFT;
    }

    /** What the device offered, each feature a bit; 0 before that was asked. */
    public long offered() {
        return machine.load64(state + OFFERED);
    }

    /** What was accepted of it: {@link VirtioFeature}. */
    public long features() {
        return machine.load64(state + FEATURES);
    }

    public boolean has(long feature) {
        return (features() & feature) != 0;
    }

    /** The station's Ethernet address: its first octet is the lowest. */
    public long address() {
        return machine.load64(state + ADDRESS);
    }

    /** Whether there is a wire at the device, as far as it says so. */
    public boolean isLinkUp() {
        return isUp() && (!has(VirtioFeature.STATUS) || (transport.configuration(LINK_STATUS) & LINK_IS_UP) != 0);
    }

    public VirtioReceiver receiver() {
        return receiver;
    }

    public VirtioTransmitter transmitter() {
        return transmitter;
    }

    /** Its interrupt came in: what comes from here on is another. */
    public void acknowledgeInterrupt() {
        if (isUp()) {
            transport.acknowledgeInterrupt();
        }
    }

    /** Whether its interrupts come in. Whoever lets them in again looks for what has come meanwhile, and takes back what told of it. */
    public void letInterrupt(boolean in) {
        if (isUp()) {
            transport.letInterrupt(in);
            transport.acknowledgeInterrupt();
        }
    }

    // ---- its end -----------------------------------------------------------------------------------------------------

    /** Ends all of the device's DMA, and its use, for good: the kernel is done with it. */
    public void stop() {
        if (isUp()) {
            machine.store64(state + STATE, transport.reset() ? DEAD : ADRIFT);
        }
    }

    /** The kernel has waited long enough for what the device was to give back. */
    public void giveUp(String reason) {
        if (isUp()) {
            commitDead(reason);
        }
    }

    /** The device has broken the rules. */
    void commitDead(String reason) {
        stop();
        listener.networkIsDead(reason);
    }
}
