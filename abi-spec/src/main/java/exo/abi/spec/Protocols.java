package exo.abi.spec;

import java.util.Map;

/** What the rows of calls and fields cannot say: how those of a family go together. Prose, in Markdown. */
public final class Protocols {
    private static final String PROCESSOR = """
            **Time.** A deadline is a value of the cycle counter (`rdtsc`), a moment and not a length; Info.CYCLES_PER_SECOND is its
            rate. The timer rings only for what is due: an idle machine has no ticks.

            **Exceptions.** A program that wants its own keeps an ordinary frame as its [SaveArea](#savearea) and registers it with
            `upcall`. When it raises an exception and `inUse` is 0, the kernel sets `inUse`, writes rax, rcx, rdx, rip, rflags, rsp,
            vector, error code and, of a page fault, the address into the area, by the frame's physical address so that this cannot
            fault, and goes on at `entry_va`:

            | register | at the handler's first instruction |
            |---|---|
            | rax | vector |
            | rcx | `save_va` |
            | rdx | address of a page fault, else 0 |
            | rflags | 0x202: interrupts on and nothing else |
            | all others, rsp and vector registers among them | as the program had them |

            **The way back** needs no kernel: restore what the handler has changed, rflags, rcx, rdx, rsp and rax from the area, clear
            `inUse` last, and jump to `rip`. (`exos/src/main/native/resume.h` and `programs/src/main/c/tiny/tiny.c` do that.) An
            exception while `inUse` is not 0, or without an area, is the parent's if that guards the environment (`env_guard`), and
            else ends it with REASON_FAULT and the status that a shell shows for the signal (139 for a page fault).

            **Vector registers** are kept from the first use on, which the kernel notices (ENVIRONMENT_FLAG_VECTOR): who never uses
            them never pays for them. AVX is not there.""";

    private static final String ENVIRONMENTS = """
            **A life.** `env_create` makes it, CREATED, of two frames. Its maker gives it frames for page tables (`table_give`), binds
            pages, gives frames (`frame_give`) and slices (`slice_give`), and starts it, RUNNABLE. It may be WAITING, or STOPPED by an
            exception under guard. ENDED, its slices are free at once, its children are its parent's, and its parent has
            EVENT_CHILD_ENDED; `env_result` says how it went; its frames stay until `env_reap` has answered 0, upon which the record
            is FREE and the name never valid again.

            **Who is who** is in the public books: an environment's record has its label, name, state, parent and account.""";

    private static final String FRAMES = """
            **Which frame.** Numbers are physical addresses divided by 4096. The free list is public: BooksHeader.firstFree, and
            FrameRecord.next from each to the next; FrameRecord.kind says it of any one. A program that wants a frame of one colour,
            or in one range, looks there and asks `frame_alloc` for it by number; if another was quicker it is told NO_FREE_FRAME and
            looks again.

            **What holds a frame back.** To be freed, given, or made a table it must be ordinary, without bindings, and not a save
            area. `frame_break` breaks bindings wherever they are; `cap_revoke` keeps new ones from being made by capabilities.
            Freeing and giving do the second by themselves. Contents never leak: what is handed out is cleared, what is given keeps
            its contents on purpose.""";

    private static final String BINDINGS = """
            **A cache.** The page tables that the processor walks are what the papers call the STLB: a cache of bindings. What pages
            there are is known in the program, in whatever structure it likes; a page without a binding is an exception, and the
            handler binds it. Bindings go by `unbind`, `table_drop`, the end of a frame (`frame_break` by its owner, `frame_free` does
            not: it wants none left) and by the abort protocol.

            **Tables** are made of frames that were put into the environment's pool by `table_give`. A last-level table translates
            2 MiB and takes three: itself, and two frames of links from its frames back to its entries. Each level above takes one
            more: the first binding of an empty environment takes 5, another within the same GiB 3 for each 2 MiB. NO_TABLE means that
            the pool had too few; the call can simply be made again.

            **Rights** are checked when a binding is made or widened, and never when it is used. After a call that narrows or breaks
            bindings no translation of them is cached anywhere.""";

    private static final String CAPABILITIES = """
            **Sharing.** The owner makes a [Capability](#capability) in its own memory and passes its 32 bytes on however it likes: in
            a shared page, in the registers of a transfer. Whoever has the bytes has the right; `cap_restrict` makes a weaker one to
            pass on. The kernel keeps none of them: it proves the last word to be its own, and the generation to be the resource's
            of now. `cap_revoke`, `frame_free` and `frame_give` raise the generation, and with it end every capability there is;
            bindings that were made by them stay until `frame_break`. Owners act on their own by identity and need none.""";

    private static final String TRANSFERS = """
            **Who can be entered.** An environment that waits in `accept`, or in a `transfer_sync` of its own: with a synchronous entry
            it is open to anyone, without one to the partner alone whose answer it waits for. Nobody is entered who does not wait, so
            nothing that was going on is lost. A transfer arrives or is refused; refused, it is a call like any other.

            | register | of who is entered at an entry | of who goes on behind its own transfer_sync |
            |---|---|---|
            | rax | name of who transferred | name of who transferred |
            | rip | the entry | behind its `syscall` |
            | rsp | who transferred had it: load your own | its own |
            | rcx, r11, rflags | destroyed; rflags is 0x202 | destroyed; rflags is 0x202 |
            | rbx, rbp, rsi, rdi, rdx, r8 to r10, r12 to r15 | as who transferred had them: the message | the same |
            | vector registers, FS and GS base | its own | its own |
            | ds, es, fs and gs, the selectors | as who transferred had them; every other switch makes them 0 | the same |

            In C, a transfer destroys every register but rsp. `transfer_sync` donates the running position of the vector
            (SliceRecord.holder) with all its turns to come, until it is transferred on; while the holder cannot run, the owner does.
            `transfer_async` lends the rest of one slice. If the partner ends, the wait ends with NO_SUCH_ENVIRONMENT.

            **Upcalls** go through the interrupt context of the SaveArea, the second half of what `upcall` registers. If the entry is
            declared and `interruptInUse` is 0, the kernel sets it, writes the interrupt… fields as it does for exceptions, and goes
            on at the entry with rax the EntryPoint, rcx `save_va`, rdx the position of the slice, rflags 0x202 and all else as it was.
            The handler returns as from an exception, with one difference: another upcall may come as soon as `interruptInUse` is 0,
            so the address to go on at must be out of the area by then (on the interrupted stack, below its 128 bytes).

            - EPILOGUE: the slice is over. The save time (BooksHeader.saveCycles, a tenth of a slice) is there to save what is worth
              saving and call `yield`, `wait` or a transfer. If it passes first, the kernel saves all by force, and the environment
              owes a slice (`forfeits`): positions that it would have run at are passed over, one for each. OVERRUNS_MAXIMUM overruns
              in a row are borne; the next ends it with REASON_OVERRUN and status 137. Setting `interruptInUse` oneself is a critical
              section: the kernel then sets `sliceOver` in place of the upcall, and the time runs all the same. Without this entry the
              kernel saves everything at the slice's end and nothing is owed.
            - PROLOGUE: a slice begins by the vector's turn, and another environment, or none, ran before.
            - REVOCATION: a request came, or something was taken.

            **Foreign calls.** Under `text_range`, a `syscall` that returns to an address outside (start, end] is an exception with
            vector FOREIGN_CALL_VECTOR, rip behind the instruction, rax in the area, the other registers in place: all that an
            emulator of another system's calls needs.""";

    private static final String SLICES = """
            **The vector** stands in the public books: position, owner, holder (SliceRecord), and in the header which position runs, when
            it ends, how long slices are. At boot the root environment owns all SLICES of them. Contiguous positions are few switches,
            evenly spaced ones short waits. A position runs its holder if it has one that is RUNNABLE, else its owner, else it is passed
            over at once. Who owns none runs when somebody yields or transfers to it, which is what a scheduler in a program is made
            of. The length is the boot parameter `aegis.slice-us`.""";

    private static final String ACCOUNTS = """
            **The tree.** Every environment spends from one account. For each ResourceKind an account has `limits` and `used`: what its
            environments hold, and the limits that it has lent to accounts made under it. `used` never exceeds the limit, so what all
            hold never exceeds what there is. An account is *below* those that one meets on the way up to the root's, never below
            itself. Policy is the lender's: the kernel counts, refuses, and takes back by `revoke`. The root environment's account is
            the root; its limits are the free frames at boot, all slices, and the records but the root's own.""";

    private static final String REVOCATION = """
            **Asking.** `revoke` raises `framesAsked` or `slicesAsked` and sets `revocationDeadline` in the environment's record,
            appends a [RevocationRequest](#revocationrequest) to the ring of its SaveArea if it has one, posts EVENT_REVOCATION, and
            makes the REVOCATION upcall. A sleeper with that entry is woken, its wait answering 0, unless it is in a transfer. Whatever
            of the kind it frees or gives away counts; when nothing is asked any more the deadline is gone.

            **Taking.** From the deadline on the kernel takes what is missing, in bounded rounds: ordinary frames that are neither
            guaranteed nor a save area, then slices down to SLICES_GUARANTEED. Of a frame all bindings are broken, everyone's; its
            contents are copied to the first good capability among the `backings` of the SaveArea (a frame, with WRITE), which is
            cleared; then it is free. Each loss is a [Repossession](#repossession) in the vector, EVENT_REPOSSESSION, and the same
            upcall. Where nothing can be taken any more the rest of the request lapses: an environment is never ended for what it
            lacks. Root, context, page tables and their links are never taken.

            The two counts in the SaveArea only rise; the rings hold the last REVOCATION_RING and REPOSSESSION_VECTOR. Who has no
            SaveArea learns from its record (`framesAsked`, `losses`) and the events alone.""";

    private static final String BOOKS = """
            **Finding things.** The kernel's books are public but for its own record, the console's rings and its key. They lie at
            BOOKS_START in every address space, to read and no more: a load and no call. First comes a page with a
            [BooksHeader](#booksheader); see that `version` is the one compiled for. A book begins at BOOKS_START plus its field in
            the header, and record *i* of it *i* times the record's size further on:

            | book | record | index |
            |---|---|---|
            | `environments` | [EnvironmentRecord](#environmentrecord) | a name's bits 0 to 15; 0 is nobody |
            | `slices` | [SliceRecord](#slicerecord) | the position |
            | `accounts` | [AccountRecord](#accountrecord) | a name's bits 0 to 15; 0 is none |
            | `frames` | [FrameRecord](#framerecord) | the frame's number, below `frameCount` |

            One's own record is the one at `current`. Another program is found by its label: go through the environments whose state is
            not FREE, compare the 16 octets, take `name`. One load is consistent; between two loads anything may have changed if
            the program's slice ended, and a name, a free frame or a room once read may be gone: the call that acts on it says so.""";

    /** By the family's title. */
    static final Map<String, String> BY_FAMILY = Map.of("Processor", PROCESSOR, "Environments", ENVIRONMENTS,
            "Frames", FRAMES, "Bindings", BINDINGS, "Capabilities", CAPABILITIES, "Transfers", TRANSFERS, "Slices", SLICES,
            "Accounts", ACCOUNTS, "Revocation", REVOCATION);

    private Protocols() {
    }

    /** How a program finds its way in the public books. */
    public static String ofBooks() {
        return BOOKS;
    }

    /** Empty where the rows say it all. */
    public static String of(Family family) {
        return BY_FAMILY.getOrDefault(family.title(), "");
    }
}
