package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Faults in who owns a frame, what keeps it where it is, and what is in it. */
final class FrameFaults {
    private FrameFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("a frame is freed or given away by whoever names it", "Frames.checkIdle", Change.never("Frames.owner"),
                        "only its owner frees a frame, gives it away or makes something of it", "Frames"),
                of("a frame in use can be freed or given away", "Frames.checkIdle", Change.answer("Frames.isIdle", 1),
                        "a frame changes owner or purpose only while nothing holds on to it", "Frames"),
                of("a bound frame can be freed or given away", "Frames.isIdle", Change.never("FrameRecord.bindings"),
                        "a frame changes owner only while nobody has it bound", "Frames"),
                of("a save area can be freed or given away", "Frames.isIdle", Change.never("FrameRecord.pins"),
                        "a frame that the kernel writes to stays its owner's", "Frames", "Traps"),
                of("a root, context or table can be freed or given away", "Frames.isIdle", Change.never("Frames.kind"),
                        "a frame that serves the processor stays as it is", "Frames"),
                of("a frame that is not there is believed", "Frames.checkIdle", Change.always("Frames.exists"),
                        "a number beyond memory is no frame", "Frames"),
                of("the frame behind the last one exists", "Frames.exists", Change.comparison(Opcodes.IFGE, 1, Opcodes.IFGT),
                        "a number beyond memory is no frame", "Frames", "EveryStatus"),
                of("a frame that is somebody's is given out again", "Frames.frameAlloc", Change.always("Frames.kind"),
                        "a frame has one owner", "Frames"),
                of("a range takes frames that are somebody's", "FrameGrants.allocateRange", Change.always("Frames.kind"),
                        "a frame has one owner", "FrameRange"),
                of("the kernel's frames are memory like any other", "Frames.isMemory", Change.never("Frames.kind", 2),
                        "the kernel's frames are no environment's", "BooksWindow"),
                of("a frame is given out with what was in it", "Frames.commitTake", Change.drop("Machine.zero"),
                        "what is handed out is cleared", "Frames"),
                of("anyone breaks the bindings of a frame", "Frames.frameBreak", Change.never("Frames.owner"),
                        "only its owner breaks a frame's bindings", "PageEntries", "EveryStatus"),
                of("anyone guarantees a frame", "FrameGrants.guarantee", Change.never("Frames.owner"),
                        "only its owner guarantees a frame", "TableDrop"),
                of("one frame more can be guaranteed", "FrameGrants.guarantee", Change.constant(8, 9),
                        "an environment keeps GUARANTEED_FRAMES_MAXIMUM at most", "EveryStatus"),
                of("a guarantee outlives its owner's hold", "Frames.commitDisown", Change.drop("FrameGrants.commitGuarantee"),
                        "a guaranteed frame is its owner's", "TableDrop"),
                of("a guaranteed frame becomes a table and stays guaranteed", "Frames.commitPool",
                        Change.drop("FrameGrants.commitGuarantee"), "a guaranteed frame is ordinary", "TableDrop"),
                of("a frame of another as save area", "Processor.upcall", Change.never("Frames.owner"),
                        "the kernel saves registers in the caller's own frame only", "Traps"),
                of("a table as save area", "Processor.upcall", Change.always("Frames.kind"),
                        "the kernel saves registers in ordinary frames only", "Traps"),
                of("a save area is not pinned", "Processor.upcall", Change.drop("Frames.countPin"),
                        "a frame that the kernel writes to stays its owner's", "Traps"),
                of("a save area that was left stays pinned", "Processor.upcall", Change.drop("Frames.countPin", 2),
                        "a frame that nothing holds on to is its owner's to free", "Traps"),
                of("the dead keep their save area pinned", "Environments.commitEnd", Change.drop("Frames.countPin"),
                        "a frame that nothing holds on to is its owner's to free", "Reap"),
                of("a frame that was given away stays on its giver's list", "Frames.commitDisown",
                        Change.drop("FrameList.removed"), "a frame is on its owner's list and on no other", "Frames"),
                of("a taken frame stays on the list of the free", "Frames.commitTake", Change.drop("FrameList.removed"),
                        "a frame is on its owner's list and on no other", "Frames"),
                of("removing a frame forgets the one before it", "FrameList.removed", Change.drop("FrameRecord.next", 1),
                        "a list leads to all that is on it", "Frames"),
                of("how many frames are free is not counted", "Frames.commitTake", Change.drop("KernelRecord.freeFrames"),
                        "the books tell how many frames are free", "Frames"),
                of("the frames of a grown list are not counted", "Frames.commitOwner",
                        Change.drop("EnvironmentRecord.framesHeld"), "the books tell who holds how much", "Frames"));
    }
}
