package exo.exos;

/** Bytes at an address as Java's text, and Java's arrays as addresses: for layouts that are shared with others. */
public final class Words {
    private Words() {
    }

    /** The characters before the first NUL of at most so many bytes. */
    public static String text(long userVa, int byteCountMaximum) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < byteCountMaximum && Native.load8(userVa + i) != 0; i++) {
            text.append((char) Native.load8(userVa + i));
        }
        return text.toString();
    }

    /** The NUL-terminated words in so many bytes. */
    public static String[] split(long userVa, int byteCount) {
        int count = 0;
        for (int i = 0; i < byteCount; i++) {
            count += Native.load8(userVa + i) == 0 ? 1 : 0;
        }
        String[] words = new String[count];
        int start = 0;
        for (int word = 0; word < count; word++) {
            words[word] = text(userVa + start, byteCount - start);
            start += words[word].length() + 1;
        }
        return words;
    }

    /** Copies bytes from one address to another. */
    public static void copy(long toUserVa, long fromUserVa, int byteCount) {
        Native.copy(toUserVa, fromUserVa, byteCount);
    }

    /** Where an array's bytes are now; the collector may move it at any later allocation. */
    public static long addressOf(byte[] bytes) {
        return Native.addressOf(bytes);
    }
}
