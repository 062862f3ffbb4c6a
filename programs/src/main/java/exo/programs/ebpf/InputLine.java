package exo.programs.ebpf;

import java.io.IOException;
import java.io.InputStream;

/** The console's input, line by line and word by word, of any length: only a word at a time is kept, and of bytes in hexadecimal none. */
final class InputLine {
    private static final int END = -1;
    private static final int DIGIT_BITS = 4;

    private final InputStream input;
    private int next = '\n';

    InputLine(InputStream input) {
        this.input = input;
    }

    /** Goes to the next line; false if there is none. */
    boolean advance() throws IOException {
        while (next != '\n' && next != END) {
            next = input.read();
        }
        next = input.read();
        return next != END;
    }

    private boolean inWord() {
        return next > ' ';
    }

    private void skipSpaces() throws IOException {
        while (next == ' ') {
            next = input.read();
        }
    }

    String word() throws IOException {
        skipSpaces();
        StringBuilder word = new StringBuilder();
        while (inWord()) {
            word.append((char) next);
            next = input.read();
        }
        return word.toString();
    }

    long number() throws IOException {
        return Long.parseLong(word());
    }

    /** Puts a word's bytes to an address, two digits each, at most so many; gives their number, of those that were left out too. */
    int bytes(UserMemory memory, long address, int most) throws IOException {
        skipSpaces();
        int count = 0;
        while (inWord() && next != '-') {
            int high = Character.digit((char) next, 16);
            int low = Character.digit((char) input.read(), 16);
            if (count < most) {
                memory.store8(address + count, high << DIGIT_BITS | low);
            }
            count++;
            next = input.read();
        }
        return count;
    }
}
