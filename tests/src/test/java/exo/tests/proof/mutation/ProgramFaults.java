package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** Faults in whose downloaded code is, what it is made of, what it may do, and who is woken by it. */
final class ProgramFaults {
    private ProgramFaults() {
    }

    static List<Fault> all() {
        return Stream.of(names(), frames(), areas(), steps(), code(), predicates(), rings()).flatMap(List::stream).toList();
    }

    private static List<Fault> names() {
        return List.of(
                of("anyone acts for a program's owner", "Programs.own", Change.always("KernelRecord.current"),
                        "only its owner steps, sleeps on and ends a program", "Programs"),
                of("the name of a program that ended is as good as its successor's", "Programs.own",
                        Change.always("ProgramRecord.name"), "a name is as good as its program", "Programs"),
                of("the name of a program that ended is still taken", "Programs.own", Change.never("Programs.state"),
                        "a name is as good as its program", "Programs"),
                of("a program's name has no generation", "Programs.commitBegin", Change.operation(Opcodes.LADD, 1, Opcodes.LSUB),
                        "a name is as good as its program", "Programs"),
                of("there is one record of a program less", "Programs.firstFree", Change.constant(32, 31),
                        "there are PROGRAMS_MAXIMUM records", "Programs"),
                of("programs outlive their owner", "Environments.commitEnd", Change.drop("Programs.commitEndOf"),
                        "no program outlives its owner", "Programs"),
                of("the programs of others end with an environment", "Programs.commitEndOf", Change.never("Programs.owner"),
                        "only its owner ends a program", "Programs"));
    }

    private static List<Fault> frames() {
        return List.of(
                of("a program is made of frames of others", "Programs.programBegin", Change.answer("Programs.checkFrames", 0),
                        "a program is made of frames of its owner's that nobody can bind", "Programs"),
                of("the last frame of a program is not looked at", "Programs.checkFrames",
                        Change.comparison(Opcodes.IFGE, 1, Opcodes.IFGT), "every frame handed over is the caller's", "Programs"),
                of("the frames of a program stay ordinary", "Programs.commitBegin", Change.drop("Frames.commitProgram"),
                        "what was checked is what runs", "Programs"),
                of("capabilities for a program's frames are still good", "Frames.commitProgram",
                        Change.drop("Frames.commitNewGeneration"), "what was checked is what runs", "Programs"),
                of("a program's frame stays guaranteed", "Frames.commitProgram", Change.drop("FrameGrants.commitGuarantee"),
                        "a guaranteed frame is ordinary", "Programs"),
                of("a program is longer than its frames", "Programs.isSize", Change.answer("Programs.textFrames", 0),
                        "a program lies in the frames handed over", "Programs"),
                of("a program may be twice as long", "Programs.isSize", Change.constant(1024, 2048),
                        "a program has PROGRAM_INSTRUCTIONS_MAXIMUM at most", "Programs"),
                of("a program has one frame less to be checked in", "Programs.isSize", Change.constant(8, 7),
                        "checker and compiler keep to the frames handed over", "Programs"),
                of("a program takes any number of frames", "Programs.isSize", Change.constant(48, 1000),
                        "a program has PROGRAM_FRAMES_MAXIMUM at most", "Programs"),
                of("the frames behind the text stay the program's", "ProgramBuild.commitReady",
                        Change.drop("ProgramBuild.commitReturnScratch"), "what was handed over for the checker comes back", "Programs"),
                of("the last frame of the text is given back as well", "ProgramBuild.commitReturnScratch",
                        Change.operation(Opcodes.LADD, 1, Opcodes.LSUB), "what was checked is what runs", "Programs"),
                of("the frames of an ended program stay its", "Programs.programEnd", Change.drop("Frames.commitPlain"),
                        "an ended program's frames are its owner's again", "Programs"),
                of("a program is for anything", "Programs.programBegin", Change.answer("Programs.isHook", 1),
                        "a program is for a hook that there is", "Programs"));
    }

    private static List<Fault> areas() {
        return List.of(
                of("an area is anyone's frame", "Programs.checkArea", Change.never("Frames.owner"),
                        "a program's area is its owner's", "Programs"),
                of("an area is a page table", "Programs.checkArea", Change.always("Frames.kind"),
                        "a program writes to ordinary frames only", "Programs"),
                of("an area lies beyond memory", "Programs.checkArea", Change.always("Frames.exists"),
                        "a number beyond memory is no frame", "Programs", "EveryStatus"),
                of("an area is not pinned", "Programs.commitArea", Change.drop("Frames.countPin"),
                        "a program's area stays its owner's", "Programs"),
                of("an area stays pinned when its program is gone", "Programs.commitUnload", Change.drop("Frames.countPin"),
                        "a frame that nothing holds on to is its owner's to free", "Programs"),
                of("an area is given twice", "Programs.programArea", Change.never("ProgramRecord.areaFrames"),
                        "the checker knows how long the area is", "Programs"),
                of("an area is given after the check", "Programs.programArea", Change.answer("Programs.state", 1),
                        "the checker knows how long the area is", "Programs"),
                of("an area has a frame more", "Programs.programArea", Change.constant(8, 9),
                        "an area has PROGRAM_AREA_FRAMES_MAXIMUM at most", "Programs"));
    }

    private static List<Fault> steps() {
        return List.of(
                of("a program is compiled unseen", "ProgramBuild.commitChecked", Change.neverIf(Opcodes.IF_ICMPNE, 1),
                        "only a program that the checker has passed is ready", "Programs"),
                of("a refused program is compiled", "ProgramBuild.commitChecked", Change.constant(2, 77),
                        "only a program that the checker has passed is ready", "Programs"),
                of("a program of any shape is checked", "ProgramBuild.commitShaped", Change.never("Machine.load64"),
                        "only a program that the checker has passed is ready", "Programs"),
                of("a predicate may write", "Programs.commitEngine", Change.neverIf(Opcodes.IFEQ, 5),
                        "a predicate changes nothing", "Programs", "Predicates"),
                of("predicates have the helpers of handlers", "Programs.commitEngine", Change.neverIf(Opcodes.IFEQ, 3),
                        "a predicate calls nothing", "Programs"),
                of("a refused program is ready", "ProgramBuild.commitRefused", Change.constant(5, 4),
                        "only a program that the checker has passed is ready", "Programs"));
    }

    private static List<Fault> code() {
        return List.of(
                of("code is not charged", "ProgramBuild.commitPages", Change.drop("Accounts.commitCharge"),
                        "at every account, what is held is what is charged", "Programs"),
                of("code beyond the account's limit", "ProgramBuild.takePages", Change.always("Accounts.room"),
                        "no account holds more than its limit", "Programs"),
                of("code of a program over another's", "CodePages.behindOverlap", Change.returns(-1),
                        "no page is two programs'", "Programs"),
                of("code is placed a page too early", "CodePages.behindOverlap", Change.comparison(Opcodes.IF_ICMPLE, 1, Opcodes.IF_ICMPLT),
                        "no page is two programs'", "Programs"),
                of("the last page has no code", "CodePages.firstFree", Change.comparison(Opcodes.IF_ICMPGT, 1, Opcodes.IF_ICMPGE),
                        "all pages can be used", "Programs"),
                of("ready code is not sealed", "ProgramBuild.commitReady", Change.drop("CodePages.commitSeal"),
                        "the pages of a ready program are sealed", "Programs"),
                of("the code of a program that is gone stays sealed", "ProgramBuild.commitFreePages", Change.drop("CodePages.commitOpen"),
                        "only the pages of ready programs are sealed", "Programs"),
                of("the pages of a program that is gone are not free", "Programs.commitUnload", Change.drop("ProgramBuild.commitFreePages"),
                        "who has gone holds nothing", "Programs"),
                of("pages that are not needed are kept", "ProgramBuild.commitReady", Change.drop("ProgramBuild.commitPages"),
                        "what a program does not need goes back when it is ready", "Programs"));
    }

    private static List<Fault> predicates() {
        return List.of(
                of("one sleeps on a program that is not ready", "Programs.ownReady", Change.answer("Programs.state", 4),
                        "only what the checker has passed is run", "Predicates"),
                of("one sleeps on a handler", "Programs.ownReady", Change.never("ProgramRecord.hook"),
                        "a program is called with what it was checked for", "Predicates"),
                of("any bit is an event to sleep on", "Programs.waitUntil", Change.answer("Waits.areEvents", 1),
                        "only events are waited for", "Predicates"),
                of("a predicate that ends badly says nothing", "Predicates.says", Change.always("ProgramRuns.commitRun"),
                        "nobody is left asleep by a program that can say nothing", "Predicates"),
                of("a predicate has no budget", "Predicates.says", Change.constant(256, 100_000),
                        "one run takes PREDICATE_BUDGET at most", "Predicates"),
                of("nobody looks at predicates", "Slices.commitNext", Change.drop("Predicates.commitLook"),
                        "who sleeps on a predicate is woken when it says so", "Predicates"),
                of("the timer does not ring for predicates", "Processor.retime", Change.never("KernelRecord.predicates"),
                        "who sleeps on a predicate is woken when it says so", "Predicates"),
                of("who was woken is still looked at", "Waits.commitAwake", Change.drop("Predicates.commitForget"),
                        "nobody sleeps on a predicate who is awake", "Predicates"),
                of("who has ended is still looked at", "Environments.commitEnd", Change.drop("Predicates.commitForget"),
                        "nobody sleeps on a predicate who is awake", "Predicates"),
                of("who did not have to sleep is still looked at", "Predicates.commitWaitUntil", Change.drop("Predicates.commitForget"),
                        "nobody sleeps on a predicate who is awake", "Predicates"),
                of("who did not have to sleep leaves a search that asks nobody", "Predicates.commitWaitUntil",
                        Change.drop("KernelRecord.predicatesLeft", 2), "a search asks, unless something long came before it", "Predicates"),
                of("a sleep begins with a search that asks", "Predicates.commitWaitUntil", Change.drop("KernelRecord.predicatesLeft", 1),
                        "a search asks, unless something long came before it", "Predicates"),
                of("an idle machine looks at predicates for ever", "Predicates.commitRound", Change.answer("KernelRecord.predicatesLeft", 0),
                        "an idle machine runs nothing", "Predicates"),
                of("the rest of many sleepers is not looked at", "Predicates.commitRound", Change.drop("KernelRecord.predicatesLeft"),
                        "while a predicate would say so the processor does not idle", "Predicates"),
                of("each search begins with the same sleepers", "Predicates.commitRound", Change.drop("KernelRecord.predicateNext"),
                        "everyone's turn comes", "Predicates"),
                of("each packet puts off who sleeps on predicates", "Predicates.commitNewRound", Change.never("KernelRecord.current"),
                        "everyone's turn comes", "PredicatesBesidePackets"),
                of("packets and predicates are dealt with in one interrupt", "Predicates.commitNewRound",
                        Change.always("KernelRecord.current"), "no interrupt is long", "PredicatesBesidePackets"),
                of("a run's way to its end is not of its budget", "ProgramRuns.budget", Change.answer("Programs.instructions", 0),
                        "no run takes more than its budget", "Predicates"),
                of("runs cost their owner nothing", "Predicates.says", Change.drop("ProgramRuns.commitCharge"),
                        "what a run took is its owner's to pay", "Predicates"),
                of("runs cost their owner no slice", "ProgramRuns.commitCharge", Change.drop("Slices.commitOwe"),
                        "what a run took is its owner's to pay", "Predicates"),
                of("what is no slice yet is forgotten", "ProgramRuns.commitCharge", Change.drop("EnvironmentRecord.handlerCycles"),
                        "what a run took is its owner's to pay", "Predicates"),
                of("a predicate is told of no events", "Predicates.says", Change.drop("PredicateInput.eventsPending"),
                        "a predicate is told of time, events and frames", "Predicates"));
    }

    private static List<Fault> rings() {
        return List.of(
                of("a ring is anyone's frame", "PacketRings.begin", Change.never("Frames.owner"),
                        "a ring is an ordinary frame of its owner's", "Rings"),
                of("a ring is a page table", "PacketRings.begin", Change.always("Frames.kind"),
                        "a ring is an ordinary frame of its owner's", "Rings"),
                of("a ring is not pinned", "PacketRings.begin", Change.drop("Frames.countPin"),
                        "a frame that the kernel writes to stays its owner's", "Rings"),
                of("a ring that ended stays pinned", "PacketRings.commitRelease", Change.drop("Frames.countPin"),
                        "a frame that nothing holds on to is its owner's to free", "Rings"),
                of("a ring begins with what was in its frame", "PacketRings.begin", Change.drop("Machine.zero", 2),
                        "a ring begins empty", "Rings"),
                of("the name of a ring that ended is still taken", "PacketRings.own", Change.always("RingRecord.name"),
                        "a name is as good as its ring", "Rings"),
                of("anyone ends a ring", "PacketRings.own", Change.always("KernelRecord.current"),
                        "only its owner ends a ring", "Rings", "EveryStatus"),
                of("rings outlive their owner", "Environments.commitEnd", Change.drop("PacketRings.commitEndOf"),
                        "no ring outlives its owner", "Rings"));
    }
}
