package exo.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.forge.description.DescriptionException;
import exo.forge.description.NetworkDescription;
import exo.forge.description.Overrides;
import exo.forge.description.SystemDescription;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command line for QEMU, word by word where it matters. */
class QemuCommandTest {
    private static MachineRequest request(String machine, boolean count, Path gdbSocket, boolean paused) {
        return request(machine, count, gdbSocket, paused, NetworkDescription.NONE, null);
    }

    private static MachineRequest request(String machine, boolean count, Path gdbSocket, boolean paused,
            NetworkDescription network, Path captureFile) {
        return new MachineRequest(machine, Accelerator.TCG, "max", 16 << 20, 1, count, Path.of("k.elf"),
                Path.of("a.img"), "aegis.allow-weak-cpu", Path.of("/tmp/a,b/control"), gdbSocket, paused,
                network, captureFile, List.of("-d", "int"));
    }

    @Test
    void thePlainMachine() {
        assertEquals("qemu-system-x86_64 -M q35 -accel tcg -cpu max -m 16M -smp 1 -nodefaults -no-user-config"
                + " -no-reboot -display none -monitor none -chardev stdio,id=console,signal=off -serial chardev:console"
                + " -chardev file,id=control,path=/tmp/a,,b/control -device isa-debugcon,iobase=0xe9,chardev=control"
                + " -device isa-debug-exit,iobase=0xf4,iosize=0x04 -kernel k.elf -initrd a.img"
                + " -append aegis.allow-weak-cpu -d int",
                QemuCommand.forShell(QemuCommand.of(request("q35", false, null, false))));
    }

    @Test
    void whatFlagsAdd() {
        String command = QemuCommand.forShell(QemuCommand.of(request("microvm", true, Path.of("/run/gdb"), true)));
        assertTrue(command.contains("-M microvm,rtc=on "), command);
        assertTrue(command.contains(" -icount shift=0,sleep=off -gdb unix:/run/gdb,server=on,wait=off -S "), command);
    }

    private static NetworkDescription network(String net) throws DescriptionException {
        return SystemDescription.parse(Path.of("exo.toml"), "schema = 1\n[net]\n" + net + "\n[[env]]\nname = \"a\"\nmain = \"A\"\n",
                Overrides.none()).network();
    }

    private static String networkPart(String machine, String net, Path captureFile) throws DescriptionException {
        String command = QemuCommand.forShell(
                QemuCommand.of(request(machine, false, null, false, network(net), captureFile)));
        return command.replaceFirst(".* -device isa-debug-exit,iobase=0xf4,iosize=0x04 ", "").replaceFirst(" ?-kernel .*", "");
    }

    @Test
    void theCardIsAModernOneOnEveryMachine() throws DescriptionException {
        String user = "-netdev user,id=net0,net=10.0.2.0/24,dhcpstart=10.0.2.15 ";
        String pci = user + "-device virtio-net-pci,disable-legacy=on,romfile=,netdev=net0,mac=52:54:00:12:34:56";
        assertEquals(pci, networkPart("q35", "", null));
        assertEquals(pci, networkPart("pc", "", null));
        assertEquals(user + "-global virtio-mmio.force-legacy=off"
                + " -device virtio-net-device,netdev=net0,mac=52:54:00:00:00:07",
                networkPart("microvm", "mac = \"52:54:00:00:00:07\"", null));
        assertEquals("", networkPart("q35", "mode = \"none\"", Path.of("/capture")));
    }

    @Test
    void theCardIsConnectedAsTheDescriptionSays() throws DescriptionException {
        String forwards = networkPart("q35", "publish = [\"7007:7/udp\", \"8080:80\"]\naddress = \"10.0.2.16\"", null);
        assertTrue(forwards.startsWith("-netdev user,id=net0,net=10.0.2.0/24,dhcpstart=10.0.2.16"
                + ",hostfwd=udp:127.0.0.1:7007-10.0.2.16:7,hostfwd=tcp:127.0.0.1:8080-10.0.2.16:80 -device "), forwards);
        String tap = networkPart("q35", "mode = \"tap:tap3\"", null);
        assertTrue(tap.startsWith("-netdev tap,id=net0,ifname=tap3,script=no,downscript=no -device "), tap);
        String dgram = networkPart("q35", "mode = \"dgram:40001:40002\"", null);
        assertTrue(dgram.startsWith("-netdev dgram,id=net0,local.type=inet,local.host=127.0.0.1,local.port=40001"
                + ",remote.type=inet,remote.host=127.0.0.1,remote.port=40002 -device "), dgram);
    }

    @Test
    void aCaptureIsOfWhatPassesTheCard() throws DescriptionException {
        String part = networkPart("microvm", "", Path.of("/a,b/capture"));
        assertTrue(part.endsWith(" -object filter-dump,id=capture,netdev=net0,file=/a,,b/capture"), part);
    }

    @Test
    void shellsGetQuotes() {
        assertEquals("a 'b c' 'it'\\''s'", QemuCommand.forShell(List.of("a", "b c", "it's")));
    }

    @Test
    void countingIsNeverKvms() {
        assertEquals(Accelerator.TCG, Accelerator.AUTO.chosen(true));
        assertEquals(Accelerator.KVM, Accelerator.KVM.chosen(false));
    }
}
