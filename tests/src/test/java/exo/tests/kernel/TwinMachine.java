package exo.tests.kernel;

import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.machine.simulated.BootInformationBuilder;
import exo.machine.simulated.SimulatedBootInformation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a machine's memory is used for, frame by frame, as its kernel's public books tell; and how to set up a simulated
 * machine of which the kernel there makes the same.
 *
 * @param framesTotal  of ordinary memory, the first MiB's among them, which the books count as the kernel's own
 */
public record TwinMachine(long framesTotal, long frameCount, List<Run> runs) {
    private static final long PAGE = Limits.BYTES_IN_FRAME;
    private static final long LOW_FRAMES = (1L << 20) / PAGE;
    /** Where the metal's linker puts the kernel. */
    private static final long KERNEL_FRAME = (2L << 20) / PAGE;
    /** Pages for code that the metal has beside the kernel's own. */
    private static final int CODE_PAGES = 48;
    private static final String LINE = "machine";

    /** Neighbouring frames of one kind: [start, end). */
    public record Run(long start, long end, int kind) {
    }

    /** From the lines that the guest {@code twin.c} tells about its machine. */
    public static TwinMachine told(List<String> lines) {
        List<String> words = lines.stream().filter(line -> line.startsWith(LINE + " "))
                .flatMap(line -> List.of(line.substring(LINE.length() + 1).split(" ")).stream()).toList();
        long frameCount = Long.parseLong(words.get(words.size() - 1), 16);
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i < words.size() - 1; i++) {
            long end = i + 1 < words.size() - 1 ? start(words.get(i + 1)) : frameCount;
            runs.add(new Run(start(words.get(i)), end, Integer.parseInt(words.get(i).split(":")[1], 16)));
        }
        return new TwinMachine(Long.parseLong(words.get(0), 16), frameCount, runs);
    }

    private static long start(String run) {
        return Long.parseLong(run.split(":")[0], 16);
    }

    /** One that nobody told of: for what is to be known about the steps and not about a machine. */
    static TwinMachine imagined(byte[] archive) {
        long frames = 4096;
        long archiveStart = frames - TwinLayout.wholePages(archive.length) / PAGE;
        return new TwinMachine(frames, frames, List.of(new Run(KERNEL_FRAME, KERNEL_FRAME + 2 * CODE_PAGES, FrameKind.KERNEL),
                new Run(archiveStart, frames, FrameKind.ARCHIVE)));
    }

    Setup setup(byte[] archive, String bootLine) {
        return Setup.usual().withMemory(frameCount * PAGE).withArchive(archive).withBootLine(bootLine)
                .withLayout(builder -> layout(builder, archive));
    }

    private BootInformationBuilder layout(BootInformationBuilder builder, byte[] archive) {
        long usableAbove = frameCount - LOW_FRAMES;
        for (Run run : runs) {
            if (run.kind == FrameKind.RESERVED) {
                builder.reserve(run.start * PAGE, (run.end - run.start) * PAGE);
                usableAbove -= run.end - run.start;
            } else if (run.kind == FrameKind.KERNEL && run.start == KERNEL_FRAME) {
                builder.kernel(run.start * PAGE, run.end * PAGE).codePages(CODE_PAGES);
            } else if (run.kind == FrameKind.ARCHIVE) {
                builder.archive(run.start * PAGE, archive);
            }
        }
        long usableLow = framesTotal - usableAbove;
        return usableLow == LOW_FRAMES ? builder
                : builder.reserve(usableLow * PAGE, (LOW_FRAMES - usableLow) * PAGE);
    }
}
