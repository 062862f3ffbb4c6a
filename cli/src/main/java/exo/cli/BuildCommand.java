package exo.cli;

import exo.cli.project.Target;
import exo.forge.Forged;
import exo.forge.KernelSizes;
import exo.forge.description.Overrides;
import exo.forge.description.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code exo build}: forges a system and prints how large its parts are; fails when the kernel is over its limits. */
@Command(name = "build",
        headerHeading = "Examples:%n  exo build                    build ./exo.toml, or the showcase%n"
                + "  exo build demo               build demo/exo.toml%n%n",
        description = "Build a system and print the sizes of its parts.",
        footer = {"", "Exit status: 1 when the kernel is over one of its limits."})
final class BuildCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "As for exo run.")
    private Path target;

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.running();
        Target chosen = Target.of(target, installation, Overrides.none());
        Forging forging = Forging.of(installation, chosen, common.messages());
        Forged forged = forging.forged();
        boolean withinLimits = printKernel(forging.kernelSizes());
        for (Map.Entry<String, Path> program : new TreeMap<>(forged.programs()).entrySet()) {
            print("program " + program.getKey(), size(program.getValue()));
        }
        print("kernel with symbols", size(forged.kernel()));
        print("archive", size(forged.archive()));
        return withinLimits ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private boolean printKernel(KernelSizes sizes) {
        long bytes = sizes.textBytes() + sizes.readOnlyBytes() - sizes.extensionBytes();
        boolean bytesOk = bytes <= KernelSizes.TEXT_AND_READ_ONLY_LIMIT_BYTES;
        boolean extensionOk = sizes.extensionBytes() <= KernelSizes.EXTENSION_LIMIT_BYTES;
        boolean linesOk = sizes.nativeLines() <= KernelSizes.NATIVE_LINES_LIMIT;
        print("kernel text", exact(sizes.textBytes()));
        print("kernel read-only data", exact(sizes.readOnlyBytes()));
        print("engine and network", exact(sizes.extensionBytes()) + " of the text, of "
                + Size.describe(KernelSizes.EXTENSION_LIMIT_BYTES) + verdict(extensionOk));
        print("kernel text + read-only", exact(bytes) + " of "
                + Size.describe(KernelSizes.TEXT_AND_READ_ONLY_LIMIT_BYTES) + " without these" + verdict(bytesOk));
        print("kernel assembly and C", String.format(Locale.ROOT, "%,9d lines of ", sizes.nativeLines())
                + KernelSizes.NATIVE_LINES_LIMIT + verdict(linesOk));
        return bytesOk && extensionOk && linesOk;
    }

    private static String verdict(boolean withinLimit) {
        return withinLimit ? "   ok" : "   OVER THE LIMIT";
    }

    private static String size(Path file) throws IOException {
        return exact(Files.size(file));
    }

    private static String exact(long bytes) {
        return String.format(Locale.ROOT, "%,9d bytes (%s)", bytes, Size.describe(bytes));
    }

    private static void print(String what, String value) {
        System.out.println(String.format(Locale.ROOT, "%-24s %s", what, value));
    }
}
