package exo.aegis;

import exo.aegis.layout.EnvironmentRecord;
import exo.machine.Machine;

/**
 * How much of the processor packets may take, and whether the device may interrupt. Keeps true: while somebody could run, packets and the
 * interrupts that tell of them take a tenth of any stretch of time, and about a tenth of a slice more, at most; what they took that was for
 * nobody is not on the account of whoever ran.
 */
final class NetworkShare {
    /** So many times as long as packets took the processor is left to others. */
    private static final int SHARE_OF_OTHERS = 9;
    /** What an interrupt takes before and behind what is measured, and a handler's way in: so an interrupt for nothing is not free. */
    private static final int ENTRY_CYCLES = 400;
    /** Of a slice, what is spoken for at most when packets may go on: so many at once are worth the look. */
    private static final int GOES_ON_NUMERATOR = 3;
    private static final int GOES_ON_SHIFT = 2;
    /** Interrupts that may have been under way when the device was shut out. */
    private static final int LATE_MAXIMUM = 16;

    // ---- where what is kept
    /** The moment up to which the time of others is spoken for: their share of what packets took, and that itself, laid end to end. */
    private static final int SPOKEN_FOR = 0;
    /** 0: the device may interrupt; else one more than the interrupts that came all the same. */
    private static final int SHUT_OUT = 8;
    static final int BYTES = 64;

    private final Aegis aegis;
    private final Machine machine;
    private final long book;

    NetworkShare(Aegis aegis, long book) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.book = book;
    }

    /**
     * Packets took the processor from one moment to another, while somebody else could have run.
     *
     * @param charged  how much of it is on its owners' accounts already
     * @return 0: they may take more at once; or the moment from which on they may
     */
    long commitTook(long started, long now, long charged) {
        long rest = now - started - charged;
        long running = aegis.record().running();
        EnvironmentRecord.cyclesUsed(machine, running, EnvironmentRecord.cyclesUsed(machine, running) - rest);
        long nobody = aegis.environments().record(0);
        EnvironmentRecord.cyclesUsed(machine, nobody, EnvironmentRecord.cyclesUsed(machine, nobody) + rest);
        long spoken = machine.load64(book + SPOKEN_FOR);
        spoken = (spoken < started ? started : spoken) + (now - started + ENTRY_CYCLES) * (SHARE_OF_OTHERS + 1);
        machine.store64(book + SPOKEN_FOR, spoken);
        long slice = aegis.record().sliceCycles();
        return spoken - now <= slice ? 0 : spoken - (slice * GOES_ON_NUMERATOR >> GOES_ON_SHIFT);
    }

    // ---- the device's interrupt --------------------------------------------------------------------------------------

    boolean isShutOut() {
        return machine.load64(book + SHUT_OUT) != 0;
    }

    void commitShutOut(boolean out) {
        machine.store64(book + SHUT_OUT, out ? 1 : 0);
    }

    /** An interrupt of one that is shut out; true: there are more than could have been under way. */
    boolean commitLate() {
        long late = machine.load64(book + SHUT_OUT);
        machine.store64(book + SHUT_OUT, late + 1);
        return late > LATE_MAXIMUM;
    }
}
