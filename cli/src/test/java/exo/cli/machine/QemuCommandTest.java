package exo.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command line for QEMU, word by word where it matters. */
class QemuCommandTest {
    private static MachineRequest request(String machine, boolean count, Path gdbSocket, boolean paused) {
        return new MachineRequest(machine, Accelerator.TCG, "max", 16 << 20, 1, count, Path.of("k.elf"),
                Path.of("a.img"), "aegis.allow-weak-cpu", Path.of("/tmp/a,b/control"), gdbSocket, paused,
                List.of("-d", "int"));
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
