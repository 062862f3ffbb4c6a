package exo.aegis;

import exo.machine.Apart;
import exo.machine.Machine;

/**
 * Lines for the host, on a device of their own that no environment can reach: boot stages, the end and its status, a panic.
 * Their forms are in docs/ARCHITECTURE.md, "The control channel". Works from the first instruction, before there are books.
 */
final class ControlChannel {
    private final Machine machine;

    ControlChannel(Machine machine) {
        this.machine = machine;
    }

    @Apart("the build knows by name who reads a String, and could throw")
    ControlChannel text(String text) {
        for (int i = 0; i < text.length(); i++) {
            machine.controlTransmit(text.charAt(i));
        }
        return this;
    }

    ControlChannel decimal(long value) {
        long divisor = 1;
        while (value / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            machine.controlTransmit('0' + (int) (value / divisor % 10));
        }
        return this;
    }

    ControlChannel label(long label, int byteCount) {
        for (int i = 0; i < byteCount && machine.load8(label + i) != 0; i++) {
            machine.controlTransmit(machine.load8(label + i));
        }
        return this;
    }

    /** A boot stage is over, so many cycles after the first instruction. */
    void stage(String name, long cycles) {
        text("stage ").text(name).text(" ").decimal(cycles).text("\n");
    }
}
