package exo.abi.spec;

import java.util.List;
import java.util.stream.Stream;

/**
 * The numbers that callers and kernel name alike. A group is a class in Java; a number that says how something is
 * counted or addressed is wide, one of a list of kinds is not.
 */
final class Constants {
    private Constants() {
    }

    static List<ConstantGroup> all() {
        return Stream.of(kernel(), Network.constants(), NetworkCalls.constants()).flatMap(List::stream).toList();
    }

    private static List<ConstantGroup> kernel() {
        return List.of(limits(), event(), entryPoint(), resourceKind(), right(), entryBit(), batchOperation(), capabilityKind(),
                frameKind(), frameFlag(), frameInfo(), environmentState(), environmentFlag(), environmentName(), reason(),
                environmentResult(), info(), magic(), entryKind(), planFlag(),
                programHook(), programState());
    }

    private static ConstantGroup limits() {
        return new ConstantGroup("Limits", "", "What every environment may rely on.", List.of(
                narrow("ABI_VERSION", 3, "raised with each breaking change"),
                wide("USER_START", 0x10000L, "lowest address that can be bound"),
                wide("USER_END", 0x7fff_ffff_f000L, "end of the addresses that can be bound, exclusive: the last "
                        + "page of "
                        + "the lower half stays empty, so that no return from a call can be to a non-canonical "
                        + "address"),
                wide("ANY_FRAME", -1, "in place of a frame's number: whichever is free"),
                wide("NO_FRAME", -1, "in place of a frame's number: none"),
                narrow("ENVIRONMENTS_MAXIMUM", 64, "records of environments, the root's included"),
                wide("BOOKS_START", 0xffff_c000_0000_0000L, "where every environment sees the public books, read-only; "
                        + "a BooksHeader is first"),
                wide("ANY_SLICE", -1, "in place of a position: whichever is free"),
                narrow("SLICES", 100, "positions in the vector of time slices"),
                narrow("SLICES_GUARANTEED", 1, "slices of an environment that revocation leaves it"),
                narrow("OVERRUNS_MAXIMUM", 8, "slices in a row that an environment may overrun; the next ends it"),
                narrow("FORFEITS_MAXIMUM", 1000, "slices that an environment can owe at most"),
                narrow("ACCOUNTS_MAXIMUM", 64, "records of accounts, the root's included"),
                narrow("ACCOUNT_DEPTH_MAXIMUM", 8, "accounts on the way from any one up to the root's, itself included"),
                narrow("RESOURCE_KINDS", 8, "kinds of resource that an account has room for (ResourceKind)"),
                narrow("GUARANTEED_FRAMES_MAXIMUM", 8, "frames that an environment may have guaranteed"),
                narrow("FRAMES_IN_RANGE_MAXIMUM", 16, "frames that one frame_alloc_range takes at most"),
                narrow("FOREIGN_CALL_VECTOR", 48, "vector that a system call from outside the declared text shows as"),
                narrow("REVOCATION_RING", 16, "requests that the ring of a processor environment holds"),
                narrow("REPOSSESSION_VECTOR", 32, "losses that the vector of a processor environment holds"),
                narrow("BACKINGS_MAXIMUM", 32, "capabilities that a processor environment has room for as backing"),
                narrow("PROGRAMS_MAXIMUM", 32, "records of programs"),
                narrow("PROGRAM_INSTRUCTIONS_MAXIMUM", 1024, "slots of 8 bytes that the text of a program has at most"),
                narrow("PROGRAM_SCRATCH_FRAMES", 8, "frames that checking and compiling a program takes besides its text at least; a long "
                        + "one, or one of many branches, takes more"),
                narrow("PROGRAM_FRAMES_MAXIMUM", 48, "frames that a program is handed over in at most"),
                narrow("PROGRAM_AREA_FRAMES_MAXIMUM", 8, "frames that a program's area has at most"),
                narrow("HANDLER_BUDGET", 1024, "steps that one run of a packet handler takes at most"),
                narrow("PREDICATE_BUDGET", 256, "steps that one run of a predicate takes at most, or as many as it is long"),
                narrow("GUARDED_STEPS_MAXIMUM", 512, "slots that the text of a guarded program has at most, and steps that one run of it "
                        + "takes"),
                narrow("RINGS_MAXIMUM", 32, "records of packet rings"),
                narrow("PACKET_RING", 64, "packets that a ring holds, and frames that it can be offered"),
                narrow("PACKET_OFFSET", 12, "where in its frame a received packet begins"),
                narrow("PACKET_BYTES_MINIMUM", 14, "the shortest packet: an Ethernet header"),
                narrow("PACKET_BYTES_MAXIMUM", 1518, "the longest packet, with a VLAN tag"),
                wide("CLAIMS_START", 0x7fff_0000_0000L, "where the steward binds, read-only, a page of the claims that it has split "
                        + "off for a program: PlanClaims, the last behind them with claim 0; without claims nothing is bound there"),
                narrow("CLAIMS_MAXIMUM", 32, "claims that a program has so at most"),
                narrow("SENDS_MAXIMUM", 16, "packets that an environment can have under way to the device"),
                wide("BYTES_IN_FRAME", 4096, "size of a frame and of a page"),
                narrow("REAP_BATCH", 64, "frames that one env_reap frees, bindings that one frame_break breaks, at most"),
                narrow("BATCH_MAXIMUM", 100, "entries that one batch takes at most"),
                narrow("BATCH_TABLES_MAXIMUM", 2, "entries that need page tables made, with which a batch ends"),
                narrow("CONSOLE_WRITE_MAXIMUM", 512, "bytes that one console_write may be given"),
                narrow("CONSOLE_READ_MAXIMUM", 256, "bytes that one console_read gives at most")));
    }

    private static ConstantGroup event() {
        return new ConstantGroup("Event", "EVENT", "What an environment can wait for; sums of these.", List.of(
                narrow("CONSOLE_INPUT", 1, "bytes arrived for the input's owner"),
                narrow("CONSOLE_ROOM", 2, "the console has room again after a console_write was refused"),
                narrow("CHILD_ENDED", 4, "a child ended, by itself or not"),
                narrow("DEADLINE", 8, "the cycle counter reached the deadline of the wait"),
                narrow("REVOCATION", 16, "something was asked back: see the revocation ring"),
                narrow("REPOSSESSION", 32, "something was taken: see the repossession vector"),
                narrow("CHILD_STOPPED", 64, "a guarded child raised an exception that it could not take"),
                narrow("PREDICATE", 128, "the program of wait_until said so"),
                narrow("PACKET", 256, "a packet came to a ring that was empty, or a handler said so"),
                narrow("SENT", 512, "the network device has room again after a packet_send was refused")));
    }

    private static ConstantGroup entryPoint() {
        return new ConstantGroup("EntryPoint", "ENTRY_POINT", "Where an environment can be entered besides its exception "
                + "handler. The first three are upcalls, through the interrupt context of its SaveArea.", List.of(
                narrow("EPILOGUE", 0, "its slice is over: it has the save time to yield"),
                narrow("PROLOGUE", 1, "a slice of its own begins"),
                narrow("REVOCATION", 2, "something was asked back or taken"),
                narrow("SYNCHRONOUS", 3, "a transfer_sync arrives"),
                narrow("ASYNCHRONOUS", 4, "a transfer_async arrives")));
    }

    private static ConstantGroup resourceKind() {
        return new ConstantGroup("ResourceKind", "RESOURCE", "What accounts count and limit.", List.of(
                narrow("FRAMES", 0, "frames of physical memory"),
                narrow("SLICES", 1, "positions in the vector of time slices"),
                narrow("ENVIRONMENTS", 2, "the kernel's records of environments"),
                narrow("ACCOUNTS", 3, "the kernel's records of accounts"),
                narrow("CODE_PAGES", 4, "pages for machine code of programs"),
                narrow("FILTERS", 5, "the kernel's records of packet filters"),
                narrow("COUNT", 6, "how many kinds there are")));
    }

    private static ConstantGroup frameFlag() {
        return new ConstantGroup("FrameFlag", "FRAME_FLAG", "What else the book says of an ordinary frame.", List.of(
                narrow("GUARANTEED", 0x80, "never repossessed from its owner, and its owner's bindings of it never dropped")));
    }

    private static ConstantGroup environmentFlag() {
        return new ConstantGroup("EnvironmentFlag", "ENVIRONMENT_FLAG", "What else the book says of an environment; sums.",
                List.of(
                narrow("VECTOR", 1, "it has used vector or floating-point registers: they are saved and restored for it"),
                narrow("GUARDED", 2, "exceptions that it cannot take stop it, for its parent to see to, and do not end it"),
                narrow("ACCEPTING", 4, "it waits to be entered by a transfer"),
                narrow("BASES", 8, "its FS or GS base is not 0"),
                narrow("FOREIGN", 16, "calls from outside its declared text are its own exceptions"),
                narrow("STALE", 32, "translations cached for it are to be dropped before it runs"),
                narrow("OPEN", 64, "with ACCEPTING: anyone may enter it synchronously, and it waits for nothing else"),
                narrow("SERVING", 128, "it has a synchronous entry")));
    }

    private static ConstantGroup right() {
        return new ConstantGroup("Right", "RIGHT", "What a binding permits; sums of these.", List.of(
                narrow("READ", 1, "loads; part of every binding"),
                narrow("WRITE", 2, "stores; never together with EXECUTE"),
                narrow("EXECUTE", 4, "instruction fetches; never together with WRITE"),
                narrow("SOFTWARE", 0x700, "not a right: three bits of the environment's own, kept in the entry")));
    }

    private static ConstantGroup entryBit() {
        return new ConstantGroup("EntryBit", "ENTRY", "What entry_read tells of a binding besides its frame.", List.of(
                narrow("BOUND", 1, "the entry holds a binding"),
                narrow("RIGHTS_SHIFT", 1, "where its rights begin"),
                narrow("ACCESSED", 0x10, "the page was used"),
                narrow("DIRTY", 0x20, "the page was written")));
    }

    private static ConstantGroup batchOperation() {
        return new ConstantGroup("BatchOperation", "BATCH", "What an entry of a batch asks for.", List.of(
                narrow("BIND", 1, "as bind"),
                narrow("UNBIND", 2, "as unbind"),
                narrow("PROTECT", 3, "as protect")));
    }

    private static ConstantGroup capabilityKind() {
        return new ConstantGroup("CapabilityKind", "CAPABILITY", "What a capability is for.", List.of(
                narrow("FRAME", 1, "a frame: its rights are those of bindings (Right)")));
    }

    private static ConstantGroup frameKind() {
        return new ConstantGroup("FrameKind", "FRAME_KIND", "What a frame serves as.", List.of(
                narrow("FREE", 0, "on the free list"),
                narrow("RESERVED", 1, "no memory, or the firmware's or a device's; never given out"),
                narrow("KERNEL", 2, "holds the kernel or its books"),
                narrow("ORDINARY", 3, "an environment's, to bind as it likes"),
                narrow("TABLE", 4, "a page table of its owner, or in the pool for them"),
                narrow("ROOT", 5, "the level-4 table of its owner"),
                narrow("CONTEXT", 6, "the saved registers of its owner"),
                narrow("ARCHIVE", 7, "part of the boot archive; may be bound, never to be written"),
                narrow("PROGRAM", 8, "the text of a program of its owner's, or of use to its checker"),
                narrow("NETWORK", 9, "the kernel's, for packets that the device receives")));
    }

    private static ConstantGroup programHook() {
        return new ConstantGroup("ProgramHook", "PROGRAM_HOOK", "What a program is for, which says what it is called with.", List.of(
                narrow("PREDICATE", 1, "to be slept on: r1 leads to a PredicateInput; its area is to be read only"),
                narrow("HANDLER", 2, "to be run when a packet arrives: r1 leads to the packet, r2 is its length"),
                narrow("GUARDED", 256, "added: accesses that cannot be proved are checked when it runs, not refused")));
    }

    private static ConstantGroup programState() {
        return new ConstantGroup("ProgramState", "PROGRAM_STATE", "Where in its life a program is.", List.of(
                narrow("FREE", 0, "the record is not in use"),
                narrow("BEGUN", 1, "it was handed over and not stepped yet"),
                narrow("STRUCTURE", 6, "the shape of its text is being checked"),
                narrow("CHECKING", 2, "what it would do is being checked"),
                narrow("COMPILING", 3, "it is being compiled"),
                narrow("READY", 4, "it can run"),
                narrow("REFUSED", 5, "it breaks a rule")));
    }

    private static ConstantGroup frameInfo() {
        return new ConstantGroup("FrameInfo", "FRAME_INFO", "How frame_info packs its result.", List.of(
                narrow("OWNER_SHIFT", 0, "index of the owner's record, 32 bits"),
                narrow("KIND_SHIFT", 32, "kind of the frame, 8 bits"),
                narrow("BINDINGS_SHIFT", 40, "count of bindings, saturated"),
                narrow("BINDINGS_MAXIMUM", 0x7f_ffff, "the saturated count: bit 63 stays clear, so that the result is "
                        + "never mistaken for a status")));
    }

    private static ConstantGroup environmentState() {
        return new ConstantGroup("EnvironmentState", "ENVIRONMENT_STATE", "Where in its life an environment is.", List.of(
                narrow("FREE", 0, "the record is not in use"),
                narrow("CREATED", 1, "made, not started"),
                narrow("RUNNABLE", 2, "gets slices"),
                narrow("WAITING", 3, "asleep until an event"),
                narrow("ENDED", 4, "ran its last instruction; holds its frames until reaped"),
                narrow("STOPPED", 5, "raised an exception that it could not take; its parent decides")));
    }

    private static ConstantGroup environmentName() {
        return new ConstantGroup("EnvironmentName", "ENVIRONMENT_NAME",
                "How an environment's name is made: generation above, index below. Generations start at 1 and stay "
                        + "below "
                        + "2 to the 47th, so a name is positive.", List.of(
                wide("NONE", 0, "names no environment"),
                narrow("GENERATION_SHIFT", 16, "the generation is the name shifted right by so much"),
                wide("INDEX_MASK", 0xffffL, "the bits of the index of the record")));
    }

    private static ConstantGroup reason() {
        return new ConstantGroup("Reason", "REASON", "Why an environment ended.", List.of(
                narrow("EXIT", 0, "it called exit"),
                narrow("FAULT", 1, "it raised an exception for which it had no upcall, or had it in use"),
                narrow("ENDED", 2, "its parent ended it by force"),
                narrow("OVERRUN", 3, "it did not give the processor back, too often in a row")));
    }

    private static ConstantGroup environmentResult() {
        return new ConstantGroup("EnvironmentResult", "ENVIRONMENT_RESULT", "How env_result packs its result, 8 "
                + "bits each.",
                List.of(
                narrow("STATUS_SHIFT", 0, "the status passed to exit or env_end"),
                narrow("REASON_SHIFT", 8, "why it ended"),
                narrow("VECTOR_SHIFT", 16, "the exception's vector, when it ended by a fault")));
    }

    private static ConstantGroup info() {
        return new ConstantGroup("Info", "INFO", "What machine_info can be asked.", List.of(
                narrow("FRAMES_TOTAL", 0, "frames of ordinary memory, the kernel's own among them"),
                narrow("FRAMES_FREE", 1, "frames free now"),
                narrow("CYCLES_PER_SECOND", 2, "rate of the cycle counter"),
                narrow("SLICE_CYCLES", 3, "length of a time slice in cycles"),
                narrow("ARCHIVE_FRAME", 4, "number of the first frame of the boot archive; the others follow it"),
                narrow("ARCHIVE_BYTES", 5, "size of the boot archive, 0 when there is none"),
                narrow("ABI_VERSION", 6, "the ABI version that the kernel speaks"),
                narrow("SAVE_CYCLES", 7, "cycles that an environment has to save its context when its slice is over"),
                narrow("KERNEL_ENTRIES", 8, "entries into the kernel since boot: calls, exceptions, interrupts"),
                narrow("ADDRESS_SPACE_SWITCHES", 9, "switches of the address space since boot (CR3 writes)"),
                narrow("TRANSLATION_FLUSHES", 10, "cached translations dropped since boot: single pages (INVLPG), and whole "
                        + "address spaces where the switch did not keep them")));
    }

    private static ConstantGroup magic() {
        return new ConstantGroup("Magic", "MAGIC", "The first word of what the host made, and its format's "
                + "version.", List.of(
                wide("ARCHIVE", 0x3148_4352_414f_5845L, "first word of a boot archive"),
                narrow("ARCHIVE_VERSION", 1, "format of the boot archive"),
                wide("PLAN", 0x314e_414c_504f_5845L, "first word of a plan"),
                narrow("PLAN_VERSION", 3, "format of the plan")));
    }

    private static ConstantGroup entryKind() {
        return new ConstantGroup("EntryKind", "ENTRY_KIND", "What an entry of the boot archive is.", List.of(
                narrow("PROGRAM", 1, "an executable, for an environment to be made of"),
                narrow("PLAN", 2, "the plan for the steward"),
                narrow("FILE", 3, "bytes for whoever asks by name")));
    }

    private static ConstantGroup planFlag() {
        return new ConstantGroup("PlanFlag", "PLAN", "What else the plan wants of an environment; sums of these.", List.of(
                narrow("CONSOLE_INPUT", 1, "it is to own the console's input")));
    }

    static Constant narrow(String name, int value, String meaning) {
        return new Constant(name, value, false, meaning);
    }

    private static Constant wide(String name, long value, String meaning) {
        return new Constant(name, value, true, meaning);
    }
}
