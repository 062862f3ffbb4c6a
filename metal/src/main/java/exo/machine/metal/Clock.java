package exo.machine.metal;

/**
 * How fast the cycle counter and the local APIC's timer run, measured once against channel 2 of the 8254 timer, and the
 * one-shot timer in units of cycles.
 */
final class Clock {
    private static final int CHANNEL_2 = 0x42;
    private static final int COMMAND = 0x43;
    private static final int GATE = 0x61;
    private static final int OUTPUT_2 = 0x20;
    private static final long PIT_HERTZ = 1_193_182;
    private static final int MEASURED_TICKS = 1193;
    /** Where there is no 8254, the loop gives up here and a GHz is assumed. */
    private static final int POLLS_MAXIMUM = 2_000_000;
    private static final long TIMER_TICKS_MAXIMUM = 0xffff_ffffL;

    final long cyclesPerSecond;
    private final long timerTicksPerMillisecond;

    private Clock(long cyclesPerSecond, long timerTicksPerSecond) {
        this.cyclesPerSecond = cyclesPerSecond;
        this.timerTicksPerMillisecond = timerTicksPerSecond / 1000;
    }

    static Clock measured() {
        InterruptController.maskTimer(true);
        Processor.out8(GATE, Processor.in8(GATE) & 0xfc | 1);
        Processor.out8(COMMAND, 0xb0);
        Processor.out8(CHANNEL_2, MEASURED_TICKS & 0xff);
        Processor.out8(CHANNEL_2, MEASURED_TICKS >> 8);
        InterruptController.startTimer(-1);
        long start = Processor.cycles();
        int polls = 0;
        while ((Processor.in8(GATE) & OUTPUT_2) == 0 && polls < POLLS_MAXIMUM) {
            polls++;
        }
        long cycles = Processor.cycles() - start;
        long ticks = TIMER_TICKS_MAXIMUM - InterruptController.timerLeft();
        InterruptController.startTimer(0);
        InterruptController.maskTimer(false);
        return polls == POLLS_MAXIMUM
                ? new Clock(1_000_000_000, 1_000_000_000)
                : new Clock(cycles * PIT_HERTZ / MEASURED_TICKS, ticks * PIT_HERTZ / MEASURED_TICKS);
    }

    /** Arms the one-shot timer; at least one tick ahead, at most as far as its counter reaches. */
    void arm(long atCycles) {
        long millisecondCycles = cyclesPerSecond / 1000;
        long ahead = atCycles - Processor.cycles();
        long aheadMaximum = TIMER_TICKS_MAXIMUM / timerTicksPerMillisecond * millisecondCycles;
        ahead = ahead < 0 ? 0 : ahead > aheadMaximum ? aheadMaximum : ahead;
        long milliseconds = ahead / millisecondCycles;
        long ticks = milliseconds * timerTicksPerMillisecond
                + (ahead - milliseconds * millisecondCycles) * timerTicksPerMillisecond / millisecondCycles;
        InterruptController.startTimer(ticks == 0 ? 1 : (int) ticks);
    }
}
