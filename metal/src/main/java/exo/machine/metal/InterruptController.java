package exo.machine.metal;

import exo.machine.Trap;

/**
 * The local APIC with its timer, and the I/O APIC inputs that the kernel uses: the serial port's, and on a machine without PCI
 * the network device's, which may be an input of a second controller. The old 8259 pair is moved out of the exceptions' way and
 * masked. Intel SDM vol. 3A, chapter 11; 82093AA data sheet.
 */
final class InterruptController {
    private static final long LOCAL = DirectMap.BASE + 0xfee0_0000L;
    private static final int TASK_PRIORITY = 0x80;
    private static final int END_OF_INTERRUPT = 0xb0;
    private static final int SPURIOUS = 0xf0;
    private static final int TIMER = 0x320;
    private static final int TIMER_INITIAL = 0x380;
    private static final int TIMER_CURRENT = 0x390;
    private static final int TIMER_DIVIDE = 0x3e0;
    private static final int MASKED = 1 << 16;
    private static final int BASE_MSR = 0x1b;

    private static final long IO = DirectMap.BASE + 0xfec0_0000L;
    private static final int IO_WINDOW = 0x10;
    private static final int IO_REDIRECTION = 0x10;
    private static final int IO_VERSION = 1;
    /** Where QEMU's microvm has its second one. */
    private static final long SECOND_IO = IO + 0x1_0000;
    private static final int IDENTITY = 0x20;
    private static final int SERIAL_INPUT = 4;

    /** Vector of spurious interrupts: below the stubs' end, so that it has a gate. */
    static final int SPURIOUS_VECTOR = 47;

    private InterruptController() {
    }

    static void initialise() {
        silenceOldController();
        Processor.writeMsr(BASE_MSR, Processor.readMsr(BASE_MSR) | 1L << 11);
        Processor.deviceStore32(LOCAL + TASK_PRIORITY, 0);
        Processor.deviceStore32(LOCAL + SPURIOUS, 0x100 | SPURIOUS_VECTOR);
        Processor.deviceStore32(LOCAL + TIMER_DIVIDE, 0xb);
        Processor.deviceStore32(LOCAL + TIMER, Trap.TIMER);
        connect(false, SERIAL_INPUT, Trap.CONSOLE);
    }

    private static void silenceOldController() {
        for (int base = 0x20; base <= 0xa0; base += 0x80) {
            boolean first = base == 0x20;
            Processor.out8(base, 0x11);
            Processor.out8(base + 1, first ? 0x20 : 0x28);
            Processor.out8(base + 1, first ? 4 : 2);
            Processor.out8(base + 1, 1);
            Processor.out8(base + 1, 0xff);
        }
    }

    /** An input of the first or the second I/O APIC: edge by edge, rising, to this processor. */
    static void connect(boolean second, int input, int vector) {
        long controller = second ? SECOND_IO : IO;
        Processor.deviceStore32(controller, IO_REDIRECTION + 2 * input + 1);
        Processor.deviceStore32(controller + IO_WINDOW, processor() << 24);
        mask(second, input, vector, false);
    }

    /** An edge that comes while it is masked may be lost. */
    static void mask(boolean second, int input, int vector, boolean masked) {
        long controller = second ? SECOND_IO : IO;
        Processor.deviceStore32(controller, IO_REDIRECTION + 2 * input);
        Processor.deviceStore32(controller + IO_WINDOW, masked ? MASKED | vector : vector);
    }

    /** Where there is none, nothing answers: all bits are alike. */
    static boolean hasSecond() {
        Processor.deviceStore32(SECOND_IO, IO_VERSION);
        int version = Processor.deviceLoad32(SECOND_IO + IO_WINDOW);
        return version != 0 && version != -1;
    }

    /** The number by which interrupts reach this processor. */
    static int processor() {
        return Processor.deviceLoad32(LOCAL + IDENTITY) >>> 24;
    }

    static void endOfInterrupt() {
        Processor.deviceStore32(LOCAL + END_OF_INTERRUPT, 0);
    }

    /** One interrupt after so many ticks of the timer; 0: none. */
    static void startTimer(int ticks) {
        Processor.deviceStore32(LOCAL + TIMER_INITIAL, ticks);
    }

    static void maskTimer(boolean masked) {
        Processor.deviceStore32(LOCAL + TIMER, masked ? MASKED | Trap.TIMER : Trap.TIMER);
    }

    static long timerLeft() {
        return Processor.deviceLoad32(LOCAL + TIMER_CURRENT) & 0xffff_ffffL;
    }
}
