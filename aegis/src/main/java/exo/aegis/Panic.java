package exo.aegis;

import exo.machine.Machine;

/**
 * The kernel's last words. A panic is a bug of the kernel or a broken machine: it prints what happened, where in the kernel,
 * and who ran, on the console and the control channel, and ends the machine with a status. A panic in a panic only stops.
 */
public final class Panic {
    /** What {@code exo run} ends with when the kernel itself has failed. */
    static final int EXIT_STATUS = 125;
    private static final int FRAMES_MAXIMUM = 24;

    private final Aegis aegis;
    private final Machine machine;

    Panic(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    /** A processor exception in kernel mode. */
    public void trap(int vector, long errorCode, long faultAddress, long instruction) {
        begin(TrapNames.of(vector));
        aegis.text().text(" in the kernel, error code ").hex(errorCode).text(", fault address ").hex(faultAddress).end();
        finish(instruction);
    }

    /** Anything else that must not be. */
    public void stop(String reason) {
        begin(reason);
        aegis.text().end();
        finish(0);
    }

    private void begin(String reason) {
        aegis.control().text("panic ").text(reason).text("\n");
        if (aegis.record().panicking()) {
            machine.powerOff(EXIT_STATUS);
        }
        aegis.record().beginPanic();
        aegis.console().flush();
        aegis.text().stamp().text("panic: ").text(reason);
    }

    private void finish(long instruction) {
        KernelText text = aegis.text();
        if (instruction != 0) {
            text.text("      at ").wideHex(instruction).end();
        }
        for (int depth = 0; depth < FRAMES_MAXIMUM && machine.returnAddress(depth) != 0; depth++) {
            text.text("      at ").wideHex(machine.returnAddress(depth)).end();
        }
        int current = aegis.record().current();
        text.text("  current environment: ");
        if (current == 0) {
            text.text("none");
        } else {
            text.environment(current);
        }
        text.end();
        aegis.console().flush();
        machine.powerOff(EXIT_STATUS);
    }
}
