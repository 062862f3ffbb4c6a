package exo.cli.machine;

import exo.cli.Failure;
import exo.cli.ResultFile;
import exo.cli.capture.CaptureConversion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that QEMU has captured a machine's packets in. Its last packet may be cut short: QEMU may have been killed. */
public record PacketCapture(Path file) {

    /**
     * Converts it to pcapng, and the target is there whole or not at all.
     *
     * @return how many packets it has
     */
    public long keptIn(Path target) throws Failure {
        long[] packets = new long[1];
        new ResultFile(target).write(stream -> {
            try (InputStream classic = Files.newInputStream(file)) {
                packets[0] = CaptureConversion.convert(classic, stream, QemuNetwork.NAME);
            }
        });
        return packets[0];
    }
}
