package exo.cli.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A capture byte by byte, against draft-ietf-opsawg-pcapng sections 4.1 to 4.3. */
class PcapngWriterTest {
    private static final String SECTION = "0a0d0d0a" + "28000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff"
            + "04000300" + "65786f00" + "00000000" + "28000000";
    private static final String INTERFACE = "01000000" + "28000000" + "01000000" + "00000000"
            + "02000400" + "6e657430" + "09000100" + "09000000" + "00000000" + "28000000";

    private static String hex(ByteArrayOutputStream stream) {
        return HexFormat.of().formatHex(stream.toByteArray());
    }

    @Test
    void aSectionAnInterfaceAndPackets() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(stream);
        assertEquals(0, writer.addInterface("net0", PcapngWriter.NANOSECONDS));
        assertEquals(SECTION + INTERFACE, hex(stream));
        stream.reset();
        writer.packet(0, 0x0102_0304_0506_0708L, new byte[] {1, 2, 3, 4}, 4, Direction.UNKNOWN, null);
        assertEquals("06000000" + "24000000" + "00000000" + "04030201" + "08070605" + "04000000" + "04000000" + "01020304"
                + "24000000", hex(stream));
        stream.reset();
        writer.packet(0, 1, new byte[] {9}, 60, Direction.OUTBOUND, "lost");
        assertEquals("06000000" + "38000000" + "00000000" + "00000000" + "01000000" + "01000000" + "3c000000" + "09000000"
                + "01000400" + "6c6f7374" + "02000400" + "02000000" + "00000000" + "38000000", hex(stream));
    }

    @Test
    void aPacketIsOfAnInterfaceThatIsThere() throws IOException {
        PcapngWriter writer = new PcapngWriter(new ByteArrayOutputStream());
        assertThrows(IllegalArgumentException.class, () -> writer.packet(0, 0, new byte[1], 1, Direction.UNKNOWN, null));
    }
}
