package exo.aegis;

import exo.abi.EnvironmentRecord;
import exo.machine.Machine;

/**
 * Lines of the kernel's own on the console: {@code [seconds] aegis level subsystem: text}. Formats without allocating: each
 * piece is written as it is met.
 */
final class KernelText {
    private static final String DIGITS = "0123456789abcdef";

    private final Aegis aegis;

    KernelText(Aegis aegis) {
        this.aegis = aegis;
    }

    /** Begins a line with the time since boot, in seconds with six decimals. */
    KernelText stamp() {
        Machine machine = aegis.machine();
        long cyclesPerMicrosecond = machine.cyclesPerSecond() / 1_000_000;
        long elapsed = machine.cycles() - aegis.record().bootCycles();
        long microseconds = cyclesPerMicrosecond == 0 ? 0 : elapsed / cyclesPerMicrosecond;
        text("[");
        padded(microseconds / 1_000_000, 5, ' ');
        text(".");
        padded(microseconds % 1_000_000, 6, '0');
        return text("] aegis ");
    }

    KernelText text(String text) {
        for (int i = 0; i < text.length(); i++) {
            aegis.console().kernelByte(text.charAt(i));
        }
        return this;
    }

    KernelText decimal(long value) {
        padded(value, 1, ' ');
        return this;
    }

    private void padded(long value, int width, int padding) {
        long divisor = 1;
        int digits = 1;
        while (value / divisor >= 10) {
            divisor *= 10;
            digits++;
        }
        for (; digits < width; digits++) {
            aegis.console().kernelByte(padding);
        }
        for (; divisor > 0; divisor /= 10) {
            aegis.console().kernelByte('0' + (int) (value / divisor % 10));
        }
    }

    KernelText hex(long value) {
        int shift = 60;
        while (shift > 0 && value >>> shift == 0) {
            shift -= 4;
        }
        text("0x");
        return nibbles(value, shift);
    }

    KernelText wideHex(long value) {
        text("0x");
        return nibbles(value, 60);
    }

    private KernelText nibbles(long value, int highestShift) {
        for (int shift = highestShift; shift >= 0; shift -= 4) {
            aegis.console().kernelByte(DIGITS.charAt((int) (value >>> shift) & 15));
        }
        return this;
    }

    /** An environment's label and index. */
    KernelText environment(int index) {
        Machine machine = aegis.machine();
        long label = exo.aegis.layout.EnvironmentRecord.labelAddress(aegis.environments().record(index));
        label(machine, label);
        return text(" (").decimal(index).text(")");
    }

    KernelText label(Machine machine, long label) {
        for (int i = 0; i < EnvironmentRecord.LABEL_BYTES && machine.load8(label + i) != 0; i++) {
            aegis.console().kernelByte(machine.load8(label + i));
        }
        return this;
    }

    void end() {
        text("\n");
    }
}
