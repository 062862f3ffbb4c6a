package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;

/** Faults in who is entered by a transfer, with whose registers, and what for. */
final class TransferFaults {
    private TransferFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("who does not accept is entered", "Transfers.accepts", Change.neverBehind(4, 1),
                        "nobody is entered who does not wait for it", "Transfers"),
                of("anyone answers for the partner", "Transfers.accepts", Change.never("KernelRecord.currentName"),
                        "only the partner's answer is taken", "Transfers"),
                of("who has no entry is entered at 0", "Transfers.transferUnusual", Change.always("EnvironmentRecord.partner"),
                        "a transfer goes to an entry that was declared", "Transfers"),
                of("the short way believes a stale name", "Transfers.transferSync", Change.never("EnvironmentRecord.name"),
                        "a name whose environment is gone stays wrong for ever", "TransferWays", "Transfers"),
                of("the short way enters whoever it is", "Transfers.transferSync", Change.constant(249, 57),
                        "nobody is entered who does not wait for it", "TransferWays", "Transfers"),
                of("the short way leaves vector registers", "Transfers.transferSync", Change.constant(249, 248),
                        "no register of another is left", "TransferWays"),
                of("the short way leaves segment bases", "Transfers.transferSync", Change.constant(249, 241),
                        "no register of another is left", "TransferWays"),
                of("the short way leaves the caller's text", "Transfers.transferSync", Change.constant(249, 233),
                        "a call is the kernel's from where its program said", "TransferWays"),
                of("the short way lends any slice", "Transfers.hasSlice", Change.returns(1),
                        "only who has a slice lends it", "Donation", "TransferWays"),
                of("the short way leaves the callee open", "Transfers.transferSync", Change.drop("EnvironmentRecord.flags", 2),
                        "nobody is entered who does not wait for it", "TransferWays"),
                of("the short way does not note whose answer is awaited", "Transfers.transferSync",
                        Change.drop("EnvironmentRecord.partner"), "only the partner's answer is taken", "TransferWays", "Donation"),
                of("the short way leaves the address space", "Transfers.transferSync",
                        Change.drop("Machine.switchAddressSpace"), "each runs in its own address space", "Donation"),
                of("the short way leaves the context", "Transfers.transferSync", Change.drop("Machine.selectContext"),
                        "each runs with its own registers", "Donation"),
                of("the short way charges no time", "Transfers.transferSync", Change.drop("EnvironmentRecord.cyclesUsed", 1),
                        "time is charged to who ran", "TransferWays", "Processor"),
                of("a transfer says that it is from somebody else", "Transfers.transferUnusual",
                        Change.answer("KernelRecord.currentName", 0x10001), "who is named is who transferred", "Transfers"),
                of("the short way says that it is from somebody else", "Transfers.transferSync",
                        Change.answer("EnvironmentRecord.name", 2, 0x10001), "who is named is who transferred", "TransferWays"),
                of("a transfer arrives wherever it was", "Transfers.transferUnusual", Change.drop("Machine.passRegisters", 1),
                        "a transfer goes to an entry that was declared", "Transfers", "TransferWays"),
                of("an answer arrives on the answerer's stack", "Transfers.transferUnusual", Change.drop("Machine.passStack"),
                        "who is answered goes on where it was", "Transfers"),
                of("whoever lends loses its registers", "Transfers.transferAsync", Change.drop("Machine.keepRegisters"),
                        "each runs with its own registers", "Donation"),
                of("who is entered still waits", "Transfers.commitEntered", Change.drop("EnvironmentRecord.eventsAwaited"),
                        "who is awake waits for nothing", "Transfers"),
                of("who is entered keeps its deadline", "Transfers.commitEntered",
                        Change.drop("EnvironmentRecord.deadlineCycles"), "who is awake waits for nothing", "Transfers"),
                of("who is entered may be entered again", "Transfers.commitEntered", Change.drop("EnvironmentRecord.flags"),
                        "nobody is entered who does not wait for it", "Transfers"),
                of("the wait for the dead goes on", "Transfers.commitEnd", Change.nothing(),
                        "nobody waits for the answer of the dead", "Transfers"),
                of("the deadline of a transfer is not kept", "Transfers.transferUnusual",
                        Change.drop("Processor.commitDeadline"), "nobody sleeps past its deadline", "Transfers"),
                of("who lends is not counted as able to run", "Transfers.transferAsync", Change.drop("KernelRecord.runnable"),
                        "the timer rings if another could run", "Donation"),
                of("who has no entry accepts", "Transfers.accept", Change.never("EnvironmentRecord.synchronous"),
                        "who accepts can be entered", "EveryStatus", "Transfers"),
                of("an entry is any address", "Transfers.entryPoint", Change.always("UserMemory.isUserAddress"),
                        "an entry is a user address", "EveryStatus", "Transfers"),
                of("there is an entry of a kind more", "Transfers.entryPoint", Change.constant(4, 5),
                        "the books end where they say", "EveryStatus"),
                of("a text ends in the kernel", "Transfers.textRange", Change.constant(0x7ffffffff000L, Long.MAX_VALUE),
                        "a text is user memory", "ForeignCall"),
                of("who accepts is open though it waits for something else", "Waits.commitWait",
                        Change.neverBehind(8, 2), "who is open waits for nothing else", "TransferWays", "Transfers"));
    }
}
