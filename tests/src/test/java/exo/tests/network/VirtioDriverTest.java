package exo.tests.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.VirtioFeature;
import exo.aegis.network.VirtioReceiver;
import exo.aegis.network.VirtioTransmitter;
import exo.machine.VirtioTransport;
import exo.machine.simulated.SimulatedNetworkDevice;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a device that keeps to the specification: what comes in and goes out is all there, in order, of the right length. */
class VirtioDriverTest {
    private static final long SEED = Long.getLong("exo.seed", System.nanoTime());
    private static final long FRAME = 4096;
    private static final long MEMORY = 600 * FRAME;
    private static final long PAYLOADS = Driver.FRAMES + 256 * FRAME;
    private static final int RECEIVE = SimulatedNetworkDevice.RECEIVE;
    private static final int TRANSMIT = SimulatedNetworkDevice.TRANSMIT;

    private SimulatedNetworkDevice device;
    private Driver driver;

    private void up(long features, int sizeMaximum) {
        driver = new Driver(memory -> {
            device = new SimulatedNetworkDevice(memory);
            device.offers(features);
            device.queueSizes(sizeMaximum);
            return device;
        }, MEMORY);
    }

    private void up() {
        up(SimulatedNetworkDevice.ALL_FEATURES, SimulatedNetworkDevice.SIZE_MAXIMUM);
    }

    private static long frame(int slot) {
        return Driver.FRAMES + slot * FRAME;
    }

    private void postAll() {
        for (int slot = 0; slot < driver.net.receiver().slots(); slot++) {
            driver.net.receiver().post(slot, frame(slot));
        }
        driver.net.receiver().kick();
    }

    private byte[] packet(SplittableRandom random) {
        byte[] packet = new byte[14 + random.nextInt(1501)];
        random.nextBytes(packet);
        return packet;
    }

    private void assertHolds(byte[] expected, int slot) {
        byte[] found = new byte[driver.net.receiver().packetBytes()];
        for (int at = 0; at < found.length; at++) {
            found[at] = (byte) driver.memory.load8(frame(slot) + VirtioReceiver.PACKET + at);
        }
        assertArrayEquals(expected, found);
    }

    /** Sends a packet of which so many bytes are the first piece. */
    private int send(byte[] packet, int headerBytes, long payload) {
        VirtioTransmitter transmitter = driver.net.transmitter();
        int slot = transmitter.freeSlot();
        for (int at = 0; at < packet.length; at++) {
            driver.memory.store8(at < headerBytes ? transmitter.header(slot) + at : payload + at - headerBytes, packet[at]);
        }
        transmitter.send(slot, headerBytes, payload, packet.length - headerBytes, 0, 0);
        transmitter.kick();
        return slot;
    }

    @Test
    void whatIsOfferedOfUseIsAcceptedAndTheDevicesAddressIsRead() {
        up(-1L, SimulatedNetworkDevice.SIZE_MAXIMUM);
        assertNull(driver.complaint);
        assertEquals(SimulatedNetworkDevice.ALL_FEATURES, driver.net.features());
        assertEquals(0x5634_1200_5452L, driver.net.address());
        assertTrue(driver.net.isLinkUp());
        assertEquals(256, driver.net.receiver().slots());
        assertEquals(128, driver.net.transmitter().slots());
    }

    @Test
    void aDeviceOfBeforeVersion1IsRefused() {
        up(SimulatedNetworkDevice.ALL_FEATURES & ~VirtioFeature.VERSION_1, SimulatedNetworkDevice.SIZE_MAXIMUM);
        assertEquals("it does not offer VIRTIO_F_VERSION_1", driver.complaint);
        assertFalse(driver.net.isUp());
        assertFalse(driver.net.receiver().post(0, frame(0)));
        assertEquals(VirtioReceiver.NONE, driver.net.receiver().poll());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63})
    void aDeviceWithTooShortQueuesIsRefused(int size) {
        up(SimulatedNetworkDevice.ALL_FEATURES, size);
        assertNotNull(driver.complaint);
        assertEquals(0, device.status(), "it was reset");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 127, 128, 200, 256, 1024})
    void aQueueIsTheLargestPowerOfTwoThatBothHave(int size) {
        up(SimulatedNetworkDevice.ALL_FEATURES, size);
        assertNull(driver.complaint);
        assertEquals(Math.min(256, Integer.highestOneBit(size)), driver.net.receiver().slots());
    }

    @Test
    void withoutAnAddressOfItsOwnTheStationDrawsOneThatIsLocalAndOfOneStation() {
        up(VirtioFeature.VERSION_1, SimulatedNetworkDevice.SIZE_MAXIMUM);
        assertEquals(2, driver.net.address() & 3);
        assertEquals(0, driver.net.address() >>> 48);
    }

    @Test
    void anAddressThatIsAGroupsIsRefused() {
        driver = new Driver(memory -> {
            device = new SimulatedNetworkDevice(memory);
            device.configuration(new byte[] {1, 2, 3, 4, 5, 6, 1, 0});
            return device;
        });
        assertNotNull(driver.complaint);
    }

    /** A device whose configuration becomes another when so many bytes of it have been read; or with every byte. */
    private static VirtioTransport changing(SimulatedNetworkDevice device, int afterReads, boolean always) {
        int[] reads = new int[1];
        return (VirtioTransport) Proxy.newProxyInstance(VirtioTransport.class.getClassLoader(),
                new Class<?>[] {VirtioTransport.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "configuration":
                            return reads[0]++ < afterReads ? 0x10 : 0x20;
                        case "configurationGeneration":
                            return always ? reads[0] : reads[0] < afterReads ? 0 : 1;
                        default:
                            return method.invoke(device, arguments);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void anAddressThatChangesWhileItIsReadIsReadAgain(int afterReads) {
        driver = new Driver(memory -> changing(new SimulatedNetworkDevice(memory), afterReads, false));
        assertNull(driver.complaint);
        assertEquals(0x2020_2020_2020L, driver.net.address());
    }

    @Test
    void anAddressThatNeverKeepsStillIsRefused() {
        driver = new Driver(memory -> changing(new SimulatedNetworkDevice(memory), 1, true));
        assertNotNull(driver.complaint);
    }

    /** Three times around the 16 bits of an index, and every slot of the ring at every place of it. */
    @ParameterizedTest
    @ValueSource(longs = {SimulatedNetworkDevice.ALL_FEATURES,
        SimulatedNetworkDevice.ALL_FEATURES & ~SimulatedNetworkDevice.EVENT_INDEX})
    void everyPacketArrivesOnceInOrderAndOfItsLengthAcrossTheWrapOfIndices(long features) {
        up(features, 64);
        postAll();
        SplittableRandom random = new SplittableRandom(SEED);
        ArrayDeque<byte[]> wire = new ArrayDeque<>();
        for (int sent = 0, polled = 0; polled < 200_000; ) {
            for (int burst = random.nextInt(65); burst > 0 && wire.size() < 64; burst--, sent++) {
                byte[] packet = sent % 100 == 0 ? packet(random) : new byte[] {(byte) sent, (byte) (sent >>> 8)};
                wire.add(packet);
                device.arrive(packet);
            }
            for (int many = random.nextInt(65); many > 0 && !wire.isEmpty(); many--, polled++) {
                int slot = driver.net.receiver().poll();
                assertTrue(slot >= 0, "packet " + polled + " is lost, with seed " + SEED);
                assertHolds(wire.remove(), slot);
                assertEquals(0, driver.net.receiver().posted(slot));
                assertTrue(driver.net.receiver().post(slot, frame(slot)));
                driver.net.receiver().kick();
            }
        }
        assertEquals(VirtioReceiver.NONE, wire.isEmpty() ? driver.net.receiver().poll() : VirtioReceiver.NONE);
        assertEquals(0, driver.deaths());
    }

    @ParameterizedTest
    @ValueSource(longs = {SimulatedNetworkDevice.ALL_FEATURES,
        SimulatedNetworkDevice.ALL_FEATURES & ~SimulatedNetworkDevice.EVENT_INDEX})
    void everyPacketLeavesOnceInOrderAndWholeAcrossTheWrapOfIndices(long features) {
        up(features, 64);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int sent = 0; sent < 200_000; sent++) {
            byte[] packet = sent % 100 == 0 ? packet(random) : new byte[] {(byte) sent, (byte) (sent >>> 8), 3};
            int headerBytes = 1 + random.nextInt(Math.min(packet.length, VirtioTransmitter.HEADER_BYTES_MAXIMUM));
            if (driver.net.transmitter().freeSlot() == VirtioTransmitter.NONE || random.nextInt(20) == 0) {
                while (driver.net.transmitter().poll() != VirtioTransmitter.NONE) {
                    // Each makes a slot free.
                }
            }
            send(packet, headerBytes, PAYLOADS);
            assertArrayEquals(packet, device.departed());
            assertNull(device.departed());
        }
        assertEquals(0, driver.deaths());
    }

    @Test
    void aFullQueueSaysSoAndNothingIsLost() {
        up();
        device.automatic(false);
        VirtioTransmitter transmitter = driver.net.transmitter();
        for (int i = 0; i < transmitter.slots(); i++) {
            send(new byte[] {(byte) i, 1, 2}, 1, PAYLOADS + i * 16L);
        }
        assertEquals(VirtioTransmitter.NONE, transmitter.freeSlot());
        transmitter.send(transmitter.freeSlot(), 1, PAYLOADS, 1, 0, 0);
        assertEquals(transmitter.slots(), transmitter.outstanding());
        while (device.fetch(TRANSMIT)) {
            device.complete(TRANSMIT, 0);
        }
        for (int i = 0; i < transmitter.slots(); i++) {
            assertArrayEquals(new byte[] {(byte) i, 1, 2}, device.departed());
            assertTrue(transmitter.poll() >= 0);
        }
        assertEquals(VirtioTransmitter.NONE, transmitter.poll());
        assertEquals(0, transmitter.outstanding());
    }

    /** What the kernel asks before it takes memory away: it is so from the posting to the polling, whatever the order. */
    @Test
    void whatIsInTheDevicesHandsIsTold() {
        up();
        device.automatic(false);
        postAll();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 50; i++) {
            device.arrive(new byte[] {(byte) i, 7});
        }
        while (device.fetch(RECEIVE)) {
            long address = device.inFlightAddress(RECEIVE, device.inFlight(RECEIVE) - 1);
            assertEquals(address, driver.net.receiver().posted((int) ((address - Driver.FRAMES) / FRAME)));
        }
        assertEquals(50, device.inFlight(RECEIVE));
        while (device.inFlight(RECEIVE) > 0) {
            int which = random.nextInt(device.inFlight(RECEIVE));
            long address = device.inFlightAddress(RECEIVE, which);
            device.complete(RECEIVE, which);
            int slot = driver.net.receiver().poll();
            assertEquals(address, frame(slot), "in the order of completion");
            assertEquals(0, driver.net.receiver().posted(slot));
        }
        assertEquals(driver.net.receiver().slots() - 50, driver.net.receiver().outstanding());
        int slot = send(new byte[] {1, 2, 3}, 1, PAYLOADS + 5);
        assertTrue(driver.net.transmitter().isSending(slot));
        assertEquals(PAYLOADS + 5, driver.net.transmitter().payload(slot));
        assertTrue(device.fetch(TRANSMIT));
        device.complete(TRANSMIT, 0);
        assertTrue(driver.net.transmitter().isSending(slot), "until it is polled");
        assertEquals(slot, driver.net.transmitter().poll());
        assertFalse(driver.net.transmitter().isSending(slot));
    }

    @Test
    void stoppingTheDeviceEndsAllDma() {
        up();
        device.automatic(false);
        postAll();
        int slot = send(new byte[] {1, 2, 3}, 1, PAYLOADS);
        device.arrive(new byte[60]);
        assertTrue(device.fetch(RECEIVE));
        driver.net.stop();
        assertEquals(0, device.inFlight(RECEIVE));
        assertEquals(0, driver.net.receiver().posted(0));
        assertEquals(0, driver.net.receiver().outstanding());
        assertFalse(driver.net.transmitter().isSending(slot));
        assertFalse(driver.net.receiver().post(0, frame(0)));
    }

    @Test
    void aDeviceThatDoesNotStopKeepsWhatItHas() {
        up();
        device.automatic(false);
        postAll();
        device.answersReset(false);
        driver.net.stop();
        assertFalse(driver.net.isUp());
        assertTrue(driver.net.mayAccessMemory());
        assertEquals(frame(9), driver.net.receiver().posted(9));
        assertEquals(driver.net.receiver().slots(), driver.net.receiver().outstanding());
    }

    @Test
    void aSlotThatTheDeviceHasIsNotPostedAgain() {
        up();
        assertTrue(driver.net.receiver().post(3, frame(3)));
        assertFalse(driver.net.receiver().post(3, frame(4)));
        assertEquals(frame(3), driver.net.receiver().posted(3));
    }

    @Test
    void theDeviceIsToldOnceForManyBuffersAndNotWhileItIsBusy() {
        up();
        device.automatic(false);
        int before = device.notifications();
        postAll();
        assertEquals(before + 1, device.notifications());
        driver.net.receiver().kick();
        assertEquals(before + 1, device.notifications(), "nothing is new");
        send(new byte[] {1, 2}, 2, 0);
        send(new byte[] {1, 2}, 2, 0);
        assertEquals(before + 2, device.notifications(), "it has not looked at the first yet");
    }

    @ParameterizedTest
    @ValueSource(longs = {SimulatedNetworkDevice.ALL_FEATURES,
        SimulatedNetworkDevice.ALL_FEATURES & ~SimulatedNetworkDevice.EVENT_INDEX})
    void interruptsComeOnlyWhenTheyAreAskedForAndNoPacketIsMissedWhenTheyAre(long features) {
        up(features, 256);
        postAll();
        device.arrive(new byte[60]);
        assertFalse(device.interruptPending(), "they are off at first");
        assertTrue(driver.net.receiver().interrupts(true), "one was there already");
        assertTrue(driver.net.receiver().poll() >= 0);
        assertFalse(driver.net.receiver().interrupts(true));
        device.arrive(new byte[60]);
        assertTrue(device.interruptPending());
        driver.net.receiver().interrupts(false);
        assertTrue(driver.net.receiver().poll() >= 0);
    }

    @Test
    void aChecksumIsCompletedByTheDeviceWhereThatWasAgreed() {
        up();
        assertTrue(driver.net.has(VirtioFeature.CHECKSUM));
        VirtioTransmitter transmitter = driver.net.transmitter();
        int slot = transmitter.freeSlot();
        byte[] header = {0, 0, 0x12, 0x34, 0, 0, 0x56, 0x78};
        for (int at = 0; at < header.length; at++) {
            driver.memory.store8(transmitter.header(slot) + at, header[at]);
        }
        transmitter.send(slot, header.length, 0, 0, 2, 2);
        transmitter.kick();
        int sum = ~(0x1234 + 0x5678);
        assertArrayEquals(new byte[] {0, 0, 0x12, 0x34, (byte) (sum >>> 8), (byte) sum, 0x56, 0x78}, device.departed());
    }

    // ---- one lie each ----------------------------------------------------------------------------------------------------

    private void dies(Runnable lie, boolean ofTransmit) {
        up();
        device.automatic(false);
        postAll();
        lie.run();
        assertEquals(-1, ofTransmit ? driver.net.transmitter().poll() : driver.net.receiver().poll());
        assertEquals(1, driver.deaths());
        assertNotNull(driver.death());
        assertEquals(0, device.status(), "it was reset");
        assertEquals(0, driver.net.receiver().outstanding());
        assertEquals(-1, driver.net.receiver().poll());
        assertEquals(1, driver.deaths());
    }

    @ParameterizedTest
    @ValueSource(longs = {256, 257, 65_536, 0x7fff_ffffL, 0xffff_ffffL})
    void aDescriptorThatDoesNotExistIsTheDevicesDeath(long head) {
        dies(() -> device.say(RECEIVE, head, 60), false);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 11, 4097, 0x8000_0000L, 0xffff_ffffL})
    void aLengthThatCannotBeIsTheDevicesDeath(long byteCount) {
        dies(() -> device.say(RECEIVE, 5, byteCount), false);
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 4096})
    void aLengthThatCanBeIsNot(long byteCount) {
        up();
        device.automatic(false);
        postAll();
        device.say(RECEIVE, 5, byteCount);
        assertEquals(5, driver.net.receiver().poll());
        assertEquals(byteCount - 12, driver.net.receiver().packetBytes());
    }

    @Test
    void aBufferGivenBackTwiceIsTheDevicesDeath() {
        dies(() -> {
            device.say(RECEIVE, 5, 60);
            assertEquals(5, driver.net.receiver().poll());
            device.say(RECEIVE, 5, 60);
        }, false);
    }

    @Test
    void whatWasNeverSentIsNotSent() {
        dies(() -> device.say(TRANSMIT, 0, 0), true);
    }

    /** What stands in the ring beyond what was used may be anything: here, a chain that the device has. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 128, 0x8000, 0xffff})
    void aCountThatIsFurtherThanWhatTheDeviceHasIsItsDeath(int count) {
        dies(() -> {
            assertEquals(0, send(new byte[] {1, 2, 3}, 1, PAYLOADS));
            device.sayCount(TRANSMIT, count);
        }, true);
    }

    @Test
    void theSecondDescriptorOfAChainIsNoChain() {
        dies(() -> {
            int slot = send(new byte[] {1, 2, 3}, 1, PAYLOADS);
            device.say(TRANSMIT, 2L * slot + 1, 0);
        }, true);
    }
}
