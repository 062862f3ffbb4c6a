package exo.machine;

/**
 * How a virtio device is driven, whichever bus it is on (virtio 1.2, chapter 4: PCI, MMIO): its registers, and memory that it
 * shares. Mechanism only: what is written when, and what of the answers is to be believed, is the driver's.
 *
 * <p>Discipline as of {@link Machine}: interrupts off, bounded, nothing allocated. Whatever a method gives that the device says
 * may be anything. The device's interrupt comes as {@link Trap#NETWORK}, edge by edge, once a queue has been set up.
 */
public interface VirtioTransport {
    /** Bits of the device status (virtio 1.2, 2.1). */
    int ACKNOWLEDGE = 1;
    int DRIVER = 2;
    int DRIVER_OK = 4;
    int FEATURES_OK = 8;
    int NEEDS_RESET = 64;
    int FAILED = 128;

    // ---- registers ---------------------------------------------------------------------------------------------------

    /** Where the device is, as a person would look for it: up to eight letters, the first in the lowest byte. */
    long place();

    /** Why there is no driving this device, or null: it can be tried. With a problem, no method but this and place is called. */
    String problem();

    /** Status 0, until the device says that it is so: true. With that all its DMA has ended, or else may go on for ever: false. */
    boolean reset();

    int status();

    /** Sets the status: not to 0, which is {@link #reset}'s. */
    void status(int bits);

    /** The features that the device offers, each a bit. */
    long features();

    void acceptFeatures(long features);

    /** How many descriptors the queue can have at most; 0: there is no such queue. */
    int queueSizeMaximum(int queue);

    /**
     * Places a queue, gives it the interrupt, and enables it.
     *
     * @param size  a power of two
     * @return whether the device has taken all of it
     */
    boolean enableQueue(int queue, int size, long descriptorsPhysicalAddress, long driverPhysicalAddress, long devicePhysicalAddress);

    /** Tells the device of buffers in queue 0 or 1. */
    void notifyQueue(int queue);

    /** Takes the interrupt back where that has to be said; what comes later is another. */
    void acknowledgeInterrupt();

    /**
     * Whether the interrupt comes in, as it does from the start. What would have come while it did not may be kept, as one, or lost. What
     * keeps it out is the controller, or, of a device on PCI, the device, which may not obey.
     */
    void letInterrupt(boolean in);

    /** A byte of the device's own configuration. */
    int configuration(int offset);

    /** Differs where the configuration has changed between two reads of this. */
    int configurationGeneration();

    // ---- memory that the device reads and writes ----------------------------------------------------------------------

    /** The 32 bits that the device may write at any time, read once, and before all that the caller reads later. */
    long loadShared32(long physicalAddress);

    /** Stores 32 bits at once; before the device can see them it sees all that the caller stored earlier. */
    void storeShared32(long physicalAddress, long value);

    /** All that the caller stored can be seen before what it reads from here on is read. */
    void storesBeforeLoads();
}
