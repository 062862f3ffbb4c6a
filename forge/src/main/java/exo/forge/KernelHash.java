package exo.forge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The hash of the kernel's class files: SHA-256 over the name, the length and the bytes of each class of the modules {@code abi},
 * {@code machine}, {@code ebpf} and {@code aegis}, by name. The kernel tells the first 64 bits when it boots, and the tests tell it of the
 * classes that they ran: so one can see that what was tried is what booted.
 */
public final class KernelHash {
    private static final int LOG_BITS_IN_DIGIT = 2;
    private static final int DIGITS_TOLD = Long.SIZE >>> LOG_BITS_IN_DIGIT;

    private KernelHash() {
    }

    /**
     * In 64 hexadecimal digits.
     *
     * @param places  folders or jars with the classes of the four modules, in any order
     */
    public static String of(List<Path> places) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (Path place : places) {
            collect(place, classes);
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        classes.forEach((name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of the classes that an installation of exo has compiled. */
    public static String ofInstallation(Path root) throws IOException {
        return of(new Installation(root).kernelClasses());
    }

    /** The digits that the kernel tells when it boots. */
    public static String told(String hash) {
        return hash.substring(0, DIGITS_TOLD);
    }

    private static void collect(Path place, Map<String, byte[]> classes) throws IOException {
        if (Files.isDirectory(place)) {
            collectBelow(place, classes);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            collectBelow(jar.getPath("/"), classes);
        }
    }

    private static void collectBelow(Path root, Map<String, byte[]> classes) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }
}
