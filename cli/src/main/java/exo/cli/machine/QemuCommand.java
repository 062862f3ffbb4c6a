package exo.cli.machine;

import exo.forge.description.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The QEMU command line of a machine: nothing but what the kernel knows how to use. The console is the first serial
 * port; the control channel the debug console at port 0xe9; debug-exit at 0xf4 the last resort for a status.
 */
public final class QemuCommand {
    public static final String PROGRAM = "qemu-system-x86_64";
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private QemuCommand() {
    }

    public static List<String> of(MachineRequest request) {
        Accelerator accelerator = request.accelerator().chosen(request.count());
        List<String> command = new ArrayList<>(List.of(PROGRAM,
                // microvm has no clock of its own unless asked; the other machines always have one.
                "-M", request.machine().equals("microvm") ? "microvm,rtc=on" : request.machine(),
                "-accel", accelerator.toString(), "-cpu", request.processor(),
                "-m", memory(request.memoryBytes()), "-smp", String.valueOf(request.cpus()),
                "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-monitor", "none",
                "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
                "-chardev", "file,id=control,path=" + commasDoubled(request.controlFile().toString()),
                "-device", "isa-debugcon,iobase=0xe9,chardev=control",
                "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04"));
        command.addAll(QemuNetwork.arguments(request.machine(), request.network(), request.captureFile()));
        if (request.count()) {
            command.addAll(List.of("-icount", "shift=0,sleep=off"));
        }
        if (request.gdbSocket() != null) {
            command.addAll(List.of("-gdb",
                    "unix:" + commasDoubled(request.gdbSocket().toString()) + ",server=on,wait=off"));
        }
        if (request.paused()) {
            command.add("-S");
        }
        command.addAll(List.of("-kernel", request.kernel().toString(), "-initrd", request.archive().toString()));
        if (!request.bootLine().isEmpty()) {
            command.addAll(List.of("-append", request.bootLine()));
        }
        command.addAll(request.more());
        return command;
    }

    /** QEMU's suffixes are powers of 1024; what is not a whole KiB of memory cannot be had. */
    private static String memory(long bytes) {
        return bytes % Size.BYTES_IN_MIB == 0 ? bytes / Size.BYTES_IN_MIB + "M" : bytes / Size.BYTES_IN_KIB + "K";
    }

    /** The command as a shell takes it. */
    public static String forShell(List<String> command) {
        return command.stream().map(word -> NEEDS_NO_QUOTES.matcher(word).matches() ? word
                : "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
    }

    /** QEMU's own escape in lists of properties. */
    static String commasDoubled(String text) {
        return text.replace(",", ",,");
    }
}
