package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;

import exo.machine.Trap;

/**
 * Memory as a program in user mode sees it: through the current address space, cached translations first. A refused access
 * throws the {@link ProcessorFault} that the processor would raise, and has then changed no memory of the user's. Leading
 * user mode to physical memory that is not installed, or poisoned, is the kernel's bug and a {@link MachineCheck}.
 */
public final class SimulatedUser {
    private static final long LOAD = Trap.FAULT_USER;
    private static final long STORE = Trap.FAULT_USER | Trap.FAULT_WRITE;
    private static final long FETCH = Trap.FAULT_USER | Trap.FAULT_FETCH;

    private final SimulatedMemory memory;
    private final AddressTranslation translation;

    SimulatedUser(SimulatedMemory memory, AddressTranslation translation) {
        this.memory = memory;
        this.translation = translation;
    }

    public long load64(long virtualAddress) {
        if ((virtualAddress & 7) == 0) {
            return memory.load64(translation.translate(virtualAddress, LOAD));
        }
        long value = 0;
        for (int octet = 7; octet >= 0; octet--) {
            value = value << 8 | load8(virtualAddress + octet);
        }
        return value;
    }

    public int load8(long virtualAddress) {
        return memory.load8(translation.translate(virtualAddress, LOAD));
    }

    public void store64(long virtualAddress, long value) {
        if ((virtualAddress & 7) == 0) {
            memory.store64(translation.translate(virtualAddress, STORE), value);
            return;
        }
        // Both pages must allow it before a byte is written.
        long first = translation.translate(virtualAddress, STORE);
        long last = translation.translate(virtualAddress + 7, STORE) - 7;
        int inFirst = (int) Math.min(BYTES_IN_PAGE - (virtualAddress & (BYTES_IN_PAGE - 1)), 8);
        for (int octet = 0; octet < 8; octet++) {
            memory.store8((octet < inFirst ? first : last) + octet, (int) (value >>> 8 * octet));
        }
    }

    public void store8(long virtualAddress, int value) {
        memory.store8(translation.translate(virtualAddress, STORE), value);
    }

    /** The byte at the address, fetched as an instruction. */
    public int fetch(long virtualAddress) {
        return memory.load8(translation.translate(virtualAddress, FETCH));
    }

    /** Where a load would go: the physical address, or the fault thrown. */
    public long physicalAddress(long virtualAddress) {
        return translation.translate(virtualAddress, LOAD);
    }
}
