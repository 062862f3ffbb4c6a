package exo.machine.simulated;

import java.util.Arrays;

/**
 * The vector and floating-point registers: 512 bytes as FXSAVE lays them out. Nothing here computes with them; they exist so
 * that a test can see one environment's turn up in another. Loading an image with reserved bits in MXCSR would fault in the
 * kernel, so it is a {@link MachineCheck}.
 */
public final class VectorState {
    public static final int BYTES = 512;

    private static final int FXSAVE_ALIGNMENT = 16;
    private static final int MXCSR = 24;
    private static final long MXCSR_RESERVED = 0xffff_0000L;
    /** The first register (ST0) in the image; before it are control words. */
    private static final int FIRST_REGISTER = 32;

    private final byte[] image = new byte[BYTES];

    VectorState() {
        clear();
    }

    /** As after a reset: empty registers, every exception masked. */
    void clear() {
        Arrays.fill(image, (byte) 0);
        image[0] = 0x7f;
        image[1] = 0x03;
        image[MXCSR] = (byte) 0x80;
        image[MXCSR + 1] = 0x1f;
    }

    public int octet(int offset) {
        return image[offset] & 0xff;
    }

    /** Gives all registers a pattern, as a user with something to hide would; control words stay. */
    public void fill(int octet) {
        Arrays.fill(image, FIRST_REGISTER, BYTES, (byte) octet);
    }

    /** Whether a register still has this byte anywhere: how a leak shows. */
    public boolean registersHold(int octet) {
        for (int offset = FIRST_REGISTER; offset < BYTES; offset++) {
            if (octet(offset) == octet) {
                return true;
            }
        }
        return false;
    }

    void store(SimulatedMemory memory, long physicalAddress) {
        requireAligned(physicalAddress);
        for (int offset = 0; offset < BYTES; offset++) {
            memory.store8(physicalAddress + offset, image[offset]);
        }
    }

    void load(SimulatedMemory memory, long physicalAddress) {
        requireAligned(physicalAddress);
        if ((memory.load32(physicalAddress + MXCSR) & MXCSR_RESERVED) != 0) {
            throw new MachineCheck("vector state with reserved bits in MXCSR", physicalAddress + MXCSR);
        }
        for (int offset = 0; offset < BYTES; offset++) {
            image[offset] = (byte) memory.load8(physicalAddress + offset);
        }
    }

    long contentHash() {
        return Arrays.hashCode(image);
    }

    byte[] copy() {
        return image.clone();
    }

    void restore(byte[] saved) {
        System.arraycopy(saved, 0, image, 0, BYTES);
    }

    private static void requireAligned(long physicalAddress) {
        if ((physicalAddress & (FXSAVE_ALIGNMENT - 1)) != 0) {
            throw new MachineCheck("misaligned vector state", physicalAddress);
        }
    }
}
