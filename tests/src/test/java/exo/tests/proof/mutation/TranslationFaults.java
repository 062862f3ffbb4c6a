package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Faults in what the processor remembers of page tables, and in whose memory the kernel reaches. */
final class TranslationFaults {
    private TranslationFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("a binding is broken and the processor not told", "Bindings.commitForget",
                        Change.drop("Machine.invalidatePage"), "no translation outlives its binding", "StaleTranslation"),
                of("a binding elsewhere is broken and its processor not told", "Bindings.commitForget",
                        Change.drop("Processor.commitFlag"), "no translation outlives its binding", "StaleTranslation"),
                of("a break forgets nothing", "Bindings.commitBreak", Change.drop("Bindings.commitForgetEntry"),
                        "no translation outlives its binding", "StaleTranslation"),
                of("what is forgotten is of the page before", "Bindings.commitForgetEntry", Change.constant(9, 8),
                        "no translation outlives its binding", "PageEntries"),
                of("a cut of rights is not told to the processor", "Bindings.protectPage", Change.drop("Bindings.commitForget"),
                        "no translation has more rights than its binding", "PageEntries"),
                of("the short way does not tell of a cut of rights", "OwnPages.protectAt",
                        Change.drop("Machine.invalidatePage"), "no translation has more rights than its binding", "PageEntries"),
                of("a list does not tell of a cut of rights", "BatchStretch.protect", Change.drop("Machine.invalidatePage"),
                        "no translation has more rights than its binding", "PageEntries"),
                of("a list cuts rights elsewhere and its processor is not told", "BatchStretch.run",
                        Change.neverIf(Opcodes.IF_ICMPNE, 4), "no translation has more rights than its binding", "PageEntries"),
                of("an entry is cleaned and the processor not told", "Bindings.entryClean",
                        Change.drop("Bindings.commitForgetEntry"), "use of a page is seen again after it was cleaned",
                        "PageEntries"),
                of("a table goes out of use and the processor not told", "TableDrop.commitUnhook",
                        Change.drop("Machine.invalidatePage"), "the processor remembers no table that is out of use",
                        "TableDrop"),
                of("a table elsewhere goes out of use and its processor not told", "TableDrop.commitUnhook",
                        Change.drop("Processor.commitFlag"), "the processor remembers no table that is out of use",
                        "TableDrop"),
                of("stale translations are kept at a switch", "Processor.commitEnterUnusual",
                        Change.never("EnvironmentRecord.addressSpace"), "no translation outlives its binding",
                        "StaleTranslation"),
                of("that translations are stale is not seen at a switch", "Processor.commitEnter", Change.constant(57, 25),
                        "no translation outlives its binding", "StaleTranslation"),
                of("that translations are stale is not seen by a transfer", "Transfers.transferSync",
                        Change.constant(249, 217), "no translation outlives its binding", "Transfers", "TransferWays"),
                of("a new environment has the translations of the one before", "Environments.commitRecord",
                        Change.drop("EnvironmentRecord.flags"), "a new environment begins with nothing of another's",
                        "StaleTranslation", "VectorUse"),
                of("the kernel reads user memory anywhere", "UserMemory.resolve", Change.always("UserMemory.isUserAddress"),
                        "the kernel reaches for a program only what that reaches", "Capabilities"),
                of("the kernel writes what the program can only read", "UserMemory.resolve", Change.constant(7, 5),
                        "the kernel reaches for a program only what that reaches", "UserMemory"),
                of("the kernel reads what is not bound", "UserMemory.resolve", Change.never("Machine.load64"),
                        "the kernel reaches for a program only what that reaches", "UserMemory"),
                of("only the first page of a range is looked at", "UserMemory.isAccessible", Change.constant(4096, 1L << 40),
                        "the kernel reaches for a program only what that reaches", "UserMemory"),
                of("a range may be anywhere and go round", "UserMemory.isUserRange", Change.returns(1),
                        "the kernel reaches for a program only what that reaches", "UserMemory"),
                of("the root's kernel half is its maker's", "Environments.commitSpace", Change.drop("Machine.shareKernelHalf"),
                        "every address space has the kernel's half", "Environments"),
                of("a root keeps what was in its frame", "Environments.commitSpace", Change.drop("Machine.zero", 1),
                        "a new address space is empty", "Environments", "Reap"),
                of("a context keeps what was in its frame", "Environments.commitSpace", Change.drop("Machine.zero", 2),
                        "a new environment begins with nothing of another's", "Environments", "Leak"),
                of("the books can be written", "BookWindow.open", Change.all(
                        Change.constant(Long.MIN_VALUE + 0x105, Long.MIN_VALUE + 0x107), Change.constant(5, 7),
                        Change.constant(5, 7), Change.constant(5, 7)),
                        "the public books are there to be read", "BooksWindow"));
    }
}
