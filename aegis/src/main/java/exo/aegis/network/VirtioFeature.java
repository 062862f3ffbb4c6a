package exo.aegis.network;

/** Features of a virtio network device that the driver knows (virtio 1.2, 5.1.3 and 6), each a bit. */
public final class VirtioFeature {
    /** The device completes checksums of what is sent. */
    public static final long CHECKSUM = 1L;
    /** The driver takes frames whose checksum is yet to be completed: they come from beside, not from a wire. */
    public static final long GUEST_CHECKSUM = 1L << 1;
    public static final long MAC = 1L << 5;
    public static final long STATUS = 1L << 16;
    /** Interrupts and notifications are asked for by position in the ring, rather than switched on and off. */
    public static final long EVENT_INDEX = 1L << 29;
    public static final long VERSION_1 = 1L << 32;

    /** What is accepted where it is offered. */
    static final long WANTED = CHECKSUM | GUEST_CHECKSUM | MAC | STATUS | EVENT_INDEX | VERSION_1;

    private VirtioFeature() {
    }
}
