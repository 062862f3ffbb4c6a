package exo.cli;

import exo.cli.machine.Accelerator;
import exo.cli.machine.QemuCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code exo doctor}: what this host has of what exo needs, a line each, and the command that brings the rest. */
@Command(name = "doctor",
        headerHeading = "Examples:%n  exo doctor                   look at this host%n"
                + "  exo doctor && exo run        run only if all is there%n%n",
        description = "Check what exo needs of this host.",
        footer = {"", "Exit status: 3 when something required is missing."})
final class DoctorCommand implements Callable<Integer> {
    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)(\\.[0-9]+)*");
    private static final int QEMU_OLDEST_MAJOR = 7;
    private static final int QEMU_OLDEST_MINOR = 2;
    private static final int QEMU_NEWEST_MAJOR = 10;

    @Mixin
    private CommonOptions common;

    private final List<String> packagesMissing = new ArrayList<>();

    @Override
    public Integer call() {
        line("host", host(), "ok");
        line("java", System.getProperty("java.version"), "ok");
        tool("maven", "maven", "mvn", "-version");
        tool("gcc", "gcc libc6-dev", "gcc", "-dumpfullversion");
        tool("binutils", "binutils", "ld", "--version");
        qemu();
        boolean kvm = Accelerator.usableKvm();
        line("kvm", kvm ? "usable" : "not usable",
                kvm ? "ok, --accel auto uses it" : "optional: --accel auto uses tcg");
        optional("gdb", "exo debug");
        optional("clang", "exo test");
        if (packagesMissing.isEmpty()) {
            System.out.println("Ready. Next: exo new hello demo");
            return ExitStatus.OK;
        }
        System.out.println("Missing. On Debian or Ubuntu, as root: apt-get install --no-install-recommends "
                + String.join(" ", packagesMissing));
        return ExitStatus.HOST_PREREQUISITE_MISSING;
    }

    private void tool(String name, String debianPackage, String... command) {
        Optional<String> answer = HostTool.firstLine(command);
        if (answer.isEmpty()) {
            packagesMissing.add(debianPackage);
        }
        line(name, answer.map(DoctorCommand::version).orElse("-"), answer.isPresent() ? "ok" : "MISSING");
    }

    private void qemu() {
        Optional<String> answer = HostTool.firstLine(QemuCommand.PROGRAM, "--version");
        String verdict = answer.map(DoctorCommand::qemuVerdict).orElse("MISSING");
        if (verdict.startsWith("MISSING")) {
            packagesMissing.add("qemu-system-x86");
        }
        line("qemu", answer.map(DoctorCommand::version).orElse("-") + " (supported " + QEMU_OLDEST_MAJOR + "."
                + QEMU_OLDEST_MINOR + " to " + QEMU_NEWEST_MAJOR + ")", verdict);
    }

    static String qemuVerdict(String answer) {
        Matcher version = VERSION.matcher(answer);
        if (!version.find()) {
            return "unknown version";
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < QEMU_OLDEST_MAJOR || major == QEMU_OLDEST_MAJOR && minor < QEMU_OLDEST_MINOR) {
            return "MISSING: too old";
        }
        return major > QEMU_NEWEST_MAJOR ? "newer than tried" : "ok";
    }

    /** @param tool also the name of its Debian package */
    private static void optional(String tool, String verb) {
        Optional<String> answer = HostTool.firstLine(tool, "--version");
        line(tool, answer.map(DoctorCommand::version).orElse("-"),
                answer.isPresent() ? "ok" : "optional, for " + verb + ": apt-get install " + tool);
    }

    private static String version(String answer) {
        // The tool's own number is the last of a line such as "GNU ld (GNU Binutils for Debian) 2.40",
        // and the first where a distribution adds another: "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7)".
        Matcher matcher = VERSION.matcher(answer.contains(" (Debian") && answer.contains("version")
                ? answer.substring(0, answer.indexOf(" (Debian")) : answer);
        String version = answer;
        while (matcher.find()) {
            version = matcher.group();
        }
        return version;
    }

    private static String host() {
        String system = System.getProperty("os.name");
        try {
            system = Files.readString(Path.of("/etc/os-release")).lines()
                    .filter(line -> line.startsWith("PRETTY_NAME=")).findFirst()
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", "")).orElse(system);
        } catch (IOException notThere) {
            // The kernel's name will do.
        }
        return system + ", " + Runtime.getRuntime().availableProcessors() + " CPUs";
    }

    private static void line(String what, String found, String verdict) {
        System.out.println(String.format(Locale.ROOT, "%-9s %-46s %s", what, found, verdict));
    }
}
