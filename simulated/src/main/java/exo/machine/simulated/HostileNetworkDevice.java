package exo.machine.simulated;

import exo.machine.VirtioTransport;
import java.util.SplittableRandom;

/**
 * A network device that means harm, by chance: it offers and takes back, changes its configuration while it is read, never
 * answers; it says that it has used what it was not given, or twice, or with lengths that cannot be; its indices jump; it writes to
 * all of the rings, the driver's parts too, and it does so whenever the driver looks, between any two of its reads. In between
 * it behaves, so that the driver gets somewhere. How wicked it is, it draws as well.
 */
public final class HostileNetworkDevice implements VirtioTransport {
    private static final int[] BENIGN_IN = {1, 2, 8, 64, 1000, 100_000};
    private static final int BYTES_OF_RINGS = 4096;

    private final SimulatedMemory memory;
    private final SimulatedNetworkDevice registers;
    private final SplittableRandom random;
    /** It does harm once in so many occasions. */
    private final int harmOnceIn;
    private final boolean harmsSetUp;
    private final boolean answersReset;
    private final long features;
    private final int[] looked = new int[2];
    private int generation;

    public HostileNetworkDevice(SimulatedMemory memory, long seed) {
        this.memory = memory;
        registers = new SimulatedNetworkDevice(memory);
        registers.automatic(false);
        random = new SplittableRandom(seed);
        harmOnceIn = BENIGN_IN[random.nextInt(BENIGN_IN.length)];
        harmsSetUp = random.nextInt(4) == 0;
        answersReset = random.nextInt(4) != 0;
        features = SimulatedNetworkDevice.ALL_FEATURES & (random.nextBoolean() ? -1 : ~SimulatedNetworkDevice.EVENT_INDEX);
        registers.offers(-1);
    }

    private boolean harms() {
        return random.nextInt(harmOnceIn) == 0;
    }

    private boolean harmsNow() {
        return harmsSetUp && random.nextInt(8) == 0;
    }

    /** It does something, at a moment of its choice. */
    public void act() {
        SimulatedQueue queue = registers.queue(random.nextInt(2));
        if (queue == null) {
            return;
        }
        if (harms()) {
            harm(queue);
        } else {
            behave(queue);
        }
    }

    /** Uses the next buffer that was offered, if there is one, as it should. */
    private void behave(SimulatedQueue queue) {
        int which = queue == registers.queue(0) ? 0 : 1;
        int offered = load16(queue.available() + 2);
        if (offered == (looked[which] & 0xffff)) {
            return;
        }
        int head = load16(queue.available() + 4 + 2L * (looked[which] & queue.size() - 1));
        looked[which]++;
        queue.put(head, which == 1 ? 0 : SimulatedNetworkDevice.HEADER_BYTES + random.nextInt(1515));
    }

    private void harm(SimulatedQueue queue) {
        switch (random.nextInt(8)) {
            case 0 -> queue.put(random.nextInt(), random.nextInt(100));
            case 1 -> queue.put(random.nextInt(2 * queue.size()), 60);
            case 2 -> queue.put(random.nextInt(queue.size()), random.nextBoolean() ? 0 : random.nextInt());
            case 3 -> store16(queue.used() + 2, random.nextInt());
            case 4 -> store16(queue.used() + 2, load16(queue.used() + 2) + random.nextInt(-2, 3));
            case 5 -> scribble(queue.descriptors(), BYTES_OF_RINGS);
            case 6 -> scribble(queue.available(), 4 + 2 * queue.size() + 4);
            default -> scribble(queue.used(), 4 + 8 * queue.size() + 4);
        }
    }

    private void scribble(long base, int byteCount) {
        memory.store32(base + random.nextInt(byteCount / 4) * 4L, random.nextInt());
    }

    private int load16(long address) {
        return memory.load8(address) | memory.load8(address + 1) << 8;
    }

    private void store16(long address, int value) {
        memory.store8(address, value & 0xff);
        memory.store8(address + 1, value >>> 8 & 0xff);
    }

    @Override
    public long place() {
        return registers.place();
    }

    @Override
    public String problem() {
        return null;
    }

    @Override
    public boolean reset() {
        // At the first it may be good, and later not.
        boolean answers = answersReset || registers.status() == 0;
        if (answers) {
            registers.reset();
        }
        return answers;
    }

    @Override
    public int status() {
        return harmsNow() ? random.nextInt(256) : registers.status();
    }

    @Override
    public void status(int bits) {
        registers.status(bits);
    }

    @Override
    public long features() {
        return harmsNow() ? random.nextLong() : features;
    }

    @Override
    public void acceptFeatures(long chosen) {
        registers.acceptFeatures(chosen);
    }

    @Override
    public int queueSizeMaximum(int queue) {
        return harmsNow() ? random.nextInt() : registers.queueSizeMaximum(queue);
    }

    @Override
    public boolean enableQueue(int queue, int size, long descriptorsPhysicalAddress, long driverPhysicalAddress,
            long devicePhysicalAddress) {
        return registers.enableQueue(queue, size, descriptorsPhysicalAddress, driverPhysicalAddress, devicePhysicalAddress)
                && !harmsNow();
    }

    @Override
    public void notifyQueue(int queue) {
        act();
    }

    @Override
    public void acknowledgeInterrupt() {
        act();
    }

    @Override
    public void letInterrupt(boolean in) {
        act();
    }

    @Override
    public int configuration(int offset) {
        generation += harmsNow() ? 1 : 0;
        return harmsNow() ? random.nextInt() : registers.configuration(offset);
    }

    @Override
    public int configurationGeneration() {
        return generation;
    }

    @Override
    public long loadShared32(long physicalAddress) {
        if (random.nextInt(4) == 0) {
            act();
        }
        return memory.load32(physicalAddress);
    }

    @Override
    public void storeShared32(long physicalAddress, long value) {
        memory.store32(physicalAddress, value);
        if (random.nextInt(4) == 0) {
            act();
        }
    }

    @Override
    public void storesBeforeLoads() {
        act();
    }
}
