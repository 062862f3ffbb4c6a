package exo.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guest's console on its way to a stream. Whole lines are looked at (frames resolved, prefixes dropped when raw);
 * a line that does not end soon, a prompt for instance, is shown as it is once {@link #idle} says that no more came.
 * Bytes are never interpreted as characters: the program's encoding passes through. One thread at a time feeds it; only
 * {@link #block} may come from any, and never waits.
 */
public final class ConsoleText {
    private static final Pattern PREFIX = Pattern.compile("\\[[A-Za-z][A-Za-z0-9_-]{0,14}\\] ");
    private static final Pattern PREFIX_UNFINISHED = Pattern.compile("\\[(?:[A-Za-z][A-Za-z0-9_-]{0,14}\\]?)?");

    private final boolean raw;
    private final Symboliser symboliser;
    private final OutputStream stream;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder ready = new StringBuilder();
    private final Queue<String> blocks = new ConcurrentLinkedQueue<>();
    /** Part of the current line has been shown: what follows is passed on as it is. */
    private boolean lineBegun;

    /** @param raw whether the environments' names before their lines are dropped */
    public ConsoleText(boolean raw, Symboliser symboliser, OutputStream stream) {
        this.raw = raw;
        this.symboliser = symboliser;
        this.stream = stream;
    }

    public void accept(byte[] bytes, int count) throws IOException {
        String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) == '\n') {
                endLine();
            } else {
                line.append(text.charAt(index));
            }
        }
        flush();
    }

    /** Nothing came for a while: an unfinished line is shown, unless it is one that must be seen whole. */
    public void idle() throws IOException {
        if (!lineBegun && line.length() == 0) {
            showBlocks();
        } else if (line.length() > 0 && !mustWait()) {
            ready.append(lineBegun ? line : withoutPrefix(line));
            line.setLength(0);
            lineBegun = true;
        }
        flush();
    }

    /** The stream has ended; a last line without an end is completed by one. May be called again. */
    public void end() throws IOException {
        if (line.length() > 0 || lineBegun) {
            endLine();
        }
        showBlocks();
        flush();
    }

    /** Lines of exo's own among the guest's: shown as soon as no guest line is cut by them. */
    public void block(String lines) {
        blocks.add(lines);
    }

    private void endLine() {
        if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        if (lineBegun) {
            ready.append(line).append('\n');
        } else {
            symboliser.resolve(withoutPrefix(line).toString()).forEach(shown -> ready.append(shown).append('\n'));
        }
        line.setLength(0);
        lineBegun = false;
        showBlocks();
    }

    private boolean mustWait() {
        return !lineBegun && (line.indexOf(Symboliser.FRAME_START) >= 0
                || raw && PREFIX_UNFINISHED.matcher(line).matches());
    }

    private CharSequence withoutPrefix(CharSequence text) {
        Matcher prefix = PREFIX.matcher(text);
        return raw && prefix.lookingAt() ? text.subSequence(prefix.end(), text.length()) : text.toString();
    }

    private void showBlocks() {
        for (String lines = blocks.poll(); lines != null; lines = blocks.poll()) {
            ready.append(lines).append('\n');
        }
    }

    private void flush() throws IOException {
        if (ready.length() > 0) {
            byte[] bytes = ready.toString().getBytes(StandardCharsets.ISO_8859_1);
            ready.setLength(0);
            stream.write(bytes);
            stream.flush();
        }
    }
}
