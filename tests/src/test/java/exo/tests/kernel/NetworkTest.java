package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Event;
import exo.abi.Reason;
import exo.machine.Trap;
import exo.machine.simulated.SimulatedNetworkDevice;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel with a network device: it says what it found, takes what arrives, goes on without a device that lies. */
class NetworkTest {
    private static final String PLACE = "virtio-net at sim";
    private static final int LOOKS_OF_INTERRUPT_MAXIMUM = 200;

    private static void powerOff(BootedKernel kernel) {
        assertThrows(MachineOff.class, () -> kernel.call(Call.POWER_OFF, 0, Reason.EXIT, 0));
    }

    @Test
    void withoutADeviceNothingIsSaidOfIt() {
        BootedKernel kernel = new BootedKernel();
        assertFalse(kernel.printed().contains("net:"));
        powerOff(kernel);
        assertFalse(kernel.console().contains("net:"));
    }

    @Test
    void theDeviceIsToldOfWithItsFeaturesAndItsAddress() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> { });
        assertTrue(kernel.printed().contains("] aegis info net: " + PLACE
                + ", driver ok, features 0x120010023, address 52:54:00:12:34:56, link up\n"), kernel::console);
    }

    @Test
    void aDeviceOfBeforeVersion1IsNotUsedAndWhatItOffersIsSaid() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> device.offers(0x23));
        assertTrue(kernel.printed().contains("] aegis warning net: " + PLACE
                + " is not used: it does not offer VIRTIO_F_VERSION_1; features 0x23\n"), kernel::console);
    }

    @Test
    void whatArrivesIsCountedAndItsFrameGoesBackToTheDevice() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> { });
        SimulatedNetworkDevice device = kernel.machine().attachNetwork();
        for (int i = 0; i < 1000; i++) {
            device.arrive(new byte[60 + i]);
            assertEquals(1, kernel.interrupts(), "packet " + i);
            kernel.machine().timer().advance(PacketScene.APART_CYCLES);
        }
        assertEquals(0, device.waiting());
        powerOff(kernel);
        assertTrue(kernel.console().contains(PLACE + ", packets received 1000, for nobody 1000, sent 0\n"), kernel::console);
        assertEquals(0, device.status(), "a machine that is off has no device that writes to memory");
    }

    @ParameterizedTest
    @ValueSource(longs = {SimulatedNetworkDevice.ALL_FEATURES,
        SimulatedNetworkDevice.ALL_FEATURES & ~SimulatedNetworkDevice.EVENT_INDEX})
    void packetsThatWaitedForTheKernelToComeUpAreTaken(long features) {
        BootedKernel kernel = BootedKernel.withNetwork(device -> {
            device.offers(features);
            for (int i = 0; i < 40; i++) {
                device.arrive(new byte[60]);
            }
        });
        assertTrue(kernel.interrupts() > 0);
        assertEquals(0, kernel.machine().attachNetwork().waiting());
    }

    @Test
    void packetsThatComeFasterThanInterruptsAreTakenTogether() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> { });
        SimulatedNetworkDevice device = kernel.machine().attachNetwork();
        for (int i = 0; i < 40; i++) {
            device.arrive(new byte[60]);
        }
        assertTrue(kernel.interrupts() <= 3, "one for all that the device had frames for");
        assertEquals(0, device.waiting());
    }

    @Test
    void anInterruptOfTheDevicesLeavesWhoSleepsAsleepAndWhoRunsRunning() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> { });
        int running = kernel.current();
        kernel.machine().attachNetwork().arrive(new byte[60]);
        assertEquals(Trap.NETWORK, kernel.interrupt());
        assertEquals(running, kernel.current());
        kernel.call(Call.WAIT, Event.CONSOLE_INPUT, 0);
        kernel.machine().attachNetwork().arrive(new byte[60]);
        assertEquals(Trap.NETWORK, kernel.interrupt());
        assertEquals(0, kernel.current());
    }

    @Test
    void aDeviceThatLiesIsDeadAndTheKernelGoesOn() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> device.automatic(false));
        SimulatedNetworkDevice device = kernel.machine().attachNetwork();
        device.say(SimulatedNetworkDevice.RECEIVE, 77, 60);
        kernel.interrupts();
        assertTrue(kernel.printed().contains("] aegis error net: " + PLACE + " is dead: "), kernel::console);
        assertTrue(kernel.console().contains("; it was reset\n"), kernel::console);
        assertEquals(0, device.status());
        assertTrue(kernel.call(Call.MACHINE_INFO, 0) >= 0);
    }

    /** Something is there, when asked for the interrupt; nothing is there, when polled; and so on. */
    @Test
    void aDeviceThatSaysAndUnsaysDoesNotKeepTheKernel() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> device.automatic(false));
        SimulatedNetworkDevice device = kernel.machine().attachNetwork();
        device.say(SimulatedNetworkDevice.RECEIVE, 0, 60);
        AtomicInteger looks = new AtomicInteger();
        device.atEachLook(() -> {
            assertTrue(looks.incrementAndGet() < LOOKS_OF_INTERRUPT_MAXIMUM, "the kernel looks again and again");
            device.sayCount(SimulatedNetworkDevice.RECEIVE, looks.get() % 2 == 0 ? 1 : 0);
        });
        kernel.interrupts();
        assertTrue(looks.get() > 2);
    }

    @Test
    void aKernelGoesBackAndForthBetweenStatesOfItsDevice() {
        BootedKernel kernel = BootedKernel.withNetwork(device -> device.automatic(false));
        SimulatedNetworkDevice device = kernel.machine().attachNetwork();
        device.arrive(new byte[60]);
        assertTrue(device.fetch(SimulatedNetworkDevice.RECEIVE));
        BootedKernel.State saved = kernel.snapshot();
        long hash = kernel.machine().contentHash();
        device.complete(SimulatedNetworkDevice.RECEIVE, 0);
        assertEquals(1, kernel.interrupts());
        kernel.restore(saved);
        assertEquals(hash, kernel.machine().contentHash());
        assertEquals(1, device.inFlight(SimulatedNetworkDevice.RECEIVE));
        device.complete(SimulatedNetworkDevice.RECEIVE, 0);
        assertEquals(1, kernel.interrupts());
    }
}
