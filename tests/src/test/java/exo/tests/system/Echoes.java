package exo.tests.system;

import exo.tests.wire.Wire;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Echoes that are due: each as many times as its packet was delivered. */
final class Echoes {
    private static final int LINK_BYTES = 6;
    private static final int ETHERNET_BYTES = 14;
    private static final int ETHERTYPE = 12;
    private static final int TAG_BYTES = 4;
    private static final int TOTAL_LENGTH = 2;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;
    private static final int ADDRESS_BYTES = 4;
    private static final int PORT_BYTES = 2;
    private static final int VLAN_HIGH = 0x81;
    private static final long PATIENCE_MILLISECONDS = 10_000;

    private final Map<String, Integer> due = new HashMap<>();
    private int count;

    private static int u8(byte[] frame, int at) {
        return frame[at] & 0xff;
    }

    private static int network(byte[] frame) {
        return u8(frame, ETHERTYPE) == VLAN_HIGH ? ETHERNET_BYTES + TAG_BYTES : ETHERNET_BYTES;
    }

    /** The echo of a sound frame, without what it was filled up with. */
    static byte[] turned(byte[] frame) {
        int network = network(frame);
        int udp = network + (u8(frame, network) & 15) * Integer.BYTES;
        byte[] turned = trimmed(frame);
        exchange(turned, 0, LINK_BYTES, LINK_BYTES);
        exchange(turned, network + SOURCE, network + DESTINATION, ADDRESS_BYTES);
        exchange(turned, udp, udp + PORT_BYTES, PORT_BYTES);
        return turned;
    }

    private static byte[] trimmed(byte[] frame) {
        int network = network(frame);
        int length = frame.length < network + Integer.BYTES ? frame.length
                : network + (u8(frame, network + TOTAL_LENGTH) << Byte.SIZE | u8(frame, network + TOTAL_LENGTH + 1));
        return Arrays.copyOf(frame, Math.min(frame.length, length));
    }

    private static void exchange(byte[] bytes, int one, int other, int count) {
        for (int i = 0; i < count; i++) {
            byte first = bytes[one + i];
            bytes[one + i] = bytes[other + i];
            bytes[other + i] = first;
        }
    }

    void expect(byte[] frame) {
        due.merge(HexFormat.of().formatHex(turned(frame)), 1, Integer::sum);
        count++;
    }

    /** Whether a frame that came is due; once. */
    boolean take(byte[] came) {
        String key = HexFormat.of().formatHex(trimmed(came));
        Integer left = due.get(key);
        if (left == null) {
            return false;
        }
        if (left == 1) {
            due.remove(key);
        } else {
            due.put(key, left - 1);
        }
        count--;
        return true;
    }

    int count() {
        return count;
    }

    /** One that is due, to be told of. */
    String one() {
        return due.keySet().iterator().next();
    }

    /** Passes over what is broadcast, which the thief's questions are. */
    void awaitAll(Wire wire) {
        while (count > 0) {
            byte[] came = wire.receive(PATIENCE_MILLISECONDS);
            if (came == null) {
                throw new AssertionError(count + " echoes did not come, one of them " + one());
            }
            if (came[0] != -1 && !take(came)) {
                throw new AssertionError("this was not due: " + HexFormat.of().formatHex(came));
            }
        }
    }
}
