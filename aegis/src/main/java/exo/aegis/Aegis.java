package exo.aegis;

import exo.machine.Machine;

/**
 * The kernel, put together: where its books are and which object keeps which of its rules. Holds no state of its own, so
 * that a copy of the books is a copy of the kernel.
 */
public final class Aegis {
    private final Machine machine;
    private final Books books;
    private final KernelRecord record;
    private final Frames frames;
    private final Environments environments;
    private final Accounts accounts;
    private final Bindings bindings;
    private final UserMemory userMemory;
    private final Capabilities capabilities;
    private final Console console;
    private final Processor processor;
    private final Traps traps;
    private final Slices slices;
    private final Transfers transfers;
    private final Revocation revocation;
    private final Waits waits;
    private final MachineMemory memory;
    private final CodePages codePages;
    private final Programs programs;
    private final ProgramRuns runs;
    private final HandlerHelpers helpers;
    private final PacketRings rings;
    private final Predicates predicates;
    private final Upcalls upcalls;
    private final Network network;
    private final Power power;
    private final Panic panic;
    private final KernelText text;
    private final FaultReport faultReport;
    private final ControlChannel control;

    Aegis(Machine machine, Books books) {
        this.machine = machine;
        this.books = books;
        this.record = new KernelRecord(machine, books);
        this.frames = new Frames(this);
        this.environments = new Environments(this);
        this.accounts = new Accounts(this);
        this.bindings = new Bindings(this);
        this.userMemory = new UserMemory(this);
        this.capabilities = new Capabilities(this);
        this.console = new Console(this);
        this.processor = new Processor(this);
        this.traps = new Traps(this);
        this.slices = new Slices(this);
        this.transfers = new Transfers(this);
        this.revocation = new Revocation(this);
        this.waits = new Waits(this);
        this.memory = new MachineMemory(machine);
        this.codePages = new CodePages(this);
        this.programs = new Programs(this);
        this.helpers = new HandlerHelpers(this);
        this.runs = new ProgramRuns(this, helpers);
        this.rings = new PacketRings(this);
        this.predicates = new Predicates(this);
        this.upcalls = new Upcalls(this);
        this.power = new Power(this);
        this.text = new KernelText(this);
        this.control = new ControlChannel(machine);
        this.faultReport = new FaultReport(this);
        this.network = new Network(this);
        this.panic = new Panic(this);
    }

    public Machine machine() {
        return machine;
    }

    Books books() {
        return books;
    }

    KernelRecord record() {
        return record;
    }

    public Frames frames() {
        return frames;
    }

    public Environments environments() {
        return environments;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Bindings bindings() {
        return bindings;
    }

    UserMemory userMemory() {
        return userMemory;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    public Console console() {
        return console;
    }

    public Processor processor() {
        return processor;
    }

    public Traps traps() {
        return traps;
    }

    public Slices slices() {
        return slices;
    }

    public Transfers transfers() {
        return transfers;
    }

    public Revocation revocation() {
        return revocation;
    }

    Waits waits() {
        return waits;
    }

    MachineMemory memory() {
        return memory;
    }

    CodePages codePages() {
        return codePages;
    }

    public Programs programs() {
        return programs;
    }

    public HandlerHelpers helpers() {
        return helpers;
    }

    PacketRings rings() {
        return rings;
    }

    ProgramRuns runs() {
        return runs;
    }

    Predicates predicates() {
        return predicates;
    }

    Upcalls upcalls() {
        return upcalls;
    }

    public Network network() {
        return network;
    }

    public Power power() {
        return power;
    }

    public Panic panic() {
        return panic;
    }

    KernelText text() {
        return text;
    }

    FaultReport faultReport() {
        return faultReport;
    }

    ControlChannel control() {
        return control;
    }
}
