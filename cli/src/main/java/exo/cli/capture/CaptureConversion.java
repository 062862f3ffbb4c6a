package exo.cli.capture;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Makes pcapng of a capture in the older format, in time and content unchanged. */
public final class CaptureConversion {

    private CaptureConversion() {
    }

    /**
     * Reads to the end, and closes neither.
     *
     * @param interfaceName of the one interface that the older format cannot name
     * @return how many packets there were
     * @throws IOException also when the source is no such capture; what was written till then is sound
     */
    public static long convert(InputStream classic, OutputStream pcapng, String interfaceName) throws IOException {
        OutputStream buffered = new BufferedOutputStream(pcapng);
        PcapngWriter writer = new PcapngWriter(buffered);
        try {
            return packets(new ClassicCapture(new BufferedInputStream(classic)), writer, interfaceName);
        } finally {
            writer.flush();
        }
    }

    private static long packets(ClassicCapture source, PcapngWriter writer, String interfaceName) throws IOException {
        int interfaceNumber = writer.addInterface(interfaceName, source.resolution());
        long count = 0;
        for (ClassicCapture.Packet packet = source.next(); packet != null; packet = source.next()) {
            writer.packet(interfaceNumber, packet.time(), packet.frame(), packet.lengthOnWire(), Direction.UNKNOWN, null);
            count++;
        }
        return count;
    }
}
