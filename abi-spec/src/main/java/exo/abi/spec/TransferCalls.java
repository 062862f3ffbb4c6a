package exo.abi.spec;

import static exo.abi.spec.CallBuilder.call;

import java.util.List;

/** The calls by which the processor goes from one environment to another, and where an environment can be entered. */
final class TransferCalls {
    static final Family TRANSFERS = new Family("Transfers", "transfers", 0x70, 0x7f,
            "Protected control transfer, and the entry points of a processor environment. A transfer passes every register "
                    + "but rax, rcx and r11 untouched: they are the message. The callee finds in rax who transferred.");

    private static final String DOES_NOT_ACCEPT = "env does not wait for a transfer, or for none of the caller's, or has "
            + "declared no entry for this kind";

    private TransferCalls() {
    }

    static List<Call> all() {
        return List.of(
                call(TRANSFERS, 0x70, "transfer_sync")
                        .paper("synchronous protected control transfer (Scall)")
                        .means("Enters an environment at its synchronous entry, or, if it has none and waits for the caller's "
                                + "answer, behind its own transfer with its own stack. Donates the running slice and its future "
                                + "instances, if they are the caller's own or donated to it, until they are transferred on or "
                                + "their owner gives up waiting. The caller then waits: for anyone to enter it if it "
                                + "has a synchronous entry, else for the answer of env.")
                        .argument("env", Kind.ENVIRONMENT, "the callee, which accepts: it waits in accept or in a transfer")
                        .argument("deadline_cycles", Kind.CYCLES, "when to give up waiting, below 2^63; 0: never")
                        .rights("anyone, to any environment that accepts")
                        .result("the name of who answered; other registers are its message")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, Calls.NO_SUCH_NAME + "; or env ended before it answered")
                        .fails(Statuses.WOULD_BLOCK, DOES_NOT_ACCEPT)
                        .fails(Statuses.TIMED_OUT, "the deadline passed before the answer came").row(),
                call(TRANSFERS, 0x71, "transfer_async")
                        .paper("asynchronous protected control transfer (Acall)")
                        .means("Enters an environment at its asynchronous entry for the rest of the running slice. The caller "
                                + "goes on at its next slice.")
                        .argument("env", Kind.ENVIRONMENT, "the callee, which accepts: it waits in accept or in a transfer")
                        .rights("anyone, to any environment that accepts").result("0, when the caller runs again")
                        .fails(Statuses.NO_SUCH_ENVIRONMENT, Calls.NO_SUCH_NAME)
                        .fails(Statuses.WOULD_BLOCK, DOES_NOT_ACCEPT).row(),
                call(TRANSFERS, 0x72, "accept")
                        .paper("ours: in Aegis anyone may enter at any time, and the callee guards itself (Xok: "
                                + "set_allowipc)")
                        .means("Sleeps as wait does, and can be entered by a transfer meanwhile. A transfer that arrives starts the "
                                + "caller afresh at its entry: what it was doing is forgotten.")
                        .argument("events", Kind.EVENTS, "the events asked for besides; 0: none")
                        .argument("deadline_cycles", Kind.CYCLES, "when to wake at the latest, below 2^63; 0: no deadline")
                        .rights("anyone with a synchronous or asynchronous entry")
                        .result("sum of the asked events that were pending; 0 when an upcall ended the wait")
                        .fails(Statuses.BAD_ARGUMENT, "events has a bit that is no event")
                        .fails(Statuses.WRONG_STATE, "the caller has declared neither entry").row(),
                call(TRANSFERS, 0x73, "entry_point")
                        .paper("interrupt context and protected-entry context of the processor environment (Xok: "
                                + "epilogue, prologue)")
                        .means("Declares where the caller is entered: with rax the EntryPoint, rcx the save_va of upcall and rdx "
                                + "the position of the slice for an upcall; with the transferrer's registers for a transfer. "
                                + "Upcalls need the frame that upcall registers.")
                        .argument("kind", Kind.ITEM, "on what occasion (EntryPoint)")
                        .argument("va", Kind.USER_ADDRESS, "where; 0: not any more")
                        .rights("anyone, for itself").result("0")
                        .fails(Statuses.BAD_ARGUMENT, "kind is none of the list")
                        .fails(Statuses.BAD_ADDRESS, "va is neither 0 nor a user address").row(),
                call(TRANSFERS, 0x74, "text_range")
                        .paper("ours: there, system calls are the one exception that an application does not get")
                        .means("Declares the text of the caller's library OS: a system call from outside it is not the kernel's "
                                + "but an exception of the caller, with vector FOREIGN_CALL_VECTOR.")
                        .argument("start_va", Kind.USER_ADDRESS, "its first byte")
                        .argument("end_va", Kind.USER_ADDRESS, "the byte behind it; both 0: every call is the kernel's again")
                        .rights("anyone, for itself").result("0")
                        .fails(Statuses.BAD_ADDRESS, "the two are not 0, and are no range of user addresses").row());
    }
}
