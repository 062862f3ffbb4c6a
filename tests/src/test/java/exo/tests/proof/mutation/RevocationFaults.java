package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Faults in what is asked back, from whom, and in what is taken by force. */
final class RevocationFaults {
    private RevocationFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("anyone asks anything back of anyone", "Revocation.revoke", Change.always("Accounts.isBelow"),
                        "only who is above asks back", "Revocation"),
                of("something is asked of the dead", "Revocation.revoke", Change.always("Environments.state"),
                        "the dead are asked nothing", "EveryStatus"),
                of("a deadline is not noted", "Revocation.commitDeadline", Change.drop("Processor.commitDeadline"),
                        "what is not given in time is taken", "Revocation"),
                of("who is asked is miscounted", "Revocation.commitDeadline", Change.drop("KernelRecord.asked"),
                        "what is not given in time is taken", "Revocation"),
                of("what is given does not count", "Frames.commitDisown", Change.drop("Revocation.commitReturned"),
                        "what is given in time is not taken", "Revocation"),
                of("a slice that is given does not count", "Slices.commitFree", Change.drop("Revocation.commitReturned"),
                        "what is given in time is not taken", "SliceRevocation"),
                of("what was asked of the dead is asked for ever", "Environments.commitEnd",
                        Change.drop("Revocation.commitForgo"), "the dead are asked nothing", "Revocation"),
                of("the later of two requests' deadlines holds", "Revocation.commitAsk", Change.comparison(Opcodes.IFGE, 1, Opcodes.IFLT),
                        "the earliest deadline holds", "Revocation"),
                of("a count may overflow", "Revocation.sum", Change.neverBehind(0xffff_ffffL, 1),
                        "requests add up and stay within their field", "Revocation"),
                of("a request is written beyond its ring", "Revocation.commitRequest", Change.constant(15, 4095),
                        "the kernel writes in the save area and nowhere else", "Revocation"),
                of("a loss is written beyond its vector", "AbortProtocol.commitLose", Change.constant(31, 4095),
                        "the kernel writes in the save area and nowhere else", "Backing"),
                of("it is taken before its deadline", "Revocation.commitDue", Change.neverIf(Opcodes.IFGT, 1),
                        "nothing is taken before its deadline", "Revocation"),
                of("a guaranteed frame is taken", "AbortProtocol.isTakeable", Change.never("FrameRecord.flags"),
                        "guaranteed frames stay", "Revocation"),
                of("a save area is taken", "AbortProtocol.isTakeable", Change.never("FrameRecord.pins"),
                        "a frame that the kernel writes to stays its owner's", "Revocation"),
                of("a root or context is taken", "AbortProtocol.isTakeable", Change.never("FrameRecord.kind"),
                        "a frame that serves the processor stays as it is", "Revocation"),
                of("the last slice is taken", "AbortProtocol.commitTakeSlices", Change.constant(1, 1, 0),
                        "the last slice stays", "SliceRevocation"),
                of("anyone's slices are taken", "AbortProtocol.commitTakeSlices", Change.never("SliceRecord.owner"),
                        "what is taken is taken from whom it was asked of", "SliceRevocation"),
                of("a frame is free while it is bound", "AbortProtocol.commitEmpty", Change.drop("Bindings.commitBreakSome"),
                        "a frame is free only when nobody has it bound", "Revocation"),
                of("a frame is free before its bindings are broken", "AbortProtocol.commitEmpty",
                        Change.comparison(Opcodes.IFGE, 2, Opcodes.IFLE), "a frame is free only when nobody has it bound", "Revocation"),
                of("who loses a frame can bind it meanwhile", "AbortProtocol.commitTake", Change.drop("Frames.commitLeave"),
                        "a frame that is taken has no owner", "Revocation"),
                of("a frame that is leaving keeps its owner", "Frames.commitLeave", Change.drop("FrameRecord.owner"),
                        "a frame that is taken has no owner", "Revocation", "Frames"),
                of("contents are lost though there is a backing", "AbortProtocol.commitSave", Change.drop("Machine.copy"),
                        "what is taken is saved where its owner said", "Backing"),
                of("a backing is used twice", "AbortProtocol.commitSave", Change.drop("Machine.zero"),
                        "a backing serves once", "Backing"),
                of("a loss is told to somebody else", "AbortProtocol.commitEmpty",
                        Change.answer("Environments.named", 1), "what is lost is told to who lost it", "Revocation", "Backing"),
                of("a round of taking has no end", "Revocation.commitDue", Change.constant(64, 1, 1_000_000),
                        "no interrupt is longer than a bound", "Revocation"),
                of("a loss is not counted", "AbortProtocol.commitLose", Change.drop("EnvironmentRecord.losses"),
                        "the books tell what was taken", "Revocation", "SliceRevocation"),
                of("the first deadline of several counts, not the nearest", "Revocation.nearest",
                        Change.alwaysIf(Opcodes.IFGE, 1), "what is not given in time is taken", "Revocation"),
                of("a loss is written where there is no save area", "AbortProtocol.commitLose",
                        Change.never("EnvironmentRecord.saveArea"), "the kernel writes in the save area and nowhere else",
                        "Backing", "Revocation"),
                of("a deadline may be no moment", "Revocation.revoke", Change.neverBehind(1, 2),
                        "a request has a deadline", "EveryStatus", "Revocation"));
    }
}
