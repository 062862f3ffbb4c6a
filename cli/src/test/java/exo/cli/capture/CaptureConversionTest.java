package exo.cli.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What QEMU has captured is there in pcapng, at the same times; what is cut short is there as far as it goes. */
class CaptureConversionTest {
    private static final int MICROSECONDS_MAGIC = 0xa1b2_c3d4;
    private static final int NANOSECONDS_MAGIC = 0xa1b2_3c4d;
    private static final int SECONDS = 0x9000_0000;
    private static final byte[] FRAME = {1, 2, 3, 4, 5};

    private static byte[] classic(int magic, ByteOrder order) {
        ByteBuffer capture = ByteBuffer.allocate(24 + 2 * (16 + FRAME.length)).order(order);
        capture.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65_536).putInt(1);
        for (int packet = 0; packet < 2; packet++) {
            capture.putInt(SECONDS).putInt(7 + packet).putInt(FRAME.length).putInt(1_500).put(FRAME);
        }
        return capture.array();
    }

    private static byte[] expected(int resolution, int packets) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(stream);
        writer.addInterface("net0", resolution);
        long unit = resolution == PcapngWriter.NANOSECONDS ? 1_000_000_000L : 1_000_000L;
        for (int packet = 0; packet < packets; packet++) {
            writer.packet(0, Integer.toUnsignedLong(SECONDS) * unit + 7 + packet, FRAME, 1_500, Direction.UNKNOWN, null);
        }
        return stream.toByteArray();
    }

    private static void converts(byte[] classic, int resolution, int packets) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        assertEquals(packets, CaptureConversion.convert(new ByteArrayInputStream(classic), stream, "net0"));
        assertArrayEquals(expected(resolution, packets), stream.toByteArray());
    }

    @Test
    void bothOrdersOfBytesAndBothUnitsOfTimeAreRead() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            converts(classic(MICROSECONDS_MAGIC, order), PcapngWriter.MICROSECONDS, 2);
            converts(classic(NANOSECONDS_MAGIC, order), PcapngWriter.NANOSECONDS, 2);
        }
    }

    @Test
    void whatEndsWithinAPacketEndsBeforeIt() throws IOException {
        byte[] whole = classic(MICROSECONDS_MAGIC, ByteOrder.LITTLE_ENDIAN);
        int packetBytes = 16 + FRAME.length;
        for (int cut = 1; cut <= packetBytes; cut++) {
            converts(Arrays.copyOf(whole, whole.length - cut), PcapngWriter.MICROSECONDS, 1);
        }
    }

    @Test
    void whatIsNoCaptureIsRefused() {
        byte[] tooLong = classic(MICROSECONDS_MAGIC, ByteOrder.LITTLE_ENDIAN);
        ByteBuffer.wrap(tooLong).putInt(24 + 8, -1);
        for (byte[] noise : new byte[][] {{}, new byte[23], new byte[24], tooLong}) {
            assertThrows(IOException.class,
                    () -> CaptureConversion.convert(new ByteArrayInputStream(noise), new ByteArrayOutputStream(), "net0"));
        }
    }
}
