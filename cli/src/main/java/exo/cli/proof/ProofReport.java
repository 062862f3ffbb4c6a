package exo.cli.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONObject;

/**
 * The counters that the tests of the proof left under {@code tests/target/proof}, coverage, and the hash of the kernel's classes,
 * as lines, as JSON and as a page. A counter that is missing is a reason to fail: nothing is told that was not run.
 */
public final class ProofReport {
    private final JSONObject exploration;
    private final JSONObject random;
    private final JSONObject mutation;
    private final JSONObject attacks;
    private final Coverage coverage;
    private final String kernelHash;

    private ProofReport(Path counters, Coverage coverage, String kernelHash) throws IOException {
        this.exploration = read(counters.resolve("exploration.json"));
        this.random = read(counters.resolve("random.json"));
        this.mutation = read(counters.resolve("mutation.json"));
        this.attacks = read(counters.resolve("attacks.json"));
        this.coverage = coverage;
        this.kernelHash = kernelHash;
    }

    /**
     * @param root  of the installation, whose tests have just run
     * @throws IOException  if one of the tests has not left its counters
     */
    public static ProofReport of(Path root, String kernelHash) throws IOException {
        Path target = root.resolve("tests").resolve("target");
        return new ProofReport(target.resolve("proof"),
                Coverage.of(target.resolve("site").resolve("jacoco-aggregate").resolve("jacoco.csv")), kernelHash);
    }

    private static JSONObject read(Path file) throws IOException {
        return new JSONObject(Files.readString(file));
    }

    private Share seededFaults() {
        return new Share(mutation.getLong("caught"), mutation.getLong("total"));
    }

    private Share attacksHeld() {
        return new Share(attacks.getLong("held"), attacks.getLong("total"));
    }

    /** What is not as it should be, in sentences; empty: all is. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (!seededFaults().isWhole()) {
            complaints.add("seeded faults: " + seededFaults().words() + " caught");
        }
        if (!attacksHeld().isWhole()) {
            complaints.add("attacks: " + attacksHeld().words() + " held");
        }
        if (!coverage.isEnough()) {
            complaints.add(String.format("coverage of the kernel is below %.0f %% of lines or %.0f %% of branches",
                    Coverage.LINE_PERCENT_MINIMUM, Coverage.BRANCH_PERCENT_MINIMUM));
        }
        return complaints;
    }

    public List<String> lines() {
        return List.of(
                String.format("proof      %,d states explored exhaustively, %,d transitions", exploration.getLong("states_explored"),
                        exploration.getLong("transitions")),
                String.format("           %,d random calls", random.getLong("random_calls")),
                "           " + seededFaults().words() + " seeded faults caught",
                "           " + attacksHeld().words() + " attacks held",
                String.format("           coverage of the kernel: %.1f %% of lines, %.1f %% of branches", coverage.lines().percent(),
                        coverage.branches().percent()),
                "           kernel " + kernelHash);
    }

    public JSONObject json() {
        return new JSONObject()
                .put("states_explored", exploration.getLong("states_explored"))
                .put("transitions", exploration.getLong("transitions"))
                .put("random_calls", random.getLong("random_calls"))
                .put("seeded_faults", new JSONObject().put("total", seededFaults().total()).put("caught", seededFaults().good()))
                .put("attacks", new JSONObject().put("total", attacksHeld().total()).put("held", attacksHeld().good()))
                .put("coverage", new JSONObject().put("line", coverage.lines().percent())
                        .put("branch", coverage.branches().percent()))
                .put("kernel_sha256", kernelHash);
    }

    /** Writes {@code proof.json} and {@code proof.html} into a folder. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("proof.json"), json().toString(2) + "\n");
        ProofPage page = new ProofPage("The kernel, tried");
        lines().forEach(page::line);
        page.table("Configurations explored", exploration.optJSONArray("configurations"));
        page.table("Seeded faults", mutation.optJSONArray("faults"));
        page.table("Attacks", attacks.optJSONArray("attacks"));
        Files.writeString(directory.resolve("proof.html"), page.html());
    }
}
