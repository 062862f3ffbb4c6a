package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** Faults in whose packets are, in which frames they come and leave, and what is left when device, owner or filter go away. */
final class NetworkFaults {
    private static final String STORM = "InterruptStorm";

    private NetworkFaults() {
    }

    static List<Fault> all() {
        return Stream.of(offers(), rings(), exchange(), reception(), sending(), sent(), filters(), calls(), handlers(), ends(), share())
                .flatMap(List::stream).toList();
    }

    private static List<Fault> offers() {
        return List.of(
                of("frames of others are taken for packets", "Frames.isIdleOf", Change.never("Frames.owner"),
                        "what is offered is the owner's", "Receiving"),
                of("guaranteed frames are taken for packets", "Frames.isIdleOf", Change.never("FrameRecord.flags"),
                        "what is offered is not guaranteed", "Receiving"),
                of("frames in use are taken for packets", "Frames.isIdleOf", Change.never("Frames.isIdle"),
                        "what is offered is unbound and unpinned", "Receiving"),
                of("pinned frames are idle", "Frames.isIdle", Change.never("FrameRecord.pins"),
                        "a frame that is pinned stays whose and what it is", "Receiving", "Sending"),
                of("bound frames are idle", "Frames.isIdle", Change.never("FrameRecord.bindings"),
                        "a frame that is bound stays whose and what it is", "Packets"),
                of("numbers beyond memory are taken for packets", "Frames.isIdleOf", Change.never("Frames.exists"),
                        "what is offered is a frame", "Receiving"),
                of("a ring takes any number of bad offers for a packet", "PacketRings.commitTakeOffer", Change.constant(4, 1000),
                        "a packet takes a bounded time", "Receiving"),
                of("a frame is offered once for many packets", "PacketRings.commitTakeOffer", Change.drop("RingRecord.accepted"),
                        "the kernel's counts are its record's", "Receiving"));
    }

    private static List<Fault> rings() {
        return List.of(
                of("a full ring is written over", "PacketRings.commitExchange", Change.neverIf(Opcodes.IFGE, 1),
                        "what was not taken stays", "Packets"),
                of("a ring of which too much was taken goes on", "PacketRings.commitExchange", Change.neverIf(Opcodes.IFLT, 1),
                        "who writes nonsense to his ring gets nothing", "Receiving"),
                of("packets in a ring are not counted", "PacketRings.commitExchange", Change.drop("RingRecord.received"),
                        "each packet has an entry", "Packets"),
                of("a ring's owner is not told how many packets came", "PacketRings.commitExchange", Change.drop("PacketRing.received"),
                        "each packet has an entry", "Packets"),
                of("packets that are dropped are not counted", "PacketRings.commitExchange", Change.drop("RingRecord.dropped"),
                        "what was dropped is told", "Receiving"),
                of("a ring's owner is not told what was dropped", "PacketRings.commitExchange", Change.drop("PacketRing.dropped"),
                        "what was dropped is told", "Packets"),
                of("a ring's owner is not told what was refused", "PacketRings.commitTakeOffer", Change.drop("PacketRing.refused"),
                        "what was refused is told", "Packets"),
                of("a ring's owner is not told how far its offers are taken", "PacketRings.commitTakeOffer",
                        Change.drop("PacketRing.accepted"), "what was accepted is told", "Receiving"),
                of("nobody is woken by a packet", "PacketRings.commitExchange", Change.drop("Waits.commitPost"),
                        "who waits for packets is woken by one", "Packets"),
                of("an entry does not tell the filter", "PacketRings.commitExchange", Change.drop("Machine.store64", 2),
                        "an entry tells frame, length and filter", "Packets"),
                of("a ring ends that filters deliver to", "PacketRings.end", Change.always("RingRecord.uses"),
                        "a ring stays while a filter needs it", "Packets"),
                of("uses of rings are not counted", "PacketFilters.commitCount", Change.drop("PacketRings.countUse"),
                        "a ring stays while a filter needs it", "Packets"),
                of("a filter delivers to anyone's ring", "PacketRings.own", Change.always("KernelRecord.current"),
                        "a filter delivers to its owner", "ClaimCalls"));
    }

    private static List<Fault> exchange() {
        return List.of(
                of("capabilities for a frame that was offered are still good", "Frames.commitExchange",
                        Change.drop("Frames.commitNewGeneration"), "a frame that changed hands has another generation", "Receiving"),
                of("a frame that was offered is still its owner's", "Frames.commitExchange", Change.drop("FrameRecord.owner", 1),
                        "a frame in the device's hands is nobody's", "Packets"),
                of("a frame that was offered stays ordinary", "Frames.commitExchange", Change.drop("FrameRecord.kind", 1),
                        "a frame in the device's hands is nobody's", "Packets"),
                of("a packet's frame is nobody's", "Frames.commitExchange", Change.drop("FrameRecord.owner", 2),
                        "a packet's frame is its ring's owner's", "Packets"),
                of("a packet's frame serves packets still", "Frames.commitExchange", Change.drop("FrameRecord.kind", 2),
                        "a packet's frame is ordinary", "Packets"),
                of("a packet's frame is on nobody's list", "Frames.commitExchange", Change.drop("EnvironmentRecord.firstFrame"),
                        "every frame has one owner", "Packets"),
                of("a packet's frame ends its owner's list", "FrameList.exchanged", Change.drop("FrameRecord.next", 1),
                        "a frame is on its owner's list and on no other", "Packets", "Receiving"),
                of("a slot keeps the frame that it gave away", "Reception.commitDeliver", Change.drop("Machine.store64", 2),
                        "the device writes to no frame of an environment's", "Receiving"));
    }

    private static List<Fault> reception() {
        return List.of(
                of("what another left in a packet's frame stays", "Reception.commitDeliver", Change.drop("Reception.commitClearAround"),
                        "a frame that is handed out holds nothing of another's", "Receiving"),
                of("what another left behind a packet stays", "Reception.commitClearAround", Change.drop("Machine.zero", 1),
                        "a frame that is handed out holds nothing of another's", "Receiving"),
                of("what another left right behind a packet stays", "Reception.commitClearAround", Change.drop("Machine.store8"),
                        "a frame that is handed out holds nothing of another's", "Receiving"),
                of("what another got and did not take stays", "Reception.commitPacket", Change.drop("Reception.commitMix"),
                        "a frame that is handed out holds nothing of another's", "Receiving"),
                of("a handler's verdict comes to nothing", "Reception.handled", Change.never("ProgramRuns.result"),
                        "a packet is delivered if its handler says so", "Handlers"),
                of("handlers run for as long as they like", "Reception.handled", Change.constant(1024, 1L << 40),
                        "a packet takes a bounded time", "Handlers"),
                of("the ended get packets", "Reception.commitFor", Change.always("Environments.state"),
                        "nothing comes to who has ended", "Receiving"),
                of("a slot stays empty", "Reception.commitPacket", Change.drop("Reception.commitPost"),
                        "the device has all its frames", "Network", "Packets"),
                of("packets are longer than Ethernet has them", "Reception.commitPacket", Change.neverIf(Opcodes.IFGT, 1),
                        "a packet has PACKET_BYTES_MAXIMUM at most", "Receiving"),
                of("packets cost nobody anything", "Reception.commitPacket", Change.drop("ProgramRuns.commitCharge"),
                        "what a packet took is paid by whom it was for", "Receiving"),
                of("packets are not counted", "Reception.commitPacket", Change.drop("KernelRecord.raise", 1),
                        "packets are counted", "Packets"),
                of("packets for nobody are not counted", "Reception.commitPacket", Change.drop("KernelRecord.raise", 2),
                        "packets for nobody are counted", "Packets"),
                of("the device is not told of slots", "Reception.commitReceive", Change.drop("VirtioReceiver.kick"),
                        "none is lost while there is room", "Network", "Receiving"),
                of("a frame that is being sent is the device's to fill", "Reception.commitPacket", Change.neverIf(Opcodes.IFNE, 2),
                        "a frame is in one place", "Handlers"),
                of("a frame that is being sent is delivered", "Reception.commitDeliver", Change.alwaysIf(Opcodes.IFEQ, 1),
                        "a frame is in one place", "Handlers"),
                of("after a handler's sending no slot is filled", "Reception.commitPacket", Change.drop("Machine.store64"),
                        "the device has all its frames", "Handlers"),
                of("a slot whose frame was sent stays empty", "Reception.commitSent", Change.drop("Reception.commitPost"),
                        "the device has all its frames", "Handlers"));
    }

    private static List<Fault> sending() {
        return List.of(
                of("anyone's frame is sent", "Transmission.packetSend", Change.never("Frames.owner"),
                        "what is sent is the sender's", "ClaimCalls"),
                of("page tables are sent", "Transmission.packetSend", Change.always("Frames.kind"),
                        "what is sent is ordinary memory", "ClaimCalls"),
                of("frames beyond memory are sent", "Transmission.packetSend", Change.always("Frames.exists"),
                        "a number beyond memory is no frame", "ClaimCalls"),
                of("packets are shorter than Ethernet's header", "Transmission.packetSend", Change.neverIf(Opcodes.IFLT, 1),
                        "a packet has PACKET_BYTES_MINIMUM at least", "ClaimCalls"),
                of("packets are sent that are too long", "Transmission.packetSend", Change.neverIf(Opcodes.IFGT, 1),
                        "a packet has PACKET_BYTES_MAXIMUM at most", "ClaimCalls"),
                of("packets begin before their frame", "Transmission.packetSend", Change.neverIf(Opcodes.IFLT, 2),
                        "a packet lies in its frame", "ClaimCalls"),
                of("packets end behind their frame", "Transmission.packetSend", Change.alwaysIf(Opcodes.IFLE, 1),
                        "a packet lies in its frame", "ClaimCalls"),
                of("anything is sent", "Transmission.send", Change.always("PacketFilters.permits"),
                        "what is sent is from within a claim", "Packets"),
                of("what is checked is not the copy that is sent", "Transmission.send", Change.variable(12, 2, 2),
                        "what is checked is what leaves", "DeadDevice"),
                of("one sends as much as the device takes", "Transmission.slotFor", Change.always("EnvironmentRecord.packetsUnderWay", 1),
                        "SENDS_MAXIMUM packets are an environment's share", "Sending", "DeadDevice"),
                of("packets under way are not counted", "Transmission.send", Change.drop("EnvironmentRecord.packetsUnderWay"),
                        "SENDS_MAXIMUM packets are an environment's share", "Sending"),
                of("what the device reads from is not pinned", "Transmission.commitRead", Change.drop("Frames.countPin"),
                        "memory that the device reads stays whose and what it is", "Sending"),
                of("what the device reads from is pinned twice", "Transmission.commitRead", Change.constant(1, 2, 2),
                        "a frame that nothing holds on to is its owner's to free", "Sending"),
                of("who was refused is not noted", "Transmission.commitRefuse", Change.drop("EnvironmentRecord.sendRefused"),
                        "who was refused is told when there is room", "Sending"),
                of("a claim that was good once is good for ever", "network.TransmitTemplates.permitsBy", Change.never("Claims.holder"),
                        "what is sent is from within a claim of the sender's", "ClaimCalls", "kernel.network.Transmit"));
    }

    private static List<Fault> sent() {
        return List.of(
                of("what was sent stays pinned", "Transmission.commitDone", Change.drop("Frames.countPin"),
                        "a frame that nothing holds on to is its owner's to free", "Sending"),
                of("what was sent is unpinned twice", "Transmission.commitDone", Change.constant(-1, -2),
                        "pins are what one counts", "Sending"),
                of("what was sent is under way for ever", "Transmission.commitDone", Change.drop("EnvironmentRecord.packetsUnderWay"),
                        "there is room when the device is done", "Sending"),
                of("nobody is told that there is room", "Transmission.commitTell", Change.drop("Waits.commitPost"),
                        "who was refused is told when there is room", "Sending"),
                of("who was told that there is room is told again", "Transmission.commitTell", Change.drop("EnvironmentRecord.sendRefused"),
                        "who was refused is told once", "Sending"),
                of("a slot of a handler's packet is forgotten", "Transmission.commitDone", Change.drop("Reception.commitSent"),
                        "the device has all its frames", "Handlers"),
                of("nobody waits for what the device reads", "Transmission.commitRead", Change.drop("Transmission.commitAsk"),
                        "a frame is unpinned when the device has read it", "Sending", "DeadDevice"),
                of("nobody waits for room", "Transmission.commitRefuse", Change.drop("Transmission.commitAsk"),
                        "who was refused is told when there is room", "Sending", "DeadDevice"));
    }

    private static List<Fault> filters() {
        return List.of(
                of("anyone unbinds a filter", "PacketFilters.unbind", Change.always("KernelRecord.current"),
                        "a filter is its owner's to unbind", "ClaimCalls"),
                of("filters are unbound that are none", "PacketFilters.unbind", Change.always("Filters.exists"),
                        "a number of no filter is refused", "ClaimCalls"),
                of("filters are not charged", "PacketFilters.commitCount", Change.drop("Accounts.commitCharge"),
                        "at every account, what is held is what is charged", "ClaimCalls"),
                of("filters are not limited", "PacketFilters.bind", Change.always("Accounts.room"),
                        "no account holds more than its limit", "ClaimCalls"),
                of("filters held are not counted", "PacketFilters.commitCount", Change.drop("EnvironmentRecord.filtersHeld"),
                        "who has gone holds nothing", "Receiving"),
                of("filters of the ended count for who has their rings and programs", "PacketFilters.commitCount",
                        Change.always("Environments.state"), "a ring stays while a filter needs it", "Receiving"),
                of("uses of programs are not counted", "PacketFilters.commitCount", Change.drop("ProgramRecord.uses"),
                        "a program stays while a filter needs it", "Handlers"),
                of("a program ends that filters need", "Programs.programEnd", Change.always("ProgramRecord.uses"),
                        "a program stays while a filter needs it", "Handlers"),
                of("filters of the ended stay", "Reaper.reap", Change.answer("PacketFilters.commitDropSome", 0),
                        "who has gone holds nothing", "Receiving"),
                of("reaping drops the filters of others", "PacketFilters.commitDropSome", Change.never("PacketTarget.owner"),
                        "a filter is its owner's to unbind", "Receiving"),
                of("a filter that is unbound still matches", "PacketFilters.commitUnbind", Change.drop("Filters.unbind"),
                        "what is unbound gets nothing more", "Packets"),
                of("a filter has nobody to deliver to", "PacketFilters.bind", Change.alwaysIf(Opcodes.IFNE, 2),
                        "a filter delivers somewhere", "ClaimCalls"));
    }

    private static List<Fault> calls() {
        return List.of(
                of("a claim is split for anyone's account", "PacketFilters.split", Change.always("Accounts.isBelow"),
                        "a claim is split for one's own", "ClaimCalls"),
                of("the bounds that are checked are not those that were shown", "PacketFilters.split", Change.drop("Machine.copy"),
                        "a claim is what was asked for", "ClaimCalls"),
                of("anyone gives back a claim", "PacketFilters.giveBack", Change.always("Accounts.isBelow"),
                        "a claim is its holder's to give back", "ClaimCalls"),
                of("a claim is given back that is none", "PacketFilters.giveBack", Change.always("Claims.exists"),
                        "a number of no claim is refused", "ClaimCalls"),
                of("an account with claims is closed", "Accounts.accountClose", Change.always("PacketFilters.holdsClaims"),
                        "an account that holds something stays", "ClaimCalls"));
    }

    private static List<Fault> handlers() {
        return List.of(
                of("what a handler sends costs nothing", "HandlerHelpers.call", Change.constant(384, 0),
                        "a handler's work is of its budget", "Handlers"),
                of("what a handler wakes costs nothing", "HandlerHelpers.call", Change.constant(16, 0),
                        "a handler's work is of its budget", "Handlers"),
                of("what a handler copies costs nothing", "HandlerHelpers.copy", Change.constant(16, 0),
                        "a handler's work is of its budget", "Handlers"),
                of("a long copy costs as much as a short one", "HandlerHelpers.copy", Change.constant(2, 40),
                        "a handler's work is of its budget", "Handlers"),
                of("a budget is not taken off", "HandlerHelpers.charged", Change.drop("Machine.store64"),
                        "a handler's work is of its budget", "Handlers"),
                of("a copy has a negative length", "HandlerHelpers.copy", Change.neverIf(Opcodes.IFLT, 1),
                        "a copy is inside packet and area", "Handlers"),
                of("a copy goes before the area", "HandlerHelpers.copy", Change.neverIf(Opcodes.IFLT, 2),
                        "a copy is inside packet and area", "Handlers"),
                of("a copy comes from before the packet", "HandlerHelpers.copy", Change.neverIf(Opcodes.IFLT, 3),
                        "a copy is inside packet and area", "Handlers"),
                of("a copy goes behind the area", "HandlerHelpers.copy", Change.neverIf(Opcodes.IFGT, 3),
                        "a copy is inside packet and area", "Handlers"),
                of("a copy comes from behind the packet", "HandlerHelpers.copy", Change.neverIf(Opcodes.IFGT, 4),
                        "a copy is inside packet and area", "Handlers"),
                of("a copy's sum is without its end", "HandlerHelpers.copied", Change.operation(Opcodes.LADD, 6, Opcodes.LSUB),
                        "a copy's sum is that of RFC 1071", "Handlers"),
                of("a handler wakes somebody else", "HandlerHelpers.wake", Change.answer("Programs.owner", 2),
                        "a handler acts for its owner", "Handlers"),
                of("a handler wakes nobody", "HandlerHelpers.wake", Change.drop("Waits.commitPost"),
                        "a handler acts for its owner", "Handlers"),
                of("a handler sends what lies behind the packet", "Reception.send", Change.never("ProgramRuns.memoryBytes"),
                        "a handler sends the packet that it runs for", "Handlers"),
                of("a handler sends less than a header", "Reception.send", Change.neverIf(Opcodes.IFLT, 1),
                        "a packet has PACKET_BYTES_MINIMUM at least", "Handlers"),
                of("a handler sends a frame that is being sent", "Reception.send", Change.alwaysIf(Opcodes.IFEQ, 1),
                        "a frame is in one place", "Handlers"),
                of("a handler that is not ready is run", "Programs.ownReady", Change.answer("Programs.state", 4),
                        "only what the checker has passed is run", "Handlers"),
                of("a predicate is run for packets", "Programs.ownReady", Change.never("ProgramRecord.hook"),
                        "a program is called with what it was checked for", "Handlers"));
    }

    private static List<Fault> ends() {
        return List.of(
                of("a frame that the device reads is freed when its owner ends", "Reaper.reap", Change.always("Reaper.isSending"),
                        "memory that the device reads stays whose and what it is", "DeadDevice"),
                of("the reaper never asks what was sent", "Reaper.isSending", Change.drop("Network.commitAwaitSent"),
                        "who has gone holds nothing", "DeadDevice"),
                of("a dead device holds on to frames", "Network.networkIsDead", Change.drop("Transmission.commitAbandon"),
                        "a frame that nothing holds on to is its owner's to free", "DeadDevice"),
                of("a device that goes on reading holds on to nothing", "Network.networkIsDead", Change.never("VirtioNet.mayAccessMemory", 2),
                        "memory that the device reads stays whose and what it is", "DeadDevice"),
                of("who waits for room of a dead device waits for ever", "Transmission.commitAbandon", Change.drop("Transmission.commitTell"),
                        "who was refused is told when there is room", "DeadDevice"),
                of("packets are sent by a dead device", "Transmission.commitRefuse", Change.always("VirtioNet.isUp"),
                        "nothing goes on after the device is dead", "DeadDevice"),
                of("the device goes on when the machine is off", "Network.commitOff", Change.drop("VirtioNet.stop"),
                        "a machine that is off has no device that writes to memory", "Network"),
                of("packets that wait are not looked for", "Network.commitWork", Change.constant(1, 2, 0),
                        "what has arrived comes to its owner", "Network", "Receiving"),
                of("the timer does not ring for packets", "Processor.retime", Change.drop("KernelRecord.networkDue"),
                        "what has arrived comes to its owner", "Receiving"));
    }

    private static List<Fault> share() {
        return List.of(
                of("packets take half of the processor", "NetworkShare.commitTook", Change.constant(10, 2),
                        "packets take a tenth of the time", STORM),
                of("packets take a fifth of the processor", "NetworkShare.commitTook", Change.constant(10, 5),
                        "packets take a tenth of the time", STORM),
                of("what packets took is forgotten", "NetworkShare.commitTook", Change.drop("Machine.store64"),
                        "packets take a tenth of the time", STORM),
                of("packets may take much at once", "NetworkShare.commitTook", Change.answer("KernelRecord.sliceCycles", 100_000_000),
                        "packets take a tenth of a slice at once", STORM),
                of("packets have not had their share", "NetworkShare.commitTook", Change.alwaysIf(Opcodes.IFGT, 1),
                        "packets take a tenth of the time", STORM),
                of("the time of the idle is nobody's", "Network.commitWork", Change.never("KernelRecord.runnable"),
                        "what nobody wants is for packets", STORM),
                of("who runs pays for packets of nobody", "NetworkShare.commitTook", Change.drop("EnvironmentRecord.cyclesUsed", 1),
                        "what was for nobody is on nobody's account", STORM),
                of("an interrupt for nothing is free", "NetworkShare.commitTook", Change.constant(400, -1000),
                        "an interrupt takes its share, with packets and without", STORM),
                of("the device is not shut out", "Network.commitShutOut", Change.drop("VirtioNet.letInterrupt"),
                        "once packets had their share the device does not interrupt", STORM),
                of("the device is not let in", "Network.commitLetIn", Change.drop("VirtioNet.letInterrupt"),
                        "what has arrived comes to its owner", STORM),
                of("nobody looks at what the device has when it is let in", "Network.commitLetIn", Change.answer("VirtioReceiver.interrupts", 0),
                        "what came while the device was shut out is not lost", STORM, "Receiving", "Network"),
                of("who is shut out is not looked at later", "Network.commitWork", Change.drop("KernelRecord.networkDue"),
                        "what has arrived comes to its owner", STORM),
                of("work is done for who is shut out", "Network.interrupt", Change.always("NetworkShare.isShutOut"),
                        "once packets had their share the device does not interrupt", STORM),
                of("a device interrupts as it likes", "Network.interrupt", Change.drop("VirtioNet.giveUp"),
                        "a device that cannot be shut out is dead", STORM),
                of("interrupts of who is shut out are not counted", "NetworkShare.commitLate", Change.drop("Machine.store64"),
                        "a device that cannot be shut out is dead", STORM),
                of("the dead may interrupt", "Network.networkIsDead", Change.drop("VirtioTransport.letInterrupt"),
                        "nothing goes on after the device is dead", STORM, "DeadDevice"),
                of("what is charged to owners is nobody's too", "Reception.commitPacket", Change.drop("Machine.store64", 2),
                        "what a packet took is paid once", STORM, "Receiving"));
    }
}
