package exo.programs.meter;

import exo.exos.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * The longest time that the kernel keeps interrupts off: of every call and interrupt whose work depends on what it is given, the
 * input that makes it longest. Each is tried a few times; the longest of them is then measured as often as all else,
 * and what is told is the longest that was ever seen of it.
 */
final class LongestPath {
    private static final int TRIAL_ROUNDS = 3;

    private LongestPath() {
    }

    static void print(AddressSpace self) {
        List<Measurement> paths = new ArrayList<>();
        FramePaths.addAll(paths, self);
        BindingPaths.addAll(paths, self);
        EnvironmentPaths.addAll(paths, self);
        InterruptPaths.addAll(paths, self);
        print(paths);
    }

    static void print(List<Measurement> paths) {
        Measurement longest = null;
        long most = 0;
        for (Measurement path : paths) {
            Figures figures = Figures.of(path, Math.min(TRIAL_ROUNDS, path.roundsMaximum()));
            path.finish();
            System.out.println("path of " + figures.most() + ": " + path.what());
            if (figures.most() > most) {
                most = figures.most();
                longest = path;
            }
        }
        Figures figures = Figures.of(longest, Math.min(Figures.ROUNDS, longest.roundsMaximum()));
        figures.print("longest_path", Math.max(most, figures.most()), longest.what());
    }
}
