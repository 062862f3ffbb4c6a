package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** Faults in what the network device is believed, and in what it is left with. */
final class DriverFaults {
    private static final String DRIVER = "network.VirtioDriver";
    private static final String HOSTILE = "network.HostileDevice";

    private DriverFaults() {
    }

    static List<Fault> all() {
        return Stream.of(queue(), receiver(), device()).flatMap(List::stream).toList();
    }

    private static List<Fault> queue() {
        return List.of(
                of("a device uses more than it was given", "network.VirtioQueue.take", Change.neverIf(Opcodes.IFGT, 1),
                        "an index that jumps is the device's death", DRIVER, HOSTILE),
                of("any number of the device's is a descriptor", "network.VirtioQueue.take", Change.neverIf(Opcodes.IFGE, 1),
                        "an index of the device's is one only after it was looked at", DRIVER, HOSTILE),
                of("a device has written less than its header", "network.VirtioQueue.take", Change.neverIf(Opcodes.IFLT, 1),
                        "a length that cannot be is the device's death", DRIVER),
                of("a device has written more than fits", "network.VirtioQueue.take", Change.neverIf(Opcodes.IFGT, 2),
                        "a length that cannot be is the device's death", DRIVER),
                of("a device gives back what it did not have", "network.VirtioQueue.take", Change.alwaysIf(Opcodes.IFNE, 2),
                        "a chain is given back once", DRIVER, HOSTILE),
                of("a device gives a chain back twice", "network.VirtioQueue.take", Change.drop("Machine.store64", 1),
                        "a chain is given back once", DRIVER, HOSTILE),
                of("what was taken is taken again", "network.VirtioQueue.take", Change.drop("Machine.store64", 3),
                        "every packet comes once", DRIVER),
                of("a packet's length is that of another", "network.VirtioQueue.take", Change.drop("Machine.store64", 2),
                        "every packet is as long as it was", DRIVER),
                of("indices do not wrap", "network.VirtioQueue.take", Change.constant(0xffff, 0xffffff),
                        "every packet comes once", DRIVER),
                of("the device is given another buffer", "network.VirtioQueue.offer", Change.drop("Machine.store8", 1),
                        "the device has what it was given", DRIVER),
                of("what was offered is not held", "network.VirtioQueue.offer", Change.drop("Machine.store64", 1),
                        "what is in the device's hands is known", DRIVER),
                of("the device is not told of buffers", "network.VirtioQueue.kick", Change.drop("VirtioTransport.notifyQueue"),
                        "the device is told of buffers", DRIVER),
                of("the device is told again and again", "network.VirtioQueue.kick", Change.drop("Machine.store64"),
                        "the device is told once", DRIVER),
                of("packets that were there already are not told of", "network.VirtioQueue.interrupts",
                        Change.alwaysIf(Opcodes.IFEQ, 5), "no packet is missed when interrupts are asked for", DRIVER),
                of("a queue is used that is too short", "network.VirtioQueue.start", Change.alwaysIf(Opcodes.IF_ICMPGE, 1),
                        "a device with too short queues is not used", DRIVER));
    }

    private static List<Fault> receiver() {
        return List.of(
                of("a slot is posted that the device has", "network.VirtioReceiver.post", Change.always("VirtioQueue.held"),
                        "a slot has one frame", DRIVER),
                of("a device that is dead gets frames", "network.VirtioReceiver.post", Change.never("VirtioNet.isUp"),
                        "a dead device is never used again", DRIVER, HOSTILE),
                of("the device may write behind a frame", "network.VirtioReceiver.post", Change.constant(4096, 8192),
                        "the device writes to frames that it was given", "Receiving"),
                of("a lie about what arrived is passed over", "network.VirtioReceiver.poll", Change.drop("VirtioNet.commitDead"),
                        "a device that breaks the rules is dead", DRIVER, "Network"),
                of("a packet is longer by the device's header", "network.VirtioReceiver.packetBytes", Change.constant(12, 0),
                        "every packet is as long as it was", DRIVER),
                of("a lie about what was sent is passed over", "network.VirtioTransmitter.poll", Change.drop("VirtioNet.commitDead"),
                        "a device that breaks the rules is dead", DRIVER, "DeadDevice"),
                of("a slot whose packet was sent is not free", "network.VirtioTransmitter.poll", Change.drop("VirtioTransmitter.push"),
                        "a slot is free when its packet was sent", DRIVER),
                of("a slot whose packet is sent is free", "network.VirtioTransmitter.send", Change.drop("Machine.store64"),
                        "a slot has one packet", DRIVER),
                of("a packet is sent into no slot", "network.VirtioTransmitter.send", Change.alwaysIf(Opcodes.IF_ICMPNE, 1),
                        "a full queue says so", DRIVER));
    }

    private static List<Fault> device() {
        return List.of(
                of("a device of before version 1 is used", "network.VirtioNet.complaintOfDevice", Change.alwaysIf(Opcodes.IFNE, 1),
                        "a device of before version 1 is not used", DRIVER, "Network"),
                of("what the device offers is all accepted", "network.VirtioNet.complaintOfDevice",
                        Change.operation(Opcodes.LAND, 2, Opcodes.LOR), "what is of use is accepted", DRIVER),
                of("a device without an address is used", "network.VirtioNet.complaintOfDevice", Change.always("VirtioNet.readAddress"),
                        "an address is one of a station", DRIVER),
                of("an address is read while it changes", "network.VirtioNet.readAddress", Change.never("VirtioTransport.configurationGeneration", 2),
                        "an address is read between two changes", DRIVER),
                of("a group's address is a station's", "network.VirtioNet.readAddress", Change.neverIf(Opcodes.IFNE, 2),
                        "an address is one of a station", DRIVER),
                of("an address that was drawn is a group's", "network.VirtioNet.readAddress", Change.operation(Opcodes.LAND, 2, Opcodes.LOR),
                        "an address is one of a station", DRIVER),
                of("a dead device is not reset", "network.VirtioNet.commitDead", Change.drop("VirtioNet.stop"),
                        "a dead device is reset", DRIVER, HOSTILE, "Network"),
                of("nobody is told that the device is dead", "network.VirtioNet.commitDead", Change.drop("VirtioListener.networkIsDead"),
                        "who uses the device is told of its death", DRIVER, "Network"),
                of("a device that does not stop reaches no memory", "network.VirtioNet.stop", Change.never("VirtioTransport.reset"),
                        "whether the device may still reach memory is known", DRIVER),
                of("a device that has stopped reaches memory", "network.VirtioNet.mayAccessMemory", Change.returns(1),
                        "whether the device may still reach memory is known", DRIVER));
    }
}
