package exo.machine;

/**
 * One processor with its physical memory, as the kernel sees it. The interface is mechanism only: it decides nothing,
 * checks nothing about ownership, and keeps no state that the kernel could not rebuild from its books.
 *
 * <p>Discipline: every method is called with interrupts off and returns in bounded time; none allocates. Physical
 * addresses are bytes from 0, and must lie in memory that the boot information reported, naturally aligned for the
 * width of the access. A breach is a bug of the kernel: the simulated machine throws, the metal does what it will.
 */
public interface Machine {
    /** What {@link #counter} counts since the machine came up. */
    int KERNEL_ENTRIES = 0;
    int ADDRESS_SPACE_SWITCHES = 1;
    int TRANSLATION_FLUSHES = 2;

    // ---- physical memory -------------------------------------------------------------------------------------------

    long load64(long physicalAddress);

    void store64(long physicalAddress, long value);

    /** The 32 bits at the address, zero-extended. */
    long load32(long physicalAddress);

    void store32(long physicalAddress, long value);

    /** The 8 bits at the address, zero-extended. */
    int load8(long physicalAddress);

    void store8(long physicalAddress, int value);

    /** Clears {@code byteCount} bytes (a multiple of 8) from an 8-byte aligned address. */
    void zero(long physicalAddress, long byteCount);

    /** Copies between ranges that do not overlap. */
    void copy(long toPhysicalAddress, long fromPhysicalAddress, long byteCount);

    // ---- address translation (Intel SDM vol. 3A, chapter 4; four levels, entries as in PageTableEntry) ------------------

    /** Makes the kernel's half (entries 256 to 511) of a zeroed level-4 table that of every other address space. */
    void shareKernelHalf(long rootPhysicalAddress);

    /**
     * Sets one entry of the kernel's half for every address space made from here on, and for the current one. Boot only.
     *
     * @param index  256 to 511, one that the machine itself leaves empty
     */
    void kernelHalfEntry(int index, long entry);

    /**
     * What {@link #switchAddressSpace} takes to make a level-4 table the current one.
     *
     * @param tag  a small number naming the address space to the TLB (PCID), 1 to 4095; ignored where there is none
     */
    long addressSpace(long rootPhysicalAddress, int tag);

    /**
     * Makes an address space the current one.
     *
     * @param keepTranslations  whether translations cached under its tag are all still true; false drops them
     */
    void switchAddressSpace(long addressSpace, boolean keepTranslations);

    /** The bits of a page-table entry that this processor does not reserve; all but no-execute on the oldest. */
    default long pageTableEntryMask() {
        return -1L;
    }

    /**
     * Drops the translation of one page from the current address space's cached ones, and all that is cached of its tables
     * (INVLPG; Intel SDM vol. 3A, 4.10.4.1).
     */
    void invalidatePage(long virtualAddress);

    // ---- processor context -------------------------------------------------------------------------------------------

    /** Makes a cleared frame a context of user mode: selectors and flags, with all else zero. */
    void initialiseContext(long contextPhysicalAddress);

    /**
     * Chooses the context (layout {@code Context} of the ABI specification) that entries from user mode save into and
     * that the next return to user mode restores from. It has been initialised, and since then
     * its selectors were written by entries alone and its flags by these or {@link #initialiseContext}.
     */
    void selectContext(long contextPhysicalAddress);

    /** Leaving the kernel waits for an interrupt; nobody's registers are saved by that. */
    void selectNoContext();

    /** Empties the data segment registers, and with them the segment bases: what an environment loaded there is nobody else's. */
    void clearSegments();

    /**
     * The return from this call passes the caller's registers on: the context just selected goes on at an instruction with
     * every general register as the caller had it, but rax, which is the call's result, and rcx and r11. Of the caller its
     * instruction, stack and flags are kept.
     */
    void passRegisters(long instruction);

    /** After {@link #passRegisters}: the context selected has a stack pointer of its own. */
    void passStack(long stack);

    /** After {@link #passRegisters}: all registers of the caller are kept, with 0 as its call's result. */
    void keepRegisters();

    /** Whether user mode may use vector and floating-point registers; otherwise the first use traps (#NM). */
    void vectorAccess(boolean permitted);

    /** Stores the vector and floating-point state into the context. */
    void saveVectorState(long contextPhysicalAddress);

    /** Loads what {@link #saveVectorState} stored. */
    void restoreVectorState(long contextPhysicalAddress);

    /** Empties the vector and floating-point registers. */
    void clearVectorState();

    /** Sets the FS and GS bases of user mode: canonical addresses. Nothing but this changes them to other than 0. */
    void segmentBases(long fs, long gs);

    /** From here on calls count as such only if they return into (start, end]; both 0: from everywhere. */
    void callsFrom(long start, long end);

    // ---- time ------------------------------------------------------------------------------------------------------

    /** The cycle counter (TSC): rises at {@link #cyclesPerSecond}. */
    long cycles();

    long cyclesPerSecond();

    /** Asks for one timer interrupt when {@link #cycles} reaches the value; replaces the one asked for before. */
    void armTimer(long atCycles);

    /** No timer interrupt until it is armed again. */
    void disarmTimer();

    // ---- code made at run time -----------------------------------------------------------------------------------------

    /** Where the kernel puts machine code of its own making; null: there is no such place. */
    default CodeStore codeStore() {
        return null;
    }

    // ---- console -----------------------------------------------------------------------------------------------------

    /** The next byte that arrived, 0 to 255, or -1: none. */
    int consoleReceive();

    /** Hands over one byte to be sent; false, and nothing happens, while the device has no room. */
    boolean consoleTransmit(int octet);

    /** Whether an interrupt is wanted when bytes have arrived, and when the device has room again. */
    void consoleInterrupts(boolean whenReceived, boolean whenRoom);

    // ---- network -----------------------------------------------------------------------------------------------------

    /** The network device that was found when the machine came up, or null: there is none. */
    default VirtioTransport network() {
        return null;
    }

    // ---- the rest ------------------------------------------------------------------------------------------------------

    /** 64 bits that no environment can predict. Called at boot only. */
    long entropy();

    /** How often something has happened: one of the constants above. */
    long counter(int which);

    /** Sends one byte on the control channel to the host (debug console), which never blocks and may be nowhere. */
    void controlTransmit(int octet);

    /** For a panic's report: the return address {@code depth} calls above the caller's, 0 from the last one on. */
    default long returnAddress(int depth) {
        return 0;
    }

    /** Ends the machine with a status of 0 to 127 for the host. On the metal it does not return. */
    void powerOff(int status);
}
