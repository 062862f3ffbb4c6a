package exo.cli.console;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the guest's stack frames, {@code "      at 0x<16 hex> in web"}, into Java's, {@code "      at
 * demo.Shop.render(Shop.java:42)"}; an inlined call gets a line of its own. Addresses of the upper half are the
 * kernel's, the others those of the environment named on the line. What cannot be resolved stays as it is.
 *
 * <p>A frame's address is where it will go on after its call, which may belong to the next line already, so the byte
 * before it is looked up; except for the first frame under a line that tells of a fault, which did not call anything.
 */
public final class Symboliser implements AutoCloseable {
    private static final Pattern FRAME =
            Pattern.compile("((?:\\[([A-Za-z][A-Za-z0-9_-]*)\\] )?) {6}at 0x([0-9a-f]{16})(?: in ([A-Za-z0-9_-]+))?");
    /** How any frame starts, prefix aside: such a line is worth waiting for the rest of. */
    static final String FRAME_START = "      at 0x";

    private static final String FAULT = "fault";

    private final AddressToLine kernel;
    private final Map<String, AddressToLine> programs = new HashMap<>();
    private boolean afterFault;

    public Symboliser(Path kernel, Map<String, Path> programs) {
        this.kernel = new AddressToLine(kernel);
        programs.forEach((environment, elf) -> this.programs.put(environment, new AddressToLine(elf)));
    }

    /** The line's replacement, without line ends: one line or several. Lines must come in their order. */
    List<String> resolve(String line) {
        Matcher frame = FRAME.matcher(line);
        boolean called = !afterFault;
        afterFault = false;
        if (!frame.matches()) {
            afterFault = line.contains(FAULT);
            return List.of(line);
        }
        long address = Long.parseUnsignedLong(frame.group(3), 16) - (called ? 1 : 0);
        String environment = frame.group(4) == null ? frame.group(2) : frame.group(4);
        AddressToLine image = address < 0 ? kernel : programs.get(environment);
        List<String> names = image == null ? List.of() : image.lookup(address);
        return names.isEmpty() ? List.of(line)
                : names.stream().map(name -> frame.group(1) + "      at " + name).toList();
    }

    @Override
    public void close() {
        kernel.close();
        programs.values().forEach(AddressToLine::close);
    }
}
