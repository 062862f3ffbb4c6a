package exo.abi.spec;

import static exo.abi.spec.LayoutBuilder.layout;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every record that is read by code compiled apart from the code that writes it. Offsets are promises: a field may be
 * added in a gap, but none moves. Fields are little-endian and unsigned; gaps are zero.
 */
final class Layouts {
    private Layouts() {
    }

    static List<Layout> all() {
        return Stream.concat(kernel().stream(), NetworkCalls.layouts().stream()).toList();
    }

    private static List<Layout> kernel() {
        return List.of(booksHeader(), frameRecord(), environmentRecord(), sliceRecord(), accountRecord(), context(), saveArea(),
                revocationRequest(), repossession(), batchEntry(), capability(), archiveHeader(), archiveEntry(),
                planHeader(), planEnvironment(), planClaim(),
                programRecord(), predicateInput(), Network.filterAtom(), Network.claimBounds());
    }

    private static Layout booksHeader() {
        return layout("BooksHeader", 4096, "What comes first of the public books, which every environment sees read-only at "
                + "BOOKS_START: where each book begins, in bytes from here, and what the kernel keeps once.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u32(0, "version", "Limits.ABI_VERSION")
                .u64(8, "environments", "the book of environments: ENVIRONMENTS_MAXIMUM of EnvironmentRecord")
                .u64(16, "slices", "the vector of time slices: SLICES of SliceRecord")
                .u64(24, "accounts", "the book of accounts: ACCOUNTS_MAXIMUM of AccountRecord")
                .u64(32, "frames", "the book of frames: frameCount of FrameRecord")
                .u64(40, "frameCount", "frames that the book has records for")
                .u64(48, "firstFree", "number of the first frame on the free list, or 0; FrameRecord.next leads on")
                .u64(56, "framesFree", "frames on the free list")
                .u64(64, "framesTotal", "frames of ordinary memory, the kernel's own among them")
                .u64(72, "position", "position of the slice that is running")
                .u64(80, "sliceEnd", "cycle counter at which it ends")
                .u64(88, "sliceCycles", "length of a slice")
                .u64(96, "saveCycles", "time that an environment has to save its context when its slice is over")
                .u64(104, "current", "index of the environment on the processor, or 0")
                .u64(112, "bootCycles", "cycle counter at the kernel's first instruction")
                .u64(120, "programs", "the book of programs: PROGRAMS_MAXIMUM of ProgramRecord")
                .u64(128, "rings", "the book of packet rings: RINGS_MAXIMUM of RingRecord")
                .u64(136, "networkAddress", "the network device's Ethernet address, its first octet lowest; 0: there is none")
                .u64(144, "packetsReceived", "packets that the device received")
                .u64(152, "packetsUnclaimed", "of these, those that no filter told")
                .u64(160, "packetsSent", "packets that were sent")
                .u64(168, "classifyCycles", "cycles that it took to tell whose the last packet was")
                .u64(176, "receiveCycles", "cycles from where the last packet was looked for to where it was dealt with, its handler's "
                        + "run included")
                .u64(184, "networkCyclesMost", "cycles that the longest interrupt took in which packets were dealt with")
                .record();
    }

    private static Layout sliceRecord() {
        return layout("SliceRecord", 16, "The kernel's book on one time slice, by its position in the vector.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u32(0, "owner", "index of the environment that owns it, or 0: free")
                .u32(4, "holder", "index of the environment that it was donated to by transfer_sync, or 0")
                .record();
    }

    private static Layout accountRecord() {
        return layout("AccountRecord", 256, "The kernel's book on one account: limits and use by kind of resource, 64 bits "
                + "each.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u64(0, "name", "generation and index, as of an environment (EnvironmentName)")
                .u32(8, "parent", "index of the account that it was made under; the root's has 0")
                .u32(12, "depth", "accounts on the way up to the root's, itself included; 0: the record is free")
                .octets(64, "limits", 64, "by ResourceKind: what may be charged to it")
                .octets(128, "used", 64, "by ResourceKind: what its environments hold, and the limits that it lent on")
                .record();
    }

    private static Layout programRecord() {
        return layout("ProgramRecord", 320, "The kernel's book on one program.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u64(0, "name", "generation and index, as of an environment (EnvironmentName)")
                .u32(8, "state", "where in its life it is (ProgramState)")
                .u32(12, "owner", "index of the environment whose it is")
                .u32(16, "hook", "what it is for (ProgramHook)")
                .u32(20, "uses", "filters that deliver to it")
                .u32(24, "firstFrame", "the first of its frames")
                .u32(28, "frameCount", "how many it has")
                .u32(32, "areaFrame", "the first frame of its area, or 0")
                .u32(36, "areaFrames", "how many the area has")
                .u32(40, "firstPage", "the first page of its machine code")
                .u32(44, "pageCount", "how many pages it has")
                .u64(48, "runs", "how often it was run")
                .u64(56, "cycles", "cycles that its runs took")
                .u32(64, "outcome", "how the last run that did not come to its end ended, or 0: all did")
                .u32(68, "endedAt", "the instruction at which that was")
                .octets(128, "engine", 192, "what checker and compiler know of it: exo.ebpf.Program")
                .record();
    }

    private static Layout predicateInput() {
        return layout("PredicateInput", 32, "What a predicate is called with.")
                .kernel(Access.WRITES)
                .u64(0, "cycles", "the cycle counter")
                .u64(8, "eventsPending", "events that happened and were not yet told (Event)")
                .u64(16, "framesFree", "frames on the free list")
                .record();
    }

    private static Layout revocationRequest() {
        return layout("RevocationRequest", 32, "One request in a revocation ring.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u32(0, "kind", "what is asked back (ResourceKind)")
                .u64(8, "count", "how many")
                .u64(16, "deadlineCycles", "cycle counter at which the kernel takes what is missing")
                .record();
    }

    private static Layout repossession() {
        return layout("Repossession", 32, "One loss in a repossession vector.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u32(0, "kind", "what was taken (ResourceKind)")
                .u32(4, "saved", "1: the contents were copied to the backing; 0: they are gone")
                .u64(8, "resource", "which: a frame's number, a slice's position")
                .u64(16, "backing", "the frame that has the contents now")
                .record();
    }

    private static Layout frameRecord() {
        return layout("FrameRecord", 64, "The kernel's book on one frame; the book of frames has one for each, in "
                + "order. A last-level table has two frames of links beside it, with 16 bytes for each of its "
                + "entries: the physical addresses of the next and the previous link whose entries name the same frame.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u8(0, "kind", "what the frame serves as (FrameKind)")
                .u8(1, "flags", "of a page table in use, its level, 1 to 3; of an ordinary frame, FrameFlag")
                .u32(4, "owner", "index of the environment that owns it")
                .u32(8, "bindings", "pages bound to it, in all environments")
                .u32(12, "next", "the next frame on the same list")
                .u32(16, "previous", "the frame before on the same list")
                .u32(20, "pins", "uses that keep it from being freed other than bindings")
                .u64(24, "generation", "raised whenever the frame is freed or given, or its capabilities are revoked")
                .u64(32, "firstBinding", "physical address of the link of the first page-table entry that names it, or 0; of a "
                        + "last-level table, the address that its first entry translates; of a frame of links, the physical "
                        + "address of the first entry that it has a link for")
                .u64(40, "links", "of a last-level table, the numbers of its two frames of links, 32 bits each")
                .record();
    }

    private static Layout environmentRecord() {
        return layout("EnvironmentRecord", 512, "The kernel's book on one environment.")
                .kernel(Access.WRITES)
                .user(Access.READS)
                .u64(0, "name", "generation and index (EnvironmentName)")
                .u32(8, "state", "where in its life it is (EnvironmentState)")
                .u32(12, "parent", "index of the environment that created it")
                .u64(16, "root", "physical address of its level-4 table")
                .u64(24, "context", "physical address of its context")
                .u32(32, "account", "index of the account that it spends from")
                .u32(36, "slicesHeld", "time slices that it owns")
                .u64(40, "framesHeld", "frames that it holds")
                .u32(48, "firstFrame", "head of the list of its frames")
                .u32(52, "firstTable", "head of the pool from which its page tables are made")
                .u32(56, "eventsPending", "events that happened and were not yet told (Event)")
                .u32(60, "eventsAwaited", "events that end its wait (Event)")
                .u64(64, "deadlineCycles", "cycle counter at which its wait ends, 0: never")
                .u64(72, "saveArea", "physical address of its save area, or 0")
                .u64(80, "upcallAddress", "its own virtual address of the save area")
                .u64(88, "upcallEntry", "where it wants to be resumed upon an exception")
                .u32(96, "exitStatus", "the status it ended with, 0 to 255")
                .u32(100, "exitReason", "why it ended (Reason)")
                .u32(104, "faultVector", "vector of the exception that ended it")
                .u32(108, "flags", "sum of EnvironmentFlag")
                .u64(112, "faultErrorCode", "error code of that exception")
                .u64(120, "faultAddress", "address that a page fault was about")
                .u64(128, "faultInstruction", "instruction pointer at that exception")
                .octets(136, "label", 16, "what its creator called it, zero padded")
                .u32(156, "firstPooled", "first frame of its pool of page tables to be, or 0")
                .u64(160, "cyclesUsed", "processor time that it was charged; while it is on the processor, less the cycle "
                        + "counter at which it came on")
                .u64(168, "partner", "name of the only environment whose transfer it waits for, or 0")
                .u64(176, "epilogue", "entry point, or 0; in the order of EntryPoint")
                .u64(184, "prologue", "entry point, or 0")
                .u64(192, "revocation", "entry point, or 0")
                .u64(200, "synchronous", "entry point, or 0")
                .u64(208, "asynchronous", "entry point, or 0")
                .u64(216, "textStart", "calls from below this address are foreign; both 0: none is")
                .u64(224, "textEnd", "calls from this address on are foreign")
                .u32(232, "forfeits", "slices that it has to sit out for having overrun others")
                .u32(236, "overruns", "slices in a row that it overran")
                .u32(240, "framesAsked", "frames that were asked back and not given yet")
                .u32(244, "slicesAsked", "slices that were asked back and not given yet")
                .u64(248, "revocationDeadline", "cycle counter at which they are taken, 0: nothing is asked back")
                .u64(256, "losses", "resources that were repossessed from it")
                .u32(264, "framesGuaranteed", "frames that it had guaranteed")
                .u32(268, "forfeited", "slices that it has sat out for having overrun others")
                .u64(272, "addressSpace", "what the processor takes to switch to its address space with what is cached of it")
                .u64(280, "ownFrame", "the first word of the book's record of an ordinary frame that it owns")
                .u32(288, "predicate", "index of the program that it sleeps on, or 0")
                .u32(292, "filtersHeld", "packet filters that it has bound")
                .u64(296, "handlerCycles", "cycles that its programs took and that it has not been charged a slice for")
                .u32(304, "packetsUnderWay", "packets of its own that the network device has to send")
                .u32(308, "sendRefused", "1: a packet_send was refused, and EVENT_SENT is due")
                .u32(312, "refusedAccount", "of its last call about the network that was refused for another's sake, whose: an account")
                .u32(316, "refusedItem", "and which claim or filter of that")
                .u32(320, "sentBy", "the claim that its last packet was sent by, which is tried first for the next")
                .record();
    }

    private static Layout context() {
        return layout("Context", 4096, "The registers of an environment that does not run, in a frame that only "
                + "the kernel "
                + "sees. The fields from rip to ss are where the processor's own interrupt frame lands.")
                .kernel(Access.WRITES)
                .forAssembler()
                .u64(0, "rax", "").u64(8, "rbx", "").u64(16, "rcx", "").u64(24, "rdx", "")
                .u64(32, "rsi", "").u64(40, "rdi", "").u64(48, "rbp", "")
                .u64(56, "r8", "").u64(64, "r9", "").u64(72, "r10", "").u64(80, "r11", "")
                .u64(88, "r12", "").u64(96, "r13", "").u64(104, "r14", "").u64(112, "r15", "")
                .u64(120, "vector", "vector of the entry")
                .u64(128, "errorCode", "the processor's error code, or 0")
                .u64(136, "rip", "").u64(144, "cs", "").u64(152, "rflags", "").u64(160, "rsp", "").u64(168, "ss", "")
                .u64(184, "fsBase", "")
                .u64(192, "gsBase", "")
                .octets(512, "vectorState", 512, "FXSAVE image (Intel SDM vol. 1, 10.5)")
                .record();
    }

    private static Layout saveArea() {
        return layout("SaveArea", 4096, "An environment's own half of its processor environment: the exception "
                + "context (the kernel writes it only while inUse is 0, and sets inUse; the environment clears it when it can "
                + "take the next exception), the interrupt context (likewise), the revocation ring and the repossession "
                + "vector with its backing. What is not named is the environment's.")
                .kernel(Access.WRITES)
                .user(Access.WRITES)
                .forAssembler()
                .u64(0, "inUse", "not 0: holds an exception not yet dealt with")
                .u64(8, "rax", "").u64(16, "rcx", "").u64(24, "rdx", "")
                .u64(32, "rip", "the instruction that raised the exception, or the one after it")
                .u64(40, "rflags", "").u64(48, "rsp", "")
                .u64(56, "vector", "vector of the exception")
                .u64(64, "errorCode", "the processor's error code, or 0")
                .u64(72, "faultAddress", "address that a page fault was about")
                .u64(128, "interruptInUse", "not 0: no upcall but an exception's, please; the kernel sets it with each")
                .u64(136, "interruptRax", "").u64(144, "interruptRcx", "").u64(152, "interruptRdx", "")
                .u64(160, "interruptRip", "where the upcall interrupted the program").u64(168, "interruptRflags", "")
                .u64(176, "interruptRsp", "")
                .u64(184, "interruptEntry", "which upcall it was (EntryPoint)")
                .u64(192, "sliceOver", "set to 1 when the slice is over while interruptInUse kept the epilogue off")
                .u64(256, "revocationCount", "requests ever written to the ring; the next goes to this modulo REVOCATION_RING")
                .u64(264, "repossessionCount", "losses ever written to the vector; the next goes to this modulo "
                        + "REPOSSESSION_VECTOR")
                .octets(512, "revocations", 512, "the revocation ring: REVOCATION_RING of RevocationRequest")
                .octets(1024, "repossessions", 1024, "the repossession vector: REPOSSESSION_VECTOR of Repossession")
                .octets(2048, "backings", 1024, "capabilities to write frames, to which contents go that would be lost; the "
                        + "kernel clears the one it has used")
                .record();
    }

    private static Layout batchEntry() {
        return layout("BatchEntry", 32, "One step of a batch.")
                .user(Access.WRITES)
                .u32(0, "operation", "what to do (BatchOperation)")
                .u32(4, "rights", "for bind and protect")
                .u64(8, "va", "the page")
                .u64(16, "frame", "for bind")
                .record();
    }

    private static Layout capability() {
        return layout("Capability", 32, "The right to use a resource, as words that anyone may keep, copy and pass on: "
                + "the kernel holds none of them, and knows its own by the last word. Aligned to its size.")
                .user(Access.WRITES)
                .u8(0, "kind", "what it is for (CapabilityKind)")
                .u8(1, "rights", "what it permits")
                .u32(4, "index", "of a frame, its number")
                .u64(8, "generation", "the resource's when it was made: a later one makes it worthless")
                .u64(16, "authenticator", "SipHash-2-4 of the two words before, under a key that the kernel drew at boot")
                .record();
    }

    private static Layout archiveHeader() {
        return layout("ArchiveHeader", 32, "Start of the boot archive; the entries follow it at once.")
                .kernel(Access.READS)
                .user(Access.READS)
                .u64(0, "magic", "Magic.ARCHIVE")
                .u32(8, "entryCount", "entries that follow")
                .u32(12, "version", "Magic.ARCHIVE_VERSION")
                .u64(16, "totalBytes", "size of the whole archive")
                .record();
    }

    private static Layout archiveEntry() {
        return layout("ArchiveEntry", 64, "One thing in the boot archive.")
                .kernel(Access.READS)
                .user(Access.READS)
                .octets(0, "name", 32, "zero padded")
                .u32(32, "kind", "what it is (EntryKind)")
                .u64(40, "offset", "its first byte, from the archive's start; page-aligned")
                .u64(48, "byteCount", "its size")
                .record();
    }

    private static Layout planHeader() {
        return layout("PlanHeader", 32, "Start of the plan, made on the host and read by the steward; the "
                + "environments follow it at once, and the claims those.")
                .user(Access.READS)
                .u64(0, "magic", "Magic.PLAN")
                .u32(8, "environmentCount", "environments that follow")
                .u32(12, "version", "Magic.PLAN_VERSION")
                .u32(16, "claimCount", "claims that follow the environments")
                .record();
    }

    private static Layout planEnvironment() {
        return layout("PlanEnvironment", 136, "One environment that the steward is to make.")
                .user(Access.READS)
                .octets(0, "label", 16, "the name for env_create, zero padded")
                .u32(16, "program", "index of the archive entry to run")
                .u32(20, "flags", "sum of PlanFlag")
                .u64(24, "framesLimit", "frames that it may hold")
                .u32(32, "slices", "share of the processor, in slices per round")
                .u32(36, "argumentBytes", "bytes used in arguments")
                .octets(40, "arguments", 80, "NUL-separated")
                .u32(120, "environments", "environments that its account may hold, itself included")
                .u32(124, "accounts", "accounts that may be made under its own")
                .u32(128, "filters", "packet filters that its account may bind")
                .u32(132, "codePages", "pages of machine code that its account may have programs of")
                .record();
    }

    private static Layout planClaim() {
        return layout("PlanClaim", 72, "One claim that the steward is to split off from its own for an environment; and at "
                + "Limits.CLAIMS_START, where the environment finds its claims, one that it has.")
                .user(Access.WRITES)
                .u32(0, "environment", "index in the plan of the environment whose it is")
                .u32(4, "claim", "its number, as filter_bind takes it; 0 in the plan, and behind the last at CLAIMS_START")
                .octets(8, "bounds", 64, "ClaimBounds")
                .record();
    }
}
