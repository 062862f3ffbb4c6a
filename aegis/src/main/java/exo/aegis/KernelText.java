package exo.aegis;

import exo.machine.Apart;
import exo.machine.Machine;

/**
 * Lines of the kernel's own on the console: {@code [seconds] aegis level subsystem: text}. Formats without allocating: each
 * piece is written as it is met, all of it or none. What is told in a loop is packed, eight letters to a word: a letter of a
 * String takes 50 instructions to read.
 */
final class KernelText {
    private static final int LETTERS_IN_WORD = Ring.BYTES_IN_WORD;
    private static final int OCTETS_OF_STATION = 6;
    /** Of 48 letters at most the last may be put in two words. */
    private static final int FRAME_LINE_BYTES_MAXIMUM = 8 * LETTERS_IN_WORD;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final long ring;
    private final long hexadecimal = packed("0x");
    private final long frameStart = packed("      at");
    private final long in = packed(" in ");

    KernelText(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.ring = aegis.books().consoleOutput;
    }

    /** Begins a line with the time since boot, in seconds with six decimals. */
    KernelText stamp() {
        long cyclesPerMicrosecond = machine.cyclesPerSecond() / 1_000_000;
        long elapsed = machine.cycles() - record.bootCycles();
        long microseconds = cyclesPerMicrosecond == 0 ? 0 : elapsed / cyclesPerMicrosecond;
        text("[");
        padded(microseconds / 1_000_000, 5, ' ');
        text(".");
        padded(microseconds % 1_000_000, 6, '0');
        return text("] aegis ");
    }

    @Apart("the build knows by name who reads a String, and could throw")
    KernelText text(String text) {
        int length = text.length();
        long at = aegis.console().kernelPiece(length);
        if (at >= 0) {
            for (int i = 0; i < length; i++) {
                Ring.put(machine, ring, at + i, text.charAt(i));
            }
            record.outputTail(at + length);
        }
        return this;
    }

    /** Up to eight letters as a word, the first in the lowest byte. */
    static long packed(String text) {
        long packed = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            packed = packed << Ring.BITS_IN_BYTE | text.charAt(i);
        }
        return packed;
    }

    int labelLength(long label) {
        return lengthOf(machine.load64(label)) + lengthOf(machine.load64(label + LETTERS_IN_WORD));
    }

    private static int lengthOf(long letters) {
        int length = 0;
        for (long left = letters; left != 0; left >>>= Ring.BITS_IN_BYTE) {
            length++;
        }
        return length;
    }

    KernelText packed(long letters) {
        long at = aegis.console().kernelPiece(2 * LETTERS_IN_WORD);
        if (at >= 0) {
            record.outputTail(put(at, letters, lengthOf(letters)));
        }
        return this;
    }

    /** Where the next letter goes; the piece that this is of has room for a word. */
    private long put(long at, long letters, int length) {
        Ring.putWord(machine, ring, at, letters);
        return at + length;
    }

    /** A line for a frame of a program's: {@code "      at 0x<16 digits> in label"}. A report has many: it is one piece. */
    void frameLine(long instruction, long label, int labelLength) {
        long at = aegis.console().kernelPiece(FRAME_LINE_BYTES_MAXIMUM);
        if (at < 0) {
            return;
        }
        at = put(at, frameStart, LETTERS_IN_WORD);
        at = put(at, hexadecimal << Ring.BITS_IN_BYTE | ' ', 3);
        at = put(at, eightDigits(instruction >>> 32), LETTERS_IN_WORD);
        at = put(at, eightDigits(instruction & 0xffff_ffffL), LETTERS_IN_WORD);
        at = put(at, in, 4);
        put(at, machine.load64(label), LETTERS_IN_WORD);
        put(at + LETTERS_IN_WORD, machine.load64(label + LETTERS_IN_WORD), LETTERS_IN_WORD);
        at += labelLength;
        record.outputTail(put(at, '\n', 1));
    }

    private void octet(int octet) {
        packed(octet);
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
            octet(padding);
        }
        for (; divisor > 0; divisor /= 10) {
            octet('0' + (int) (value / divisor % 10));
        }
    }

    KernelText hex(long value) {
        packed(hexadecimal);
        int shift = 60;
        while (shift > 0 && value >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            packed(eightDigits(value >>> shift & 15) >>> 7 * Ring.BITS_IN_BYTE);
        }
        return this;
    }

    KernelText wideHex(long value) {
        return packed(hexadecimal).packed(eightDigits(value >>> 32)).packed(eightDigits(value & 0xffff_ffffL));
    }

    /** A word of 32 bits in hexadecimal, packed: digits apart into the bytes, the highest lowest, then all made letters at once. */
    private static long eightDigits(long value) {
        long halves = (value & 0xffff) << 32 | value >>> 16;
        long octets = (halves & 0xff_0000_00ffL) << 16 | halves >>> 8 & 0xff_0000_00ffL;
        long digits = (octets & 0xf_000f_000f_000fL) << 8 | octets >>> 4 & 0xf_000f_000f_000fL;
        long aboveNine = digits + 0x606_0606_0606_0606L >>> 4 & 0x101_0101_0101_0101L;
        return digits + 0x3030_3030_3030_3030L + aboveNine * ('a' - '9' - 1);
    }

    /** A station's address, its first octet the lowest: {@code 52:54:00:12:34:56}. */
    KernelText octets(long address) {
        for (int octet = 0; octet < OCTETS_OF_STATION; octet++) {
            long letters = eightDigits(address >>> octet * Ring.BITS_IN_BYTE & 0xff) >>> 6 * Ring.BITS_IN_BYTE;
            packed(octet == 0 ? letters : letters << Ring.BITS_IN_BYTE | ':');
        }
        return this;
    }

    /** An environment's label and index. */
    KernelText environment(int index) {
        label(exo.aegis.layout.EnvironmentRecord.labelAddress(aegis.environments().record(index)));
        return text(" (").decimal(index).text(")");
    }

    KernelText label(long label) {
        return packed(machine.load64(label)).packed(machine.load64(label + LETTERS_IN_WORD));
    }

    void end() {
        packed('\n');
        aegis.console().kernelLinesEnd();
    }
}
