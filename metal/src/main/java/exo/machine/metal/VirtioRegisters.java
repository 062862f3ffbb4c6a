package exo.machine.metal;

/** What differs between the buses that a virtio device may be on, and is not on the way of a packet. */
abstract class VirtioRegisters {
    /** As {@link exo.machine.VirtioTransport#place}. */
    abstract long place();

    abstract String problem();

    abstract int status();

    abstract void status(int bits);

    abstract long features();

    abstract void acceptFeatures(long features);

    abstract int queueSizeMaximum(int queue);

    abstract boolean enableQueue(int queue, int size, long descriptors, long driver, long device);

    abstract int configurationGeneration();

    /** Virtual address of the device's own configuration. */
    abstract long configuration();

    /** Virtual address of the register that tells the device of buffers in a queue. */
    abstract long notifyRegister(int queue);

    abstract void letInterrupt(boolean in);

    /** Cuts the device off from memory, if the bus can do that to a device that does not listen. */
    abstract boolean cutOff();

    /** A number in hexadecimal, of so many digits, as letters for a place. */
    static long digits(long value, int count) {
        long letters = 0;
        for (int digit = 0; digit < count; digit++) {
            int nibble = (int) (value >>> 4 * digit) & 15;
            letters = letters << 8 | (nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
        }
        return letters;
    }
}
