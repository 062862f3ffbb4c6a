package exo.machine.simulated;

import static exo.machine.PageTableEntry.DIRTY;
import static exo.machine.PageTableEntry.GLOBAL;
import static exo.machine.PageTableEntry.LARGE;
import static exo.machine.PageTableEntry.PRESENT;
import static exo.machine.PageTableEntry.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.machine.Trap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stays cached and what goes: the promises a kernel may build on, and the absence of all others. */
final class AddressTranslationTest {
    private static final long VIRTUAL = Fixture.VIRTUAL;
    private static final int TAG = Fixture.TAG;
    private static final int OTHER_TAG = 9;

    private final Fixture fixture = new Fixture();
    private final SimulatedMachine machine = fixture.machine;
    private final SimulatedUser user = fixture.user;

    @Test
    void translationStaysStaleUntilInvalidated() {
        long root = fixture.currentRoot(TAG);
        long frame = fixture.map(root, VIRTUAL, Fixture.USER_PAGE);
        user.store64(VIRTUAL, 42);
        machine.store64(fixture.entryAddress(root, 1, VIRTUAL), 0);
        assertEquals(42, user.load64(VIRTUAL));
        assertTrue(machine.translation().buffer().holdsPhysical(held -> held == frame));
        machine.invalidatePage(VIRTUAL);
        assertFalse(machine.translation().buffer().holdsPhysical(held -> held == frame));
        assertEquals(Trap.FAULT_USER, assertThrows(PageFault.class, () -> user.load64(VIRTUAL)).errorCode());
    }

    @Test
    void freedTableIsWalkedUntilSomePageIsInvalidated() {
        rootWithFreedTable();
        user.physicalAddress(VIRTUAL + 4096);
        machine.invalidatePage(0);
        assertThrows(PageFault.class, () -> user.load64(VIRTUAL + 8192), "never cached itself, and the table is forgotten");
    }

    @Test
    void freedTableIsForgottenWithItsTag() {
        long root = rootWithFreedTable();
        machine.switchAddressSpace(machine.addressSpace(root, TAG), true);
        user.physicalAddress(VIRTUAL + 4096);
        machine.switchAddressSpace(machine.addressSpace(root, TAG), false);
        assertThrows(PageFault.class, () -> user.load64(VIRTUAL + 8192));
    }

    /** Three neighbouring pages, of which the first was used before their table was taken out of the level above. */
    private long rootWithFreedTable() {
        long root = fixture.currentRoot(TAG);
        for (int page = 0; page < 3; page++) {
            fixture.map(root, VIRTUAL + page * 4096, Fixture.USER_PAGE);
        }
        user.load64(VIRTUAL);
        machine.store64(fixture.entryAddress(root, 2, VIRTUAL), 0);
        return root;
    }

    @Test
    void tagsKeepAddressSpacesApart() {
        long first = fixture.currentRoot(TAG);
        long firstFrame = fixture.map(first, VIRTUAL, Fixture.USER_PAGE);
        user.load64(VIRTUAL);
        long second = fixture.currentRoot(OTHER_TAG);
        assertThrows(PageFault.class, () -> user.load64(VIRTUAL));
        long secondFrame = fixture.map(second, VIRTUAL, Fixture.USER_PAGE);
        assertEquals(secondFrame, user.physicalAddress(VIRTUAL));
        machine.store64(fixture.entryAddress(first, 1, VIRTUAL), 0);
        machine.invalidatePage(VIRTUAL);
        machine.switchAddressSpace(machine.addressSpace(first, TAG), true);
        assertEquals(firstFrame, user.physicalAddress(VIRTUAL), "INVLPG reaches the current tag only");
        machine.switchAddressSpace(machine.addressSpace(first, TAG), false);
        assertThrows(PageFault.class, () -> user.load64(VIRTUAL));
    }

    @Test
    void reusedTagShowsTheOldAddressSpace() {
        long first = fixture.currentRoot(TAG);
        long frame = fixture.map(first, VIRTUAL, Fixture.USER_PAGE);
        user.load64(VIRTUAL);
        machine.switchAddressSpace(machine.addressSpace(fixture.root(), TAG), true);
        assertEquals(frame, user.physicalAddress(VIRTUAL));
    }

    @Test
    void withoutTagsEverySwitchDropsAllButGlobalPages() {
        Fixture untagged = new Fixture(ProcessorModel.ADVERSARIAL.withoutTags());
        long root = untagged.currentRoot(TAG);
        untagged.map(root, VIRTUAL, Fixture.USER_PAGE);
        long global = untagged.map(root, VIRTUAL + 4096, Fixture.USER_PAGE | GLOBAL);
        untagged.user.load64(VIRTUAL);
        untagged.user.load64(VIRTUAL + 4096);
        untagged.machine.switchAddressSpace(untagged.machine.addressSpace(untagged.root(), OTHER_TAG), true);
        assertThrows(PageFault.class, () -> untagged.user.load64(VIRTUAL));
        assertEquals(global, untagged.user.physicalAddress(VIRTUAL + 4096), "a global user page leaks");
    }

    @Test
    void cachedPermissionsRefuseOnceThenAreWalkedAgain() {
        long root = fixture.currentRoot(TAG);
        long frame = fixture.map(root, VIRTUAL, PRESENT | USER);
        user.load64(VIRTUAL);
        machine.store64(fixture.entryAddress(root, 1, VIRTUAL), frame | Fixture.USER_PAGE);
        PageFault fault = assertThrows(PageFault.class, () -> user.store64(VIRTUAL, 1));
        assertEquals(Trap.FAULT_PRESENT | Trap.FAULT_WRITE | Trap.FAULT_USER, fault.errorCode());
        user.store64(VIRTUAL, 1);
        assertEquals(1, machine.load64(frame));
    }

    @Test
    void firstWriteThroughCleanTranslationMarksDirty() {
        long root = fixture.currentRoot(TAG);
        fixture.map(root, VIRTUAL, Fixture.USER_PAGE);
        long entry = fixture.entryAddress(root, 1, VIRTUAL);
        user.load64(VIRTUAL);
        assertEquals(0, machine.load64(entry) & DIRTY);
        user.store8(VIRTUAL, 1);
        assertEquals(DIRTY, machine.load64(entry) & DIRTY);
    }

    @Test
    void invalidatingAnyAddressDropsTheWholeLargePage() {
        long root = fixture.currentRoot(TAG);
        long entry = fixture.entryAddress(root, 2, 0);
        machine.store64(entry, 2L << 20 | Fixture.USER_PAGE | LARGE);
        user.load64(0);
        machine.store64(entry, 0);
        assertEquals((2L << 20) + 4096, user.physicalAddress(4096));
        machine.invalidatePage(0x1f_f000);
        assertThrows(PageFault.class, () -> user.load64(0));
    }

    @Test
    void kernelHalfIsClosedToUsers() {
        long root = fixture.currentRoot(TAG);
        for (long address : new long[] {KernelHalf.DIRECT_MAP, KernelHalf.DIRECT_MAP + (1 << 20), KernelHalf.IMAGE}) {
            PageFault fault = assertThrows(PageFault.class, () -> user.load64(address));
            assertEquals(Trap.FAULT_PRESENT | Trap.FAULT_USER, fault.errorCode());
            assertThrows(PageFault.class, () -> user.store64(address, 1));
            assertThrows(PageFault.class, () -> user.fetch(address));
        }
        assertTrue(machine.kernelHalf().sharedBy(root));
        machine.store64(root + 8 * 300, 1);
        assertFalse(machine.kernelHalf().sharedBy(root));
    }

    @Test
    void evictionIsBoundedAndRepeatable() {
        assertEquals(heldAfterMany(), heldAfterMany());
        assertEquals(4, heldAfterMany().size());
    }

    private static List<Long> heldAfterMany() {
        Fixture small = new Fixture(ProcessorModel.ADVERSARIAL.withTranslationsMax(4));
        long root = small.currentRoot(TAG);
        for (int page = 0; page < 20; page++) {
            small.map(root, VIRTUAL + page * 4096, Fixture.USER_PAGE);
            small.user.load64(VIRTUAL + page * 4096);
        }
        List<Long> held = new ArrayList<>();
        small.machine.translation().buffer().forEach((tag, page) -> held.add(page.virtualBase()));
        return held;
    }

    @Test
    void unalignedStoreOverTwoPagesIsAllOrNothing() {
        long root = fixture.currentRoot(TAG);
        long frame = fixture.map(root, VIRTUAL, Fixture.USER_PAGE);
        long across = VIRTUAL + 4096 - 3;
        assertThrows(PageFault.class, () -> user.store64(across, -1));
        assertEquals(0, machine.load8(frame + 4095));
        fixture.frame();
        fixture.map(root, VIRTUAL + 4096, Fixture.USER_PAGE);
        user.store64(across, 0x0102_0304_0506_0708L);
        assertEquals(0x0102_0304_0506_0708L, user.load64(across));
    }
}
