package exo.machine.metal;

/** The first serial port (16550A, COM1), at 115,200 baud: the console. */
final class SerialPort {
    private static final int PORT = 0x3f8;
    private static final int DATA = PORT;
    private static final int INTERRUPT_ENABLE = PORT + 1;
    private static final int FIFO_CONTROL = PORT + 2;
    private static final int LINE_CONTROL = PORT + 3;
    private static final int MODEM_CONTROL = PORT + 4;
    private static final int LINE_STATUS = PORT + 5;
    private static final int RECEIVED = 1;
    private static final int ROOM = 0x20;
    private static final int SENT = 0x40;

    /** A byte that had arrived before the FIFO was turned on, which loses it, plus 1, until it is asked for; 0: none. */
    private static int early;

    private SerialPort() {
    }

    static void initialise() {
        early = arrived() + 1;
        Processor.out8(INTERRUPT_ENABLE, 0);
        Processor.out8(LINE_CONTROL, 0x80);
        Processor.out8(DATA, 1);
        Processor.out8(INTERRUPT_ENABLE, 0);
        Processor.out8(LINE_CONTROL, 0x03);
        Processor.out8(FIFO_CONTROL, 0xc7);
        Processor.out8(MODEM_CONTROL, 0x0b);
    }

    static int receive() {
        int octet = early - 1;
        early = 0;
        return octet >= 0 ? octet : arrived();
    }

    private static int arrived() {
        return (Processor.in8(LINE_STATUS) & RECEIVED) == 0 ? -1 : Processor.in8(DATA);
    }

    static boolean transmit(int octet) {
        if ((Processor.in8(LINE_STATUS) & ROOM) == 0) {
            return false;
        }
        Processor.out8(DATA, octet);
        return true;
    }

    /** Whether all that was handed over has left; also when there is no port at all. */
    static boolean isEmpty() {
        return (Processor.in8(LINE_STATUS) & SENT) != 0;
    }

    static void interrupts(boolean whenReceived, boolean whenRoom) {
        Processor.out8(INTERRUPT_ENABLE, (whenReceived ? 1 : 0) | (whenRoom ? 2 : 0));
    }
}
