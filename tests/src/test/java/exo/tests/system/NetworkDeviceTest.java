package exo.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QEMU's network device comes up on each machine and receives, beside all that programs do; one that will not do is named. */
final class NetworkDeviceTest {
    private static final Pattern RECEIVED = Pattern.compile("packets received (\\d+),");
    private static final int RECEIVED_MINIMUM = 100;
    private static final String MODERN_MMIO = "virtio-mmio.force-legacy=off";

    private static Outcome run(Wire wire, String machine, String like, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--net", "none", "--timeout", "60s", "--machine", machine));
        for (String argument : more) {
            arguments.add("--qemu-arg=" + argument);
        }
        arguments.addAll(wire.arguments(machine, like));
        return Exo.atHome().run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"q35, '00:01.0', ''", "pc, '00:02.0', ''", "microvm, feb02e00, ''", "q35, '00:01.0', ',event_idx=off'"})
    void theDeviceComesUpAndReceives(String machine, String place, String like) throws SocketException {
        Exo.atHome().run("build").endedWith(0);
        try (Wire wire = new Wire()) {
            new Thread(wire, "wire").start();
            Outcome outcome = run(wire, machine, like, "-global", MODERN_MMIO).endedWith(0);
            String features = like.isEmpty() ? "0x120010020" : "0x100010020";
            outcome.says("] aegis info net: virtio-net at " + place + ", driver ok, features " + features
                    + ", address 52:54:00:12:34:56, link up");
            Matcher received = RECEIVED.matcher(outcome.console());
            assertTrue(received.find(), outcome::toString);
            int count = Integer.parseInt(received.group(1));
            assertTrue(count >= RECEIVED_MINIMUM && count <= wire.sent(), () -> wire.sent() + " were sent, " + outcome);
        }
    }

    @Test
    void aDeviceBehindABridgeIsFound() throws SocketException {
        try (Wire wire = new Wire()) {
            run(wire, "q35", ",bus=bridge", "-device", "pcie-root-port,id=bridge,chassis=1").endedWith(0)
                    .says("] aegis info net: virtio-net at 01:00.0, driver ok");
        }
    }

    @ParameterizedTest
    @CsvSource({"q35, ',disable-modern=on,disable-legacy=off', it has no registers of virtio 1",
        "q35, ',vectors=0', it has no MSI-X", "microvm, '', it has the registers of before virtio 1"})
    void aDeviceThatWillNotDoIsNamedAndTheMachineGoesOn(String machine, String like, String complaint) throws SocketException {
        try (Wire wire = new Wire()) {
            run(wire, machine, like).endedWith(0).says("] aegis warning net: virtio-net at ").says(" is not used: " + complaint)
                    .neverSays("packets received");
        }
    }
}
