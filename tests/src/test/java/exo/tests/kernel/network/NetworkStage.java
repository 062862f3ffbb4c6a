package exo.tests.kernel.network;

import exo.abi.ClaimBounds;
import exo.abi.FilterAtom;
import exo.aegis.network.ClassPrograms;
import exo.aegis.network.Network;
import exo.aegis.network.NetworkBook;
import exo.machine.Machine;
import exo.machine.simulated.SimulatedBootInformation;
import exo.machine.simulated.SimulatedMachine;
import java.util.List;
import java.util.function.UnaryOperator;

/** The kernel's network over a simulated machine's memory: once as it classifies in Java, and once by the programs, over the same book. */
final class NetworkStage {
    static final int ROOT_ACCOUNT = 1;
    static final int ROOT_CLAIM = 1;
    static final byte[] OWN_LINK_ADDRESS = {0x52, 0x54, 0, 0x12, 0x34, 0x56};

    private static final long BOOK = 1L << 20;
    private static final long PACKET = 8L << 20;
    private static final long ARGUMENT = PACKET + 0x10000;
    private static final long PROGRAMS = 9L << 20;
    /** Where the book has the secrets that values are hashed by, one for each two of a filter's atoms. */
    private static final int WORD_SECRETS = 72;
    private static final int WORDS = 8;
    static final long MEMORY_BYTES = 24L << 20;

    private final Machine machine;
    private final Network network;
    private final Network programmed;
    private final Interpreted programs;

    NetworkStage(long seed, int filters) {
        this(filters, new SimulatedMachine(seed, SimulatedBootInformation.ofBytes(MEMORY_BYTES).build()), machine -> machine);
    }

    /** @param seenAs  what the kernel is to see of the machine; the programs see the machine itself */
    NetworkStage(int filters, SimulatedMachine simulated, UnaryOperator<Machine> seenAs) {
        machine = seenAs.apply(simulated);
        NetworkBook book = new NetworkBook(machine, BOOK, filters);
        programs = new Interpreted(simulated, book, PROGRAMS);
        network = new Network(book, (index, packet, length) -> ClassPrograms.NO_RESULT);
        programmed = new Network(book, programs);
        put(ARGUMENT, OWN_LINK_ADDRESS);
        network.initialise(ROOT_ACCOUNT, ARGUMENT);
    }

    Network network() {
        return network;
    }

    Interpreted programs() {
        return programs;
    }

    void put(long address, byte[] octets) {
        for (int index = 0; index < octets.length; index++) {
            machine.store8(address + index, octets[index] & 0xff);
        }
    }

    /** From here on all values that are hashed have one hash; for a book without filters. */
    void forgetWordSecrets() {
        machine.zero(BOOK + WORD_SECRETS, (long) WORDS * Long.BYTES);
    }

    int bind(int claim, Filter filter) {
        return bind(filter.account(), claim, filter.atoms(), 0);
    }

    int bind(int account, int claim, List<Atom> atoms, long cookie) {
        for (int index = 0; index < atoms.size(); index++) {
            long at = ARGUMENT + (long) index * FilterAtom.BYTES;
            Atom atom = atoms.get(index);
            machine.store8(at + FilterAtom.BASE, atom.base());
            machine.store8(at + FilterAtom.WIDTH, atom.width());
            machine.store8(at + FilterAtom.OFFSET, atom.offset());
            machine.store32(at + FilterAtom.MASK, atom.mask() & 0xffff_ffffL);
            machine.store32(at + FilterAtom.VALUE, atom.value() & 0xffff_ffffL);
        }
        return network.filters().bind(account, claim, ARGUMENT, atoms.size(), cookie);
    }

    int split(int account, int from, Claim claim, int to) {
        machine.store32(ARGUMENT + ClaimBounds.ETHERTYPE, claim.ethertype());
        machine.store32(ARGUMENT + ClaimBounds.VLAN, claim.vlan());
        machine.store32(ARGUMENT + ClaimBounds.PROTOCOL, claim.protocol());
        machine.store32(ARGUMENT + ClaimBounds.ADDRESS_BITS, claim.addressBits());
        machine.store32(ARGUMENT + ClaimBounds.PORT_FIRST, claim.portFirst());
        machine.store32(ARGUMENT + ClaimBounds.PORT_LAST, claim.portLast());
        put(ARGUMENT + ClaimBounds.ADDRESS, claim.address());
        return network.claims().split(account, from, ARGUMENT, to);
    }

    /** What the kernel decides in Java. */
    int classify(byte[] packet) {
        put(PACKET, packet);
        return network.classifier().classify(PACKET, packet.length);
    }

    /** What the programs decide, where the packet is of the usual form. */
    int classifyByProgram(byte[] packet) {
        programs.compile(network);
        return classifyAsItIs(packet);
    }

    /** The same, with whatever of the programs is up to date. */
    int classifyAsItIs(byte[] packet) {
        put(PACKET, packet);
        return programmed.classifier().classify(PACKET, packet.length);
    }

    int permits(int account, byte[] packet) {
        return permits(account, packet, packet.length, packet.length);
    }

    int permits(int account, byte[] packet, int headerBytes, int packetBytes) {
        put(PACKET, packet);
        return network.templates().permits(account, PACKET, headerBytes, packetBytes);
    }
}
