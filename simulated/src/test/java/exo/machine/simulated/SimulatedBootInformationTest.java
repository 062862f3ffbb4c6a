package exo.machine.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the loader reports agrees with what is installed. */
final class SimulatedBootInformationTest {
    private static final long MEBIBYTE = 1 << 20;

    private final SimulatedBootInformation boot = SimulatedBootInformation.ofBytes(4 * MEBIBYTE)
            .hole(0xa_0000, 0x5_0000)
            .reserve(0x9_fc00, 0x400)
            .reserve(0xfee0_0000L, 0x1000)
            .kernel(MEBIBYTE, MEBIBYTE + 0x8000)
            .archive(2 * MEBIBYTE, new byte[] {1, 2, 3})
            .bootLine("slice=5")
            .build();

    @Test
    void regionsAreSortedAndDoNotOverlap() {
        assertEquals(4, boot.regionCount());
        long end = 0;
        for (int region = 0; region < boot.regionCount(); region++) {
            assertTrue(boot.regionBase(region) >= end);
            end = boot.regionBase(region) + boot.regionBytes(region);
        }
        assertTrue(boot.regionUsable(0));
        assertFalse(boot.regionUsable(1));
        assertEquals(0xf_0000, boot.regionBase(2));
        assertFalse(boot.regionUsable(3));
    }

    @Test
    void onlyWholeUsableFramesAreInstalled() {
        SimulatedMachine machine = new SimulatedMachine(1, boot);
        assertEquals(0, machine.load64(0x9_eff8));
        assertThrows(MachineCheck.class, () -> machine.load64(0x9_f000));
        assertThrows(MachineCheck.class, () -> machine.load64(0xa_0000));
        assertThrows(MachineCheck.class, () -> machine.load64(0xfee0_0000L));
        assertEquals(0, machine.load64(4 * MEBIBYTE - 8));
        assertThrows(MachineCheck.class, () -> machine.load64(4 * MEBIBYTE));
    }

    @Test
    void archiveAndBootLineArrive() {
        SimulatedMachine machine = new SimulatedMachine(1, boot);
        assertEquals(0x03_0201, machine.load64(boot.archiveBase()));
        assertEquals(3, boot.archiveBytes());
        assertEquals(7, boot.bootLineBytes());
        assertEquals('s', boot.bootLineByte(0));
    }

    @Test
    void impossibleMachinesAreRefused() {
        BootInformationBuilder small = SimulatedBootInformation.ofBytes(MEBIBYTE);
        assertThrows(IllegalArgumentException.class, small::build);
        BootInformationBuilder overlapping =
                SimulatedBootInformation.ofBytes(4 * MEBIBYTE).hole(0, 8192).reserve(4096, 8192);
        assertThrows(IllegalArgumentException.class, overlapping::build);
    }
}
