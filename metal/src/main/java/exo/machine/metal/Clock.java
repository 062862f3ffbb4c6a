package exo.machine.metal;

/**
 * How fast the cycle counter and the local APIC's timer run, measured once against channel 0 of the 8254 timer, and the
 * one-shot timer in units of cycles.
 */
final class Clock {
    private static final int CHANNEL_0 = 0x40;
    private static final int COMMAND = 0x43;
    /** Channel 0, both bytes, mode 0: counts down once, by itself. */
    private static final int COUNT_DOWN = 0x30;
    private static final int LATCH = 0x00;
    private static final int FULL_COUNT = 0xffff;
    private static final long PIT_HERTZ = 1_193_182;
    private static final int MEASURED_TICKS = 1193;
    /** Where there is no 8254, the loop gives up here and a GHz is assumed. */
    private static final int POLLS_MAXIMUM = 500_000;
    private static final long TIMER_TICKS_MAXIMUM = 0xffff_ffffL;

    /** So far ahead at most is the timer set, that the product below stays within 63 bits; what is later is asked again. */
    private static final long AHEAD_CYCLES_MAXIMUM = 1L << 30;
    private static final int LOG_SCALE = 32;

    final long cyclesPerSecond;
    /** Ticks in a cycle, times 2 to the 32nd: a multiplication takes a fifth of the instructions of a division. */
    private final long ticksInCycleScaled;

    private Clock(long cyclesPerSecond, long timerTicksPerSecond) {
        this.cyclesPerSecond = cyclesPerSecond;
        this.ticksInCycleScaled = (timerTicksPerSecond << LOG_SCALE) / cyclesPerSecond;
    }

    static Clock measured() {
        InterruptController.maskTimer(true);
        Processor.out8(COMMAND, COUNT_DOWN);
        Processor.out8(CHANNEL_0, FULL_COUNT & 0xff);
        Processor.out8(CHANNEL_0, FULL_COUNT >> 8);
        InterruptController.startTimer(-1);
        int first = count();
        long start = Processor.cycles();
        int polls = 0;
        int elapsed = 0;
        while (elapsed < MEASURED_TICKS && polls < POLLS_MAXIMUM) {
            elapsed = first - count();
            polls++;
        }
        long cycles = Processor.cycles() - start;
        long ticks = TIMER_TICKS_MAXIMUM - InterruptController.timerLeft();
        InterruptController.startTimer(0);
        InterruptController.maskTimer(false);
        return polls == POLLS_MAXIMUM
                ? new Clock(1_000_000_000, 1_000_000_000)
                : new Clock(cycles * PIT_HERTZ / elapsed, ticks * PIT_HERTZ / elapsed);
    }

    /** What channel 0 has left, latched so that both bytes are of one moment. */
    private static int count() {
        Processor.out8(COMMAND, LATCH);
        int low = Processor.in8(CHANNEL_0);
        return Processor.in8(CHANNEL_0) << 8 | low;
    }

    /** Arms the one-shot timer: at least one tick ahead, and never early but where that is too far ahead. */
    void arm(long atCycles) {
        long ahead = atCycles - Processor.cycles();
        ahead = ahead < 0 ? 0 : ahead > AHEAD_CYCLES_MAXIMUM ? AHEAD_CYCLES_MAXIMUM : ahead;
        InterruptController.startTimer((int) (ahead * ticksInCycleScaled >>> LOG_SCALE) + 1);
    }
}
