package exo.aegis;

import exo.abi.Limits;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.network.NetworkLimits;
import exo.machine.BootInformation;
import exo.machine.Machine;

/**
 * The kernel coming up, in prose order: place the books, fill them, load the first program, choose it to run. What can go
 * wrong here is said in one line, and ends the machine with status 125.
 */
public final class Boot {
    /** Below this lie firmware's and the loader's tables and the page that starts other processors; never given away. */
    static final long LOW_MEMORY_BYTES = 1 << 20;
    private static final long SLICE_MICROSECONDS = 1000;
    private static final long SLICE_MICROSECONDS_MINIMUM = 10;
    private static final long SAVE_TIMES_IN_SLICE = 10;
    private static final long FILTERS = 512;

    private final Machine machine;
    private final BootInformation information;
    private final BootLine line;
    private final long startCycles;
    private final Aegis aegis;

    /**
     * @param startCycles  the cycle counter at the first instruction
     */
    public Boot(Machine machine, BootInformation information, long startCycles) {
        this.machine = machine;
        this.information = information;
        this.line = new BootLine(information);
        this.startCycles = startCycles;
        if (archiveIsOverKernel()) {
            refuse("too little memory: the boot archive lies over the kernel; raise --memory");
        }
        long frameCount = frameCount();
        int filterCount = filterCount();
        long networkBytes = Network.byteCount(machine, filterCount);
        long start = placeBooks(Books.byteCount(frameCount, networkBytes));
        if (start == 0) {
            refuse("too little memory: no room for the kernel's books; raise --memory");
        }
        this.aegis = new Aegis(machine, new Books(start, frameCount, networkBytes, filterCount));
        machine.zero(start, aegis.books().frames - start);
        aegis.record().bootCycles(startCycles);
        aegis.record().running(aegis.environments().record(0));
    }

    public Aegis aegis() {
        return aegis;
    }

    private void stage(String name) {
        aegis.control().stage(name, machine.cycles() - startCycles);
    }

    /**
     * @param missing  name of a processor feature that the kernel's promises need and this one lacks, or null
     */
    public void run(String missing) {
        stage("machine");
        if (missing != null && !line.has("aegis.allow-weak-cpu")) {
            aegis.control().text("refused this processor lacks ").text(missing).text("\n");
            aegis.text().stamp().text("error cpu: this processor lacks ").text(missing)
                    .text("; --allow-weak-cpu boots without it, and without what it protects").end();
            stop();
            return;
        }
        aegis.frames().initialise(information);
        BookWindow.open(machine, aegis.books());
        aegis.record().archive(information.archiveBase(), information.archiveBytes());
        aegis.record().sliceCycles(sliceCycles());
        aegis.record().saveCycles(sliceCycles() / SAVE_TIMES_IN_SLICE);
        aegis.record().key(machine.entropy(), machine.entropy());
        stage("books");
        greet();
        aegis.network().commitStart();
        if (line.has("aegis.panic")) {
            aegis.panic().stop("asked for on the boot line");
        }
        createSteward();
        stage("steward");
        aegis.console().interrupt();
        machine.clearVectorState();
        machine.vectorAccess(false);
        aegis.slices().commitFirst(Environments.ROOT);
        aegis.slices().commitNext();
        stage("user");
    }

    private int filterCount() {
        long wanted = line.number("aegis.filters", FILTERS);
        return wanted < 1 ? 1 : wanted > NetworkLimits.FILTERS_MAXIMUM ? NetworkLimits.FILTERS_MAXIMUM : (int) wanted;
    }

    private long sliceCycles() {
        long microseconds = line.number("aegis.slice-us", SLICE_MICROSECONDS);
        long bounded = microseconds < SLICE_MICROSECONDS_MINIMUM ? SLICE_MICROSECONDS_MINIMUM : microseconds;
        return machine.cyclesPerSecond() / 1_000_000 * bounded;
    }

    private void greet() {
        aegis.text().stamp().text("info boot: ").decimal(aegis.record().totalFrames() * Limits.BYTES_IN_FRAME / 1024)
                .text(" KiB of memory, ").decimal(aegis.record().freeFrames() * Limits.BYTES_IN_FRAME / 1024)
                .text(" KiB free, ABI ").decimal(Limits.ABI_VERSION)
                .text(", kernel ").wideHex(information.kernelHash()).end();
    }

    private void createSteward() {
        aegis.accounts().commitFirst(aegis.record().freeFrames());
        aegis.environments().commitFirst();
        machine.store64(EnvironmentRecord.labelAddress(aegis.environments().record(Environments.ROOT)),
                StewardLoader.LABEL);
        aegis.frames().giveArchive(Environments.ROOT);
        aegis.record().consoleOwner(Environments.ROOT);
        String complaint = new StewardLoader(aegis).load();
        if (complaint != null) {
            aegis.control().text("refused boot archive: ").text(complaint).text("\n");
            aegis.text().stamp().text("error boot: archive: ").text(complaint).end();
            stop();
        }
    }

    private void stop() {
        aegis.console().flush();
        machine.powerOff(Panic.EXIT_STATUS);
    }

    /** Before there is a console: the reason on the control channel alone. */
    private void refuse(String reason) {
        ControlChannel control = new ControlChannel(machine);
        control.text("refused ").text(reason).text("\n");
        for (int i = 0; i < reason.length(); i++) {
            machine.consoleTransmit(reason.charAt(i));
        }
        machine.powerOff(Panic.EXIT_STATUS);
    }

    /** A loader that has too little room puts one over the other; what it has spoilt of the kernel's image, nobody knows. */
    private boolean archiveIsOverKernel() {
        return information.archiveBase() < information.kernelEnd()
                && information.archiveBase() + information.archiveBytes() > information.kernelStart();
    }

    // ---- placing the books -------------------------------------------------------------------------------------------

    /** Frames up to the end of the highest usable memory. */
    private long frameCount() {
        long end = 0;
        for (int region = 0; region < information.regionCount(); region++) {
            long regionEnd = information.regionBase(region) + information.regionBytes(region);
            if (information.regionUsable(region) && regionEnd > end) {
                end = regionEnd;
            }
        }
        return end / Limits.BYTES_IN_FRAME;
    }

    /** The first place in usable memory that the books fit, clear of the kernel and the archive; 0: none. */
    private long placeBooks(long byteCount) {
        long archiveEnd = wholeFrames(information.archiveBase() + information.archiveBytes());
        long place = 0;
        for (int region = 0; region < information.regionCount(); region++) {
            place = earlier(place, fitting(information.kernelEnd(), region, byteCount));
            place = earlier(place, fitting(archiveEnd, region, byteCount));
            place = earlier(place, fitting(wholeFrames(information.regionBase(region)), region, byteCount));
        }
        return place;
    }

    private static long earlier(long a, long b) {
        return a == 0 ? b : b == 0 ? a : a < b ? a : b;
    }

    private static long wholeFrames(long address) {
        return address + Limits.BYTES_IN_FRAME - 1 & -Limits.BYTES_IN_FRAME;
    }

    private long fitting(long start, int region, long byteCount) {
        long base = information.regionBase(region);
        long end = start + byteCount;
        boolean inside = information.regionUsable(region) && start >= base && start >= LOW_MEMORY_BYTES
                && end <= base + information.regionBytes(region);
        boolean clear = (end <= information.kernelStart() || start >= information.kernelEnd())
                && (end <= information.archiveBase() || start >= information.archiveBase() + information.archiveBytes());
        return inside && clear ? start : 0;
    }
}
