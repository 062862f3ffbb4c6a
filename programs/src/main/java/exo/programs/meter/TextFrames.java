package exo.programs.meter;

import exo.abi.Right;
import exo.exos.AddressSpace;
import org.teavm.interop.Address;

/** Puts the text of a program into frames in a row, which stay unbound. */
final class TextFrames {
    private static final long WINDOW = 0x6800_0000_0000L;
    private static final int WORDS = AddressSpace.PAGE_BYTES / Long.BYTES;

    private TextFrames() {
    }

    static void write(AddressSpace self, long first, long[] text) {
        for (int from = 0; from < text.length; from += WORDS) {
            self.bind(WINDOW, first + from / WORDS, Right.READ | Right.WRITE);
            for (int i = from; i < text.length && i < from + WORDS; i++) {
                Address.fromLong(WINDOW + (long) (i - from) * Long.BYTES).putLong(text[i]);
            }
            self.unbind(WINDOW);
        }
    }
}
