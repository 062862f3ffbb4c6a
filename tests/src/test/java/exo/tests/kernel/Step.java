package exo.tests.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that an environment did, as the guest {@code twin.c} is to do it, and how it had come to this.
 *
 * @param number  of a call
 * @param ahead  index of the argument that is a moment still to come, told as the cycles until then; 0: none is
 * @param scene  for whoever reads of a difference: what the step is part of
 */
record Step(int kind, int environment, long number, long[] arguments, int ahead, Arrival arrival, String scene) {
    static final int CALL = 1;
    static final int STORE = 2;
    static final int LOAD = 3;
    static final int TOUCH = 4;
    static final int TRAP = 5;
    static final int PASS = 6;
    static final int SUM = 7;
    static final int END = 8;
    static final int BYTES = 64;

    private static final int ARGUMENTS = 5;
    private static final String[] NAMES = {"", "call", "store", "load", "touch", "trap", "pass", "sum", "end"};

    /**
     * How an environment came to a step: behind the step before, with a result, or at one of its entries.
     *
     * @param entry  the address, or 0: behind its last step, and then rcx and rdx are not told
     * @param others  half of a sum of the other registers
     */
    record Arrival(long others, long entry, long rax, long rcx, long rdx) {

        static Arrival parsed(String text) {
            long[] words = Arrays.stream(text.split("/")).mapToLong(word -> Long.parseUnsignedLong(word, 16)).toArray();
            return words.length == 2 ? new Arrival(words[0], 0, words[1], 0, 0)
                    : new Arrival(words[0], words[1], words[2], words[3], words[4]);
        }

        String told() {
            long[] words = entry == 0 ? new long[] {others, rax} : new long[] {others, entry, rax, rcx, rdx};
            return Arrays.stream(words).mapToObj(Long::toHexString).collect(Collectors.joining("/"));
        }

        @Override
        public String toString() {
            String rest = String.format(Locale.ROOT, " (other registers %x)", others);
            return entry == 0 ? "result " + (rax < 0 && rax > -100 ? DeclaredStatuses.nameOf(rax) : "0x" + Long.toHexString(rax))
                    + rest : String.format(Locale.ROOT, "entry 0x%x with rax 0x%x, rcx 0x%x, rdx 0x%x", entry, rax, rcx, rdx)
                    + rest;
        }
    }

    Step {
        arguments = Arrays.copyOf(arguments, ARGUMENTS);
    }

    long argument(int index) {
        return arguments[index];
    }

    void put(Octets octets, long at) {
        octets.put32(at, kind).put32(at + 4, environment).put64(at + 8, number);
        for (int i = 0; i < ARGUMENTS; i++) {
            octets.put64(at + 16 + i * 8L, arguments[i]);
        }
        octets.put64(at + 56, ahead);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("environment " + environment + ": " + NAMES[kind]);
        if (kind == CALL) {
            text.append(String.format(Locale.ROOT, " 0x%02x", number));
        }
        for (long argument : arguments) {
            text.append(" 0x").append(Long.toHexString(argument));
        }
        return text + " (" + scene + ")";
    }
}
