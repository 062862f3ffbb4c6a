package exo.ebpf.host;

/** Where in its source an instruction comes from. @param text the line itself, trimmed, or nothing */
public record SourceLine(String file, int line, String text) {
    @Override
    public String toString() {
        return file + ":" + line + (text.isEmpty() ? "" : ": " + text);
    }
}
