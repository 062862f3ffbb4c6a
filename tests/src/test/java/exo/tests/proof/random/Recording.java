package exo.tests.proof.random;

import exo.tests.kernel.Deed;
import exo.tests.kernel.Deeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to do to a machine after it has booted, as a file: a line for the machine, then one for each deed; what stands behind a
 * '#' is for whoever reads it.
 *
 * @param machineSeed  what the machine boots from
 * @param tags  whether its processor tells address spaces apart in its cache
 */
record Recording(long machineSeed, boolean tags, List<Deed> deeds) {
    private static final String HEAD = "exo random run, version 2";

    Recording {
        deeds = List.copyOf(deeds);
    }

    static Recording of(long machineSeed, boolean tags, Deeds made) {
        return new Recording(machineSeed, tags, made.done());
    }

    Recording with(List<Deed> others) {
        return new Recording(machineSeed, tags, others);
    }

    static Recording parsed(String text) {
        List<String> lines = text.lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty())
                .toList();
        if (lines.size() < 2 || !lines.get(0).equals(HEAD)) {
            throw new IllegalArgumentException("no recording: it does not begin with \"" + HEAD + "\"");
        }
        String[] machine = lines.get(1).split("\\s+");
        if (machine.length != 5 || !machine[0].equals("machine") || !machine[1].equals("seed") || !machine[3].equals("tags")) {
            throw new IllegalArgumentException("not a machine: " + lines.get(1));
        }
        List<Deed> deeds = new ArrayList<>();
        lines.stream().skip(2).forEach(line -> deeds.add(Deed.parsed(line)));
        return new Recording(Long.parseLong(machine[2]), machine[4].equals("yes"), deeds);
    }

    String text() {
        return text(List.of());
    }

    /** @param results  of the deeds, as far as they are known */
    String text(List<Long> results) {
        StringBuilder text = new StringBuilder(HEAD).append("\nmachine seed ").append(machineSeed).append(" tags ")
                .append(tags ? "yes" : "no").append('\n');
        for (int i = 0; i < deeds.size(); i++) {
            String line = deeds.get(i).toString();
            String remark = deeds.get(i).remark(i < results.size() ? results.get(i) : null);
            text.append(remark.isEmpty() ? line : String.format(Locale.ROOT, "%-60s # %s", line, remark)).append('\n');
        }
        return text.toString();
    }
}
