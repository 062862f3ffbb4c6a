package exo.tests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.VirtioReceiver;
import exo.aegis.network.VirtioTransmitter;
import exo.machine.simulated.HostileNetworkDevice;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever the device says, whenever: the driver touches no memory but its own, every buffer that was given to the device is
 * either known to be with it or was given back once, and a device that was seen to lie is never used again. All of it: ten
 * million steps with {@code -Dexo.network.steps=10000000}; a failure names the seed, {@code -Dexo.seed=...} takes it back.
 */
class HostileDeviceTest {
    private static final long SEED = Long.getLong("exo.seed", System.nanoTime());
    private static final int STEPS = Integer.getInteger("exo.network.steps", 500_000);
    private static final int STEPS_OF_LIFE_MAXIMUM = 20_000;
    private static final int STEPS_BETWEEN_AUDITS = 64;

    private int lives;
    private int refused;
    private int deaths;
    private int adrift;
    private long received;
    private long sent;

    @Test
    void noDeviceMakesTheDriverReachBeyondItsRingsOrLoseABuffer() {
        int steps = 0;
        for (long life = SEED; steps < STEPS; life++) {
            try {
                steps += 1 + live(life, Math.min(STEPS_OF_LIFE_MAXIMUM, STEPS - steps));
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("with -Dexo.seed=" + life + ": " + failure, failure);
            }
        }
        System.out.printf("hostile network devices from seed %d: %,d steps, %,d devices, %,d refused, %,d dead, %,d of them adrift; "
                + "%,d packets received, %,d sent%n", SEED, steps, lives, refused, deaths, adrift, received, sent);
        assertTrue(deaths > 0 && refused > 0 && adrift > 0, "the devices were too good");
        assertTrue(received > STEPS / 100 && sent > STEPS / 100, "the devices were too bad");
    }

    /** One device, until it is dead or its time is over; how many steps that took. */
    private int live(long seed, int stepsMaximum) {
        HostileNetworkDevice[] made = new HostileNetworkDevice[1];
        Driver driver = new Driver(memory -> made[0] = new HostileNetworkDevice(memory, seed));
        lives++;
        if (driver.complaint != null) {
            refused++;
            assertFalse(driver.net.isUp());
            assertFalse(driver.net.receiver().post(0, Driver.FRAMES));
            return 1;
        }
        Ledger ledger = new Ledger(driver.net);
        SplittableRandom random = new SplittableRandom(~seed);
        int step = 0;
        for (; step < stepsMaximum && driver.net.isUp(); step++) {
            step(driver, made[0], ledger, random);
            if (step % STEPS_BETWEEN_AUDITS == 0) {
                ledger.audit();
            }
        }
        ledger.audit();
        received += ledger.received();
        sent += ledger.sent();
        if (!driver.net.isUp()) {
            deaths++;
            adrift += driver.net.mayAccessMemory() ? 1 : 0;
            assertEquals(1, driver.deaths());
            isNeverUsedAgain(driver, made[0], ledger, random);
        }
        return step;
    }

    private static void step(Driver driver, HostileNetworkDevice device, Ledger ledger, SplittableRandom random) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> ledger.post(random.nextInt(driver.net.receiver().slots()), random.nextInt(1 << 20));
            case 3, 4 -> ledger.poll();
            case 5 -> ledger.send(1 + random.nextInt(VirtioTransmitter.HEADER_BYTES_MAXIMUM), random.nextInt(1 << 20),
                    random.nextInt(3) * 700);
            case 6 -> ledger.pollSent();
            case 7 -> {
                driver.net.receiver().kick();
                driver.net.transmitter().kick();
            }
            case 8 -> {
                driver.net.receiver().interrupts(random.nextBoolean());
                driver.net.transmitter().interrupts(random.nextBoolean());
                driver.net.acknowledgeInterrupt();
            }
            default -> device.act();
        }
    }

    private static void isNeverUsedAgain(Driver driver, HostileNetworkDevice device, Ledger ledger, SplittableRandom random) {
        for (int i = 0; i < 20; i++) {
            device.act();
            assertEquals(VirtioReceiver.NONE, driver.net.receiver().poll());
            assertEquals(VirtioTransmitter.NONE, driver.net.transmitter().poll());
            assertEquals(VirtioTransmitter.NONE, driver.net.transmitter().freeSlot());
            assertFalse(driver.net.receiver().post(random.nextInt(driver.net.receiver().slots()), Driver.FRAMES));
            assertFalse(driver.net.receiver().interrupts(true));
        }
        ledger.audit();
        assertEquals(1, driver.deaths());
    }
}
