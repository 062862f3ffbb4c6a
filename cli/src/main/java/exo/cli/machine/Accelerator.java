package exo.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How QEMU runs the guest: translated (tcg), or by the processor itself (kvm) where host and processor offer that. */
public enum Accelerator {
    AUTO,
    KVM,
    TCG;

    private static final Path KVM_DEVICE = Path.of("/dev/kvm");
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /** What AUTO means here and now. Counting instructions is TCG's alone. */
    Accelerator chosen(boolean counting) {
        if (this != AUTO) {
            return this;
        }
        return !counting && usableKvm() ? KVM : TCG;
    }

    /** The device alone does not tell: nested hosts have it and then emulate so slowly that TCG wins. */
    public static boolean usableKvm() {
        try {
            return Files.isWritable(KVM_DEVICE)
                    && Files.readString(PROCESSOR).lines().filter(line -> line.startsWith("flags"))
                            .anyMatch(line -> line.matches(".* (vmx|svm)( .*)?"));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** As users and QEMU write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
