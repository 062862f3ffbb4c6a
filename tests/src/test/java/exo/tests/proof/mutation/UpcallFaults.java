package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;

/** Faults in what is delivered to a program, where, and when. */
final class UpcallFaults {
    private UpcallFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("an exception in the handler overwrites what it saves", "Traps.exception", Change.never("SaveArea.inUse"),
                        "nothing is delivered through an area in use", "Traps"),
                of("an area in use is not marked by an exception", "Traps.exception", Change.drop("SaveArea.inUse"),
                        "nothing is delivered through an area in use", "Traps"),
                of("an exception loses rcx", "Traps.exception", Change.drop("SaveArea.rcx"),
                        "a handler finds what was interrupted", "Traps"),
                of("an exception loses the flags", "Traps.exception", Change.drop("SaveArea.rflags"),
                        "a handler finds what was interrupted", "Traps"),
                of("a handler begins with the program's flags", "Traps.exception", Change.drop("Context.rflags"),
                        "a handler begins with plain flags", "Traps"),
                of("every exception tells an address", "Traps.exception", Change.neverBehind(14, 1),
                        "an exception tells nothing of another's", "Traps"),
                of("an exception goes on at the instruction that raised it", "Traps.exception", Change.drop("Context.rip"),
                        "an exception goes to the handler", "Traps"),
                of("a handler is any address", "Processor.upcall", Change.answer("UserMemory.isUserAddress", 1),
                        "a handler is a user address", "Traps"),
                of("an upcall in a critical section", "Upcalls.commitDeliver", Change.always("SaveArea.interruptInUse"),
                        "nothing is delivered through an area in use", "Upcalls"),
                of("an area in use is not marked by an upcall", "Upcalls.commitDeliver", Change.drop("SaveArea.interruptInUse"),
                        "nothing is delivered through an area in use", "Upcalls"),
                of("an upcall loses rax", "Upcalls.commitDeliver", Change.drop("SaveArea.interruptRax"),
                        "a handler finds what was interrupted", "Upcalls"),
                of("an upcall loses the stack", "Upcalls.commitDeliver", Change.drop("SaveArea.interruptRsp"),
                        "a handler finds what was interrupted", "Upcalls"),
                of("a slice's end in a critical section is not marked", "Upcalls.commitEpilogue",
                        Change.drop("SaveArea.sliceOver"), "who is in a critical section learns that its slice is over",
                        "Upcalls"),
                of("an entry that was taken back is used", "Upcalls.commitEntry", Change.drop("Machine.store64"),
                        "an entry is what its program said last", "Upcalls"),
                of("who has entries for a slice's end is miscounted", "Upcalls.commitEntry",
                        Change.drop("KernelRecord.epilogues"), "who is to be told of the end is interrupted", "Tickless",
                        "Upcalls"),
                of("that it serves is not noted", "Upcalls.commitEntry", Change.drop("Processor.commitFlag"),
                        "a transfer goes to an entry that was declared", "Transfers", "TransferWays"),
                of("without an area one is told of a slice's end", "Upcalls.wantsEpilogue",
                        Change.never("EnvironmentRecord.saveArea"), "who has no area is left alone", "Upcalls", "Overrun"),
                of("who waits for an answer is woken by a request", "Upcalls.commitRevocation",
                        Change.neverBehind(0, 2), "a transfer is not broken off", "Upcalls"),
                of("who is stopped is given an upcall", "Upcalls.commitRevocation", Change.neverBehind(5, 1),
                        "who is stopped keeps its registers", "Guard"),
                of("a guard is not looked at", "Traps.commitUnhandled", Change.always("EnvironmentRecord.flags"),
                        "the exception of a guarded child is its parent's", "Guard"),
                of("who stopped still runs", "Traps.commitUnhandled", Change.drop("Environments.commitState"),
                        "who is stopped does not run", "Guard"),
                of("a stop is not told", "Traps.commitUnhandled", Change.drop("Waits.commitPost"),
                        "a parent hears of a child that stopped", "Guard"),
                of("a fault goes on", "Traps.commitUnhandled", Change.drop("Slices.commitNext", 2),
                        "only who is runnable runs", "Traps"),
                of("a fault of an address that is not one is told", "Traps.commitUnhandled", Change.neverBehind(14, 1),
                        "an exception tells nothing of another's", "Guard", "Traps"),
                of("the first use of vector registers is an exception", "Traps.vectorUse",
                        Change.never("EnvironmentRecord.flags"), "vector registers are there for whoever uses them",
                        "VectorUse"));
    }
}
