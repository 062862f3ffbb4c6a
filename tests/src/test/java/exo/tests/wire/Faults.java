package exo.tests.wire;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often each fault befalls a frame, each for itself, in thousandths; and how long a giant may be.
 *
 * @param giantBytesMax what the device takes at most
 */
public record Faults(Map<Fault, Integer> perThousand, int giantBytesMax) {
    public static final Faults NONE = new Faults(Map.of(), DatagramWire.FRAME_BYTES_MAX);
    public static final int ALWAYS = 1000;

    public Faults {
        Map<Fault, Integer> copy = new EnumMap<>(Fault.class);
        copy.putAll(perThousand);
        perThousand = Collections.unmodifiableMap(copy);
    }

    /** Every fault as often as every other. */
    public static Faults all(int thousandths) {
        Faults faults = NONE;
        for (Fault fault : Fault.values()) {
            faults = faults.with(fault, thousandths);
        }
        return faults;
    }

    public Faults with(Fault fault, int thousandths) {
        Map<Fault, Integer> changed = new EnumMap<>(Fault.class);
        changed.putAll(perThousand);
        changed.put(fault, thousandths);
        return new Faults(changed, giantBytesMax);
    }

    public Faults withGiantsUpTo(int bytes) {
        return new Faults(perThousand, bytes);
    }

    int of(Fault fault) {
        return perThousand.getOrDefault(fault, 0);
    }
}
