package exo.abi.spec;

import static exo.abi.spec.CallBuilder.call;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every call of the kernel, by family and number. A number is never reused: a call that is retired leaves its line as a
 * comment and nothing else. A failure is listed here or cannot happen.
 */
final class Calls {
    private static final Family GENERAL = new Family("General", "", 0x00, 0x00, "Answered before any handler is "
            + "asked.");
    static final Family PROCESSOR = new Family("Processor", "processor", 0x01, 0x0f,
            "The caller's own time on the processor, and what interrupts it.");
    private static final Family ENVIRONMENTS = new Family("Environments", "environments", 0x10, 0x1f,
            "Making environments, and unmaking them. An environment is named by generation and index in one word, and "
                    + "has one parent: the environment that created it.");
    private static final Family FRAMES = new Family("Frames", "frames", 0x20, 0x2f,
            "Physical memory by the frame of 4096 bytes. A frame has one owner, whose account is charged for it.");
    private static final Family BINDINGS = new Family("Bindings", "bindings", 0x30, 0x3f,
            "Which page of an environment shows which frame.");
    private static final Family CONSOLE = new Family("Console", "console", 0x40, 0x4f,
            "Anyone may write; the input has one owner, at first the root environment.");
    private static final Family POWER = new Family("Power", "power", 0x50, 0x5f, "The machine as a whole.");

    private static final Family CAPABILITIES = new Family("Capabilities", "capabilities", 0x60, 0x6f,
            "Sharing without the kernel's memory: a capability proves itself. It is checked when something is bound by it, "
                    + "not when the binding is used.");

    static final List<Family> FAMILIES =
            List.of(GENERAL, PROCESSOR, ENVIRONMENTS, FRAMES, BINDINGS, CONSOLE, POWER, CAPABILITIES, TransferCalls.TRANSFERS,
                    AccountCalls.SLICES, AccountCalls.ACCOUNTS, AccountCalls.REVOCATION, CodeCalls.CODE, NetworkCalls.NETWORK);

    static final String NO_SUCH_NAME = "env is stale, or was never a name";
    static final String NO_MEMORY_THERE = "the machine has no frame by that number";
    private static final String FRAME_IN_USE = "the frame has bindings, or serves as root, table, context or save area";
    private static final String NEITHER_CHILD_NOR_PARENT = "the frame is not the caller's, or env is neither its "
            + "child nor its "
            + "parent";
    static final String NEITHER_SELF_NOR_CHILD = "env is neither the caller nor its child";
    static final String NOT_A_CHILD = "env is not a child of the caller";
    static final String HAS_ENDED = "env has ended";
    private static final String NOT_ENDED = "env has not ended";

    private Calls() {
    }

    static List<Call> all() {
        return Stream.of(general(), processor(), environments(), frames(), bindings(), console(), power(),
                        capabilities(), TransferCalls.all(), AccountCalls.all(), CodeCalls.all(), NetworkCalls.all())
                .flatMap(List::stream).toList();
    }

    private static List<Call> general() {
        return List.of(call(GENERAL, 0x00, "null").inJava("nothing")
                .paper("null system call, the yardstick of 1995 (Xok: null)")
                .means("Does nothing: what it costs is the cost of a call.")
                .rights("anyone").result("0").row());
    }

    private static List<Call> processor() {
        return List.of(
                call(PROCESSOR, 0x01, "yield").inJava("yieldTo")
                        .paper("directed yield (Yield)")
                        .means("Gives up the rest of the caller's slice, to a named environment or to whoever is next.")
                        .argument("env", Kind.ENVIRONMENT, "who gets the rest of the slice; 0: whoever is next")
                        .rights("anyone, to any environment").result("0, when the caller runs again")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.WRONG_STATE, "env is not runnable").row(),
                call(PROCESSOR, 0x02, "exit")
                        .paper("ours: an environment ends itself (Xok: env_free of its own)")
                        .means("Ends the caller. What it holds stays its own until its parent reaps it.")
                        .argument("status", Kind.EXIT_STATUS, "0 to 255, kept for the parent")
                        .rights("anyone, for itself").result("does not return")
                        .fails(Statuses.BAD_ARGUMENT, "status is above 255").row(),
                call(PROCESSOR, 0x03, "wait").inJava("waitFor")
                        .paper("ours: named events and a deadline, where Xok has wakeup predicates (wkpred), which "
                                + "can say more")
                        .means("Sleeps until one of the asked events is pending, or the cycle counter reaches the "
                                + "deadline; "
                                + "returns at once when that is so already. A deadline that is reached makes "
                                + "EVENT_DEADLINE pending.")
                        .argument("events", Kind.EVENTS, "the events asked for")
                        .argument("deadline_cycles", Kind.CYCLES, "when to wake at the latest, below 2^63; 0: no deadline")
                        .rights("anyone, for itself")
                        .result("sum of the asked events that were pending, which are pending no more; 0 when an upcall "
                                + "ended the wait")
                        .fails(Statuses.BAD_ARGUMENT, "events is 0, or has a bit that is no event").row(),
                call(PROCESSOR, 0x04, "upcall")
                        .paper("exception context of the processor environment")
                        .means("Registers the frame of the caller's SaveArea, and where its own exceptions go: the kernel "
                                + "saves a few registers in the area and resumes the caller at the entry, with rax the "
                                + "vector, rcx save_va and rdx the fault address. An exception while the area is in use "
                                + "goes to the parent if that guards it (env_guard), and else ends the caller.")
                        .argument("save_frame", Kind.FRAME, "where the kernel writes the save area; NO_FRAME: no "
                                + "upcall any "
                                + "more, the other arguments are ignored")
                        .argument("save_va", Kind.USER_ADDRESS, "where the caller sees that frame; passed on unread")
                        .argument("entry_va", Kind.USER_ADDRESS, "where to resume")
                        .rights("anyone, with an ordinary frame of its own").result("0")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's, or is not ordinary")
                        .fails(Statuses.BAD_ADDRESS, "entry_va is not a user address").row(),
                call(PROCESSOR, 0x05, "segment_bases")
                        .paper("ours: registers that only x86-64 has")
                        .means("Sets the caller's FS and GS bases.")
                        .argument("fs_va", Kind.USER_ADDRESS, "the FS base, or 0")
                        .argument("gs_va", Kind.USER_ADDRESS, "the GS base, or 0")
                        .rights("anyone, for itself").result("0")
                        .fails(Statuses.BAD_ADDRESS, "one of them is neither 0 nor a user address").row());
    }

    private static List<Call> environments() {
        return List.of(
                call(ENVIRONMENTS, 0x10, "env_create")
                        .paper("processor environment, allocated (Xok: env_alloc)")
                        .means("Makes an environment, a child of the caller, out of two of the caller's frames. It "
                                + "has no "
                                + "bindings and does not run until it is started.")
                        .argument("root_frame", Kind.FRAME, "becomes its level-4 table")
                        .argument("context_frame", Kind.FRAME, "becomes its context; another than root_frame")
                        .argument("account", Kind.ACCOUNT, "what it spends from: an account made under the caller's own, "
                                + "or 0, the caller's own")
                        .argument("name_low", Kind.WORD, "the first 8 bytes of its label, the first byte lowest")
                        .argument("name_high", Kind.WORD, "the other 8; a letter, then letters, digits, '-' and "
                                + "'_', then "
                                + "zeros")
                        .rights("anyone, with unbound ordinary frames of its own").result("the new environment's name")
                        .fails(Statuses.BAD_ARGUMENT, "the label is malformed, or the two frames are one")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "one of the frames is not the caller's")
                        .fails(Statuses.FRAME_BUSY, FRAME_IN_USE)
                        .fails(Statuses.NO_SUCH_ACCOUNT, "account is stale, or was never a name, or is not made under the "
                                + "caller's own")
                        .fails(Statuses.OVER_LIMIT, "the account cannot be charged another environment and two frames")
                        .fails(Statuses.NO_FREE_ENVIRONMENT, "all ENVIRONMENTS_MAXIMUM records are in use").row(),
                call(ENVIRONMENTS, 0x11, "env_start")
                        .paper("processor environment, entered for the first time (Xok: wrenv)")
                        .means("Makes a created environment runnable, once: it begins at entry_va with the stack "
                                + "and two "
                                + "arguments given, and zero in all other registers.")
                        .argument("env", Kind.ENVIRONMENT, "the child")
                        .argument("entry_va", Kind.USER_ADDRESS, "its first rip")
                        .argument("stack_va", Kind.USER_ADDRESS, "its first rsp; USER_END at most")
                        .argument("argument0", Kind.WORD, "its first rdi")
                        .argument("argument1", Kind.WORD, "its first rsi")
                        .rights("the parent").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NOT_A_CHILD)
                        .fails(Statuses.WRONG_STATE, "env was started before, or has ended")
                        .fails(Statuses.BAD_ADDRESS, "entry_va or stack_va is not a user address").row(),
                call(ENVIRONMENTS, 0x12, "env_end")
                        .paper("destruction of an environment (Xok: env_free)")
                        .means("Ends a child by force. What it holds stays its own until it is reaped.")
                        .argument("env", Kind.ENVIRONMENT, "the child")
                        .argument("status", Kind.EXIT_STATUS, "0 to 255, kept as if the child had said so")
                        .rights("the parent").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NOT_A_CHILD)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ARGUMENT, "status is above 255").row(),
                call(ENVIRONMENTS, 0x13, "env_reap")
                        .paper("ours: the long part of a destruction, in bounded pieces that the parent pays for")
                        .means("Frees up to REAP_BATCH of the frames, or one of the page tables, that an ended child held, "
                                + "breaking others' bindings of them. When none remain, "
                                + "its record is free and its name dead. Its account is charged no more for each as it "
                                + "goes.")
                        .argument("env", Kind.ENVIRONMENT, "the child")
                        .rights("the parent").result("frames and tables that remain to be freed")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NOT_A_CHILD)
                        .fails(Statuses.WRONG_STATE, NOT_ENDED).row(),
                call(ENVIRONMENTS, 0x14, "env_self")
                        .paper("Xok: geteid")
                        .means("Tells the caller its own name.")
                        .rights("anyone").result("the caller's name").row(),
                call(ENVIRONMENTS, 0x15, "env_result")
                        .paper("ours: there, a status is a library OS's matter")
                        .means("Tells how a child ended.")
                        .argument("env", Kind.ENVIRONMENT, "the child")
                        .rights("the parent")
                        .result("status in bits 0 to 7, reason (Reason) in 8 to 15, vector in 16 to 23")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NOT_A_CHILD)
                        .fails(Statuses.WRONG_STATE, NOT_ENDED).row(),
                call(ENVIRONMENTS, 0x16, "env_guard")
                        .paper("ours: who sees to an exception while the exception context is in use")
                        .means("Says whether exceptions that a child cannot take come to its parent: the child is then "
                                + "STOPPED, its record tells the exception, and the parent has EVENT_CHILD_STOPPED. Without "
                                + "a guard they end the child.")
                        .argument("env", Kind.ENVIRONMENT, "the child")
                        .argument("on", Kind.ITEM, "1: they come; 0: they do not")
                        .rights("the parent").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NOT_A_CHILD)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ARGUMENT, "on is neither 0 nor 1").row(),
                call(ENVIRONMENTS, 0x17, "env_resume")
                        .paper("ours: as env_guard")
                        .means("Lets a stopped child go on, with the registers that it had.")
                        .argument("env", Kind.ENVIRONMENT, "the child")
                        .argument("entry_va", Kind.USER_ADDRESS, "where; 0: at the instruction that raised the exception")
                        .rights("the parent").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NOT_A_CHILD)
                        .fails(Statuses.WRONG_STATE, "env is not stopped")
                        .fails(Statuses.BAD_ADDRESS, "entry_va is neither 0 nor a user address").row());
    }

    private static List<Call> frames() {
        return List.of(
                call(FRAMES, 0x20, "frame_alloc")
                        .paper("Alloc; expose allocation, expose names (a physical page by its number)")
                        .means("Makes a free frame the caller's, cleared.")
                        .argument("frame", Kind.FRAME, "the one wanted, or ANY_FRAME")
                        .rights("anyone, within its account's limit").result("the frame's number")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.OVER_LIMIT, "the caller's account is charged as many frames as it may")
                        .fails(Statuses.NO_FREE_FRAME, "no frame is free, or the one wanted is not").row(),
                call(FRAMES, 0x21, "frame_free")
                        .paper("Dealloc")
                        .means("Gives a frame back to the machine.")
                        .argument("frame", Kind.FRAME, "an ordinary frame without bindings")
                        .rights("the frame's owner").result("0")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's")
                        .fails(Statuses.FRAME_BUSY, FRAME_IN_USE).row(),
                call(FRAMES, 0x22, "frame_give")
                        .paper("ours: a page changes hands, where there its owner changes the capabilities for it")
                        .means("Makes a frame, with its contents, a relative's; the receiver's account is charged "
                                + "for it.")
                        .argument("frame", Kind.FRAME, "an ordinary frame without bindings")
                        .argument("env", Kind.ENVIRONMENT, "the receiver: a child or the parent")
                        .rights("the frame's owner").result("0")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_CHILD_NOR_PARENT)
                        .fails(Statuses.FRAME_BUSY, FRAME_IN_USE)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.OVER_LIMIT, "env's account is charged as many frames as it may").row(),
                call(FRAMES, 0x23, "frame_info")
                        .paper("expose information")
                        .means("Tells who owns a frame, what it serves as and how often it is bound.")
                        .argument("frame", Kind.FRAME, "any frame")
                        .rights("anyone: allocation is no secret")
                        .result("index of the owner in bits 0 to 31, kind (FrameKind) in 32 to 39, count of "
                                + "bindings in 40 to "
                                + "62, saturated")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE).row(),
                call(FRAMES, 0x25, "frame_break")
                        .paper("breaking all bindings of a page, before it is taken back or reused")
                        .means("Breaks the bindings of a frame, in whatever environment, up to REAP_BATCH of them; no "
                                + "cached translation outlives the call.")
                        .argument("frame", Kind.FRAME, "an ordinary frame")
                        .rights("the frame's owner").result("how many bindings are left: call again")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's")
                        .fails(Statuses.FRAME_BUSY, "the frame serves as root, table or context").row(),
                call(FRAMES, 0x26, "frame_alloc_range")
                        .paper("Alloc; expose allocation, expose names (neighbouring pages)")
                        .means("Makes frames that follow each other the caller's, cleared: all or none.")
                        .argument("first", Kind.FRAME, "the first of them")
                        .argument("count", Kind.FRAME_COUNT, "how many: 1 to FRAMES_IN_RANGE_MAXIMUM")
                        .rights("anyone, within its account's limit").result("0")
                        .fails(Statuses.BAD_ARGUMENT, "count is out of range")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE + ", one of them")
                        .fails(Statuses.OVER_LIMIT, "the caller's account cannot be charged so many more")
                        .fails(Statuses.NO_FREE_FRAME, "one of them is not free").row(),
                call(FRAMES, 0x27, "frame_guarantee")
                        .paper("guaranteed mapping, and the guaranteed set that is never repossessed")
                        .means("Says whether a frame is guaranteed: it is then never repossessed from its owner, and the owner's "
                                + "bindings of it are guaranteed mappings, which table_drop leaves alone. A frame that is freed "
                                + "or given is guaranteed no more.")
                        .argument("frame", Kind.FRAME, "an ordinary frame")
                        .argument("on", Kind.ITEM, "1: it is; 0: it is not")
                        .rights("the frame's owner").result("0")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's, or not ordinary")
                        .fails(Statuses.BAD_ARGUMENT, "on is neither 0 nor 1")
                        .fails(Statuses.OVER_LIMIT, "the caller has GUARANTEED_FRAMES_MAXIMUM of them").row(),
                call(FRAMES, 0x24, "table_give")
                        .paper("ours: the memory of the STLB, which Aegis of 1995 took from its own")
                        .means("Puts a frame into the pool from which an environment's page tables are made; it is "
                                + "then that "
                                + "environment's, until it is reaped.")
                        .argument("env", Kind.ENVIRONMENT, "the caller or a child")
                        .argument("frame", Kind.FRAME, "an ordinary frame without bindings")
                        .rights("the frame's owner, for itself or a child").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's, or " + NEITHER_SELF_NOR_CHILD)
                        .fails(Statuses.FRAME_BUSY, FRAME_IN_USE)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.OVER_LIMIT, "env's account is another and charged as many frames as it may").row());
    }

    private static List<Call> bindings() {
        return List.of(
                call(BINDINGS, 0x30, "bind")
                        .paper("secure binding, at bind time (TLBwr; Xok: insert_pte)")
                        .means("Makes a page of an environment show a frame. A boot-archive frame may be bound by "
                                + "its owner, "
                                + "never to be written.")
                        .argument("env", Kind.ENVIRONMENT, "whose page: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "the page: page-aligned, from USER_START to below USER_END")
                        .argument("frame", Kind.FRAME, "an ordinary or boot-archive frame, of the caller or of env")
                        .argument("rights", Kind.RIGHTS, "READ, and WRITE or EXECUTE but not both; plus software bits, kept and not "
                                + "looked at")
                        .rights("the environment itself or its parent, with a frame that one of the two "
                                + "owns").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not page-aligned, or outside USER_START to USER_END")
                        .fails(Statuses.BAD_ARGUMENT, "rights lacks READ or has a bit that is no right, or has "
                                + "WRITE or EXECUTE for a boot-archive frame")
                        .fails(Statuses.WRITABLE_AND_EXECUTABLE, "rights has both WRITE and EXECUTE")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD + ", or neither of the two owns the frame")
                        .fails(Statuses.FRAME_BUSY, "the frame serves as root, table or context")
                        .fails(Statuses.ALREADY_BOUND, "the page has a binding")
                        .fails(Statuses.NO_TABLE, "a page table is missing and the pool is empty: table_give, then "
                                + "again")
                        .row(),
                call(BINDINGS, 0x31, "unbind")
                        .paper("breaking one binding (TLBvadelete; Xok: remove_vas)")
                        .means("Breaks the binding of a page; the frame stays its owner's.")
                        .argument("env", Kind.ENVIRONMENT, "whose page: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "the page: page-aligned, from USER_START to below USER_END")
                        .rights("the environment itself or its parent").result("the number of the frame that was bound there")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not page-aligned, or outside USER_START to USER_END")
                        .fails(Statuses.NOT_BOUND, "the page has no binding").row(),
                call(BINDINGS, 0x32, "protect")
                        .paper("secure binding, changed (Xok: mod_pte_range)")
                        .means("Changes what a binding permits. Where neither the environment nor the caller owns the "
                                + "frame, it can only permit less.")
                        .argument("env", Kind.ENVIRONMENT, "whose page: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "the page: page-aligned, from USER_START to below USER_END")
                        .argument("rights", Kind.RIGHTS, "as for bind")
                        .rights("the environment itself or its parent").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD + ", or rights has more than the binding of "
                                + "another's frame permits now")
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not page-aligned, or outside USER_START to USER_END")
                        .fails(Statuses.BAD_ARGUMENT, "rights lacks READ or has a bit that is neither right nor software "
                                + "bit, or has WRITE or EXECUTE for a boot-archive frame")
                        .fails(Statuses.WRITABLE_AND_EXECUTABLE, "rights has both WRITE and EXECUTE")
                        .fails(Statuses.NOT_BOUND, "the page has no binding").row(),
                call(BINDINGS, 0x33, "batch")
                        .paper("batched system calls (Xok: insert_pte_range, mod_pte_range, batch)")
                        .means("Binds, unbinds and protects many pages of one environment, in order, each as the call of "
                                + "that name would; stops at the first that is refused, and behind the entries that had page "
                                + "tables made, once there are BATCH_TABLES_MAXIMUM of them: no call is to be long.")
                        .argument("env", Kind.ENVIRONMENT, "whose pages: the caller or a child")
                        .argument("list_va", Kind.USER_ADDRESS, "of BatchEntry records in the caller's memory, aligned to its size")
                        .argument("count", Kind.COUNT, "how many: 1 to BATCH_MAXIMUM")
                        .rights("the environment itself or its parent")
                        .result("how many were done; ask again from the next one, to learn its status or to go on")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD + "; or as the first entry's call")
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "the list is not aligned or not readable; or as the first entry's call")
                        .fails(Statuses.BAD_ARGUMENT, "count is out of range; or the first entry's operation is none, or as "
                                + "its call")
                        .fails(Statuses.WRITABLE_AND_EXECUTABLE, "as the first entry's call")
                        .fails(Statuses.NO_SUCH_FRAME, "as the first entry's call")
                        .fails(Statuses.FRAME_BUSY, "as the first entry's call")
                        .fails(Statuses.ALREADY_BOUND, "as the first entry's call")
                        .fails(Statuses.NOT_BOUND, "as the first entry's call")
                        .fails(Statuses.NO_TABLE, "as the first entry's call").row(),
                call(BINDINGS, 0x34, "entry_read")
                        .paper("expose information: the STLB, or page table, can be read (Xok: read_pte)")
                        .means("Tells what a page-table entry holds: of a binding its rights, software bits, frame, and "
                                + "whether it was used; else the word that the environment keeps there.")
                        .argument("env", Kind.ENVIRONMENT, "whose page: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "the page: page-aligned, from USER_START to below USER_END")
                        .rights("the environment itself or its parent")
                        .result("bit 0 set: a binding, with rights in bits 1 to 3, ENTRY_ACCESSED, ENTRY_DIRTY, software "
                                + "bits in 8 to 10, and the frame's number from bit 12 on; bit 0 clear: the word")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not page-aligned, or outside USER_START to USER_END").row(),
                call(BINDINGS, 0x35, "entry_write")
                        .paper("the words of not-present entries that are the library OS's (Xok)")
                        .means("Keeps a word of the environment's own in the entry of a page that has no binding; a "
                                + "binding made there replaces it.")
                        .argument("env", Kind.ENVIRONMENT, "whose page: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "the page: page-aligned, from USER_START to below USER_END")
                        .argument("word", Kind.WORD, "any, with bits 0 and 63 clear")
                        .rights("the environment itself or its parent").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not page-aligned, or outside USER_START to USER_END")
                        .fails(Statuses.BAD_ARGUMENT, "word has bit 0 or bit 63 set")
                        .fails(Statuses.ALREADY_BOUND, "the page has a binding")
                        .fails(Statuses.NO_TABLE, "a page table is missing and the pool is empty").row(),
                call(BINDINGS, 0x36, "entry_clean")
                        .paper("expose hardware: referenced and dirty bits (Xok: mod_pte_range)")
                        .means("Forgets that a binding was used, so that one can see whether it is used again.")
                        .argument("env", Kind.ENVIRONMENT, "whose page: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "the page: page-aligned, from USER_START to below USER_END")
                        .rights("the environment itself or its parent")
                        .result("the sum of ENTRY_ACCESSED and ENTRY_DIRTY that was set")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not page-aligned, or outside USER_START to USER_END")
                        .fails(Statuses.NOT_BOUND, "the page has no binding").row(),
                call(BINDINGS, 0x37, "table_drop")
                        .paper("STLB eviction")
                        .means("Makes room in the STLB: takes the last-level table that translates an address out of use, "
                                + "breaking up to REAP_BATCH of its bindings. When none is left, it and its links are in the "
                                + "pool again, and the words kept in its entries are gone.")
                        .argument("env", Kind.ENVIRONMENT, "whose table: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "an address that the table translates")
                        .rights("the environment itself or its parent")
                        .result("bindings that are left, to be dropped by calling again")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD)
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not a user address")
                        .fails(Statuses.NO_TABLE, "no table translates it")
                        .fails(Statuses.FRAME_BUSY, "the table holds a guaranteed mapping").row());
    }

    private static final String BAD_FORM = "the kernel did not make it as it is, or its resource has been freed, given or "
            + "revoked since";
    private static final String UNREADABLE = "the capability's place is not aligned to its size, or not bound with the right "
            + "needed";

    private static List<Call> capabilities() {
        return List.of(
                call(CAPABILITIES, 0x60, "cap_make")
                        .paper("self-authenticating capability (Aegis)")
                        .means("Writes a capability for a resource of the caller's own.")
                        .argument("kind", Kind.ITEM, "what it is for (CapabilityKind)")
                        .argument("resource", Kind.FRAME, "an ordinary frame")
                        .argument("rights", Kind.RIGHTS, "what it is to permit, at least READ")
                        .argument("to_va", Kind.USER_ADDRESS, "where to write the Capability")
                        .rights("the resource's owner").result("0")
                        .fails(Statuses.BAD_ARGUMENT, "kind is none of the list, or rights lacks READ or has a bit that is "
                                + "no right")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's, or not ordinary")
                        .fails(Statuses.BAD_ADDRESS, UNREADABLE).row(),
                call(CAPABILITIES, 0x61, "cap_restrict")
                        .paper("a capability dominated by one held (Xok: forge)")
                        .means("Writes a capability that permits less, made of one that the caller has.")
                        .argument("from_va", Kind.USER_ADDRESS, "the Capability to begin with")
                        .argument("rights", Kind.RIGHTS, "what the new one is to permit: no more than the old")
                        .argument("to_va", Kind.USER_ADDRESS, "where to write the new one; may be the same place")
                        .rights("whoever has it").result("0")
                        .fails(Statuses.BAD_ADDRESS, UNREADABLE)
                        .fails(Statuses.BAD_CAPABILITY, BAD_FORM)
                        .fails(Statuses.BAD_ARGUMENT, "rights lacks READ")
                        .fails(Statuses.NOT_YOURS, "rights has more than the capability permits").row(),
                call(CAPABILITIES, 0x62, "cap_revoke")
                        .paper("change of a page's capabilities, its owner's right alone")
                        .means("Makes every capability for a resource worthless, wherever it is. Bindings made by them "
                                + "stay until frame_break.")
                        .argument("kind", Kind.ITEM, "what they are for (CapabilityKind)")
                        .argument("resource", Kind.FRAME, "an ordinary frame")
                        .rights("the resource's owner").result("0")
                        .fails(Statuses.BAD_ARGUMENT, "kind is none of the list")
                        .fails(Statuses.NO_SUCH_FRAME, NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's, or not ordinary").row(),
                call(CAPABILITIES, 0x63, "cap_bind")
                        .paper("secure binding by capability: authorisation at bind time, none at access time")
                        .means("As bind, of a frame that is another's, by a capability for it.")
                        .argument("env", Kind.ENVIRONMENT, "whose page: the caller or a child")
                        .argument("va", Kind.USER_ADDRESS, "the page: page-aligned, from USER_START to below USER_END")
                        .argument("capability_va", Kind.USER_ADDRESS, "the Capability, in the caller's memory")
                        .argument("rights", Kind.RIGHTS, "as for bind, and no more than the capability permits")
                        .rights("whoever has the capability, for itself or a child").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, NEITHER_SELF_NOR_CHILD + ", or rights has more than the capability permits")
                        .fails(Statuses.WRONG_STATE, HAS_ENDED)
                        .fails(Statuses.BAD_ADDRESS, "va is not page-aligned, or outside USER_START to USER_END; or "
                                + UNREADABLE)
                        .fails(Statuses.BAD_CAPABILITY, BAD_FORM)
                        .fails(Statuses.BAD_ARGUMENT, "rights lacks READ or has a bit that is neither right nor software bit")
                        .fails(Statuses.WRITABLE_AND_EXECUTABLE, "rights has both WRITE and EXECUTE")
                        .fails(Statuses.ALREADY_BOUND, "the page has a binding")
                        .fails(Statuses.NO_TABLE, "a page table is missing and the pool is empty").row());
    }

    private static List<Call> console() {
        return List.of(
                call(CONSOLE, 0x40, "console_write")
                        .paper("Xok: cputs")
                        .means("Sends bytes to the console, all of them or the first ones. Each line is begun with the label of the caller; control "
                                + "characters but line end and tab become question marks, so that no terminal takes orders.")
                        .argument("va", Kind.USER_ADDRESS, "the first byte")
                        .argument("byte_count", Kind.BYTE_COUNT, "how many; CONSOLE_WRITE_MAXIMUM at most")
                        .rights("anyone, from memory that it may read")
                        .result("bytes taken: 1 at least if there are any, 256 if they are of one line; the rest is to be sent again")
                        .fails(Statuses.BAD_ARGUMENT, "byte_count is above CONSOLE_WRITE_MAXIMUM")
                        .fails(Statuses.BAD_ADDRESS, "one of the bytes is not bound in the caller")
                        .fails(Statuses.WOULD_BLOCK, "there is too little room: wait for EVENT_CONSOLE_ROOM").row(),
                call(CONSOLE, 0x41, "console_read")
                        .paper("Xok: cgets")
                        .means("Takes bytes that arrived at the console: as many as there are, byte_count and CONSOLE_READ_MAXIMUM at most.")
                        .argument("va", Kind.USER_ADDRESS, "where the first byte goes")
                        .argument("byte_count", Kind.BYTE_COUNT, "how many at most; from 1 to BYTES_IN_FRAME")
                        .rights("the input's owner, to memory that it may write").result("bytes taken, 1 at least")
                        .fails(Statuses.NOT_YOURS, "the caller does not own the input")
                        .fails(Statuses.BAD_ARGUMENT, "byte_count is 0, or above BYTES_IN_FRAME")
                        .fails(Statuses.BAD_ADDRESS, "one of the byte_count bytes is not bound writable in the caller")
                        .fails(Statuses.WOULD_BLOCK, "no byte is there: wait for EVENT_CONSOLE_INPUT").row(),
                call(CONSOLE, 0x42, "console_give")
                        .paper("ours: the input is a resource and has an owner")
                        .means("Makes a relative the owner of the console's input.")
                        .argument("env", Kind.ENVIRONMENT, "the new owner: a child or the parent")
                        .rights("the input's owner").result("0")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME)
                        .fails(Statuses.NOT_YOURS, "the caller does not own the input, or env is neither its child "
                                + "nor its "
                                + "parent")
                        .fails(Statuses.WRONG_STATE, HAS_ENDED).row());
    }

    private static List<Call> power() {
        return List.of(
                call(POWER, 0x50, "power_off")
                        .paper("Xok: reboot")
                        .means("Ends the machine, and tells the host why. The machine itself can show 127 at most; the control "
                                + "channel carries the whole status.")
                        .argument("status", Kind.EXIT_STATUS, "0 to 255")
                        .argument("reason", Kind.ITEM, "why the environment that mattered ended (Reason)")
                        .argument("env", Kind.ENVIRONMENT, "which one that was, or 0: none in particular")
                        .rights("the root environment").result("does not return")
                        .fails(Statuses.NOT_YOURS, "the caller is not the root environment")
                        .fails(Statuses.BAD_ARGUMENT, "status is above 255, or reason is none of the list")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, NO_SUCH_NAME).row(),
                call(POWER, 0x51, "machine_info")
                        .paper("expose information")
                        .means("Tells one number about the machine.")
                        .argument("item", Kind.ITEM, "which (Info)")
                        .rights("anyone").result("the number")
                        .fails(Statuses.BAD_ARGUMENT, "item is none of the list").row());
    }
}
