package exo.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * {@code addr2line} on one ELF, kept running: reading the debug information takes it longer than all questions. After
 * each question comes a second one with a known answer (address 0), which marks the end of the first one's, as inlined
 * calls make answers of any length. Once it has failed it answers nothing more; the caller then shows bare addresses.
 */
final class AddressToLine implements AutoCloseable {
    private static final String NOBODY = "0x0";
    /** How the tool repeats that address: with as many digits as the ELF's class has. */
    private static final Pattern NOBODY_REPEATED = Pattern.compile("0x0+");
    private static final long PATIENCE_MILLISECONDS = 5_000;

    private final Path elf;
    private Process process;
    private BufferedReader answers;
    private OutputStream questions;
    private boolean failed;

    AddressToLine(Path elf) {
        this.elf = elf;
    }

    /** "name(File.java:42)" for the address, innermost inlined call first; empty when it is not known. */
    List<String> lookup(long address) {
        try {
            return failed ? List.of() : ask(address);
        } catch (IOException noTool) {
            failed = true;
            close();
            return List.of();
        }
    }

    private List<String> ask(long address) throws IOException {
        if (process == null) {
            start();
        }
        questions.write("0x%016x%n%s%n".formatted(address, NOBODY).getBytes(StandardCharsets.US_ASCII));
        questions.flush();
        nextLine();
        List<String> frames = new ArrayList<>();
        for (String function = nextLine(); !NOBODY_REPEATED.matcher(function).matches(); function = nextLine()) {
            frames.add(frame(function, nextLine()));
        }
        nextLine();
        nextLine();
        return frames.contains(null) ? List.of() : frames;
    }

    private void start() throws IOException {
        process = new ProcessBuilder("addr2line", "-e", elf.toString(), "-f", "-i", "-a")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = process.getOutputStream();
    }

    /** Never waits for ever: behind this call wait the console and whoever reads it. */
    private String nextLine() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLISECONDS);
        while (!answers.ready()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("addr2line does not answer");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return answers.readLine();
    }

    /** Null when the function is not known. */
    static String frame(String function, String place) {
        if (function.equals("??")) {
            return null;
        }
        String file = place.replaceFirst(" \\(discriminator [0-9]+\\)$", "").replaceFirst("^.*/", "");
        return JavaName.of(function) + "(" + (file.startsWith("??") ? "unknown place" : file.replace(":?", "")) + ")";
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
