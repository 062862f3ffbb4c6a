package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** Faults in who may have which packets, which filter a packet is for, and who may say that a packet is from where. */
final class ClaimFaults {
    private static final String CLAIMS = "kernel.network.Claims";
    private static final String REFUSALS = "kernel.network.FilterRefusal";
    private static final String MERGED = "kernel.network.MergedFilters";
    private static final String SMALL = "kernel.network.SmallWorld";
    private static final String TRANSMIT = "kernel.network.Transmit";
    private static final String USUAL = "kernel.network.UsualTemplate";

    private ClaimFaults() {
    }

    static List<Fault> all() {
        return Stream.of(splits(), bounds(), binding(), forms(), ties(), order(), headers(), templates(), usual(), speaking())
                .flatMap(List::stream).toList();
    }

    private static List<Fault> splits() {
        return List.of(
                of("anyone's claim is split, given back and bound in", "network.Claims.checkHolder", Change.never("Claims.holder", 1),
                        "a claim is its holder's", CLAIMS, "ClaimCalls"),
                of("bounds that contradict each other are a claim", "network.Claims.split", Change.always("Bounds.areGood"),
                        "bounds mean what they say", CLAIMS),
                of("a claim is wider than what it is split from", "network.Claims.split", Change.always("Bounds.contains"),
                        "a claim is within what it was split from", CLAIMS),
                of("a claim with filters is split", "network.Claims.split", Change.always("Claims.hasFilters"),
                        "filters are bound in claims of which nothing was split off", CLAIMS),
                of("claims overlap", "network.Claims.checkBeside", Change.always("Bounds.overlap"),
                        "no two claims overlap", CLAIMS),
                of("claims overlap those that were split off before the last", "network.Claims.checkBeside", Change.constant(0, 2, 1),
                        "no two claims overlap", CLAIMS),
                of("the root's claim is given back", "network.Claims.giveBack", Change.alwaysIf(Opcodes.IF_ICMPNE, 1),
                        "everything is somebody's", CLAIMS),
                of("a claim with filters is given back", "network.Claims.giveBack", Change.always("Claims.hasFilters"),
                        "a filter is in a claim", CLAIMS),
                of("what was split from a claim that is given back is forgotten", "network.Claims.commitGiveBack",
                        Change.drop("Claims.commitAdopt"), "no two claims overlap", CLAIMS),
                of("a claim that was given back is still beside its parent's others", "network.Claims.commitGiveBack",
                        Change.drop("Claims.commitDisown", 2), "what was given back can be had again", CLAIMS),
                of("a claim that was given back is still among its holder's", "network.Claims.commitGiveBack",
                        Change.drop("Claims.commitRelease"), "what was given back is its holder's no more", CLAIMS, TRANSMIT, "ClaimCalls"),
                of("filters are bound in a claim that is split", "network.Claims.checkBinding", Change.always("Claims.isSplit"),
                        "filters are bound in claims of which nothing was split off", CLAIMS),
                of("filters in a claim are not counted", "network.Claims.commitCount", Change.nothing(),
                        "a filter is in a claim", CLAIMS));
    }

    private static List<Fault> bounds() {
        return List.of(
                of("a prefix has bits behind its end", "network.Bounds.areGood", Change.never("Bounds.isPrefix"),
                        "bounds mean what they say", CLAIMS),
                of("a claim to ports is of any protocol", "network.Bounds.arePorts", Change.never("Protocol.hasPorts"),
                        "bounds mean what they say", CLAIMS),
                of("a claim is of another ethertype than its parent", "network.Bounds.contains", Change.never("Bounds.covers", 1),
                        "a claim is within what it was split from", CLAIMS),
                of("a claim is of another VLAN than its parent", "network.Bounds.contains", Change.never("Bounds.covers", 2),
                        "a claim is within what it was split from", CLAIMS),
                of("a claim is of another protocol than its parent", "network.Bounds.contains", Change.never("Bounds.covers", 3),
                        "a claim is within what it was split from", CLAIMS),
                of("a claim has a shorter prefix than its parent", "network.Bounds.contains", Change.neverIf(Opcodes.IF_ICMPGT, 1),
                        "a claim is within what it was split from", CLAIMS),
                of("a claim has another prefix than its parent", "network.Bounds.contains", Change.never("Bounds.sameAddress"),
                        "a claim is within what it was split from", CLAIMS),
                of("a claim has ports below its parent's", "network.Bounds.contains", Change.neverIf(Opcodes.IF_ICMPGT, 2),
                        "a claim is within what it was split from", CLAIMS),
                of("a claim has ports above its parent's", "network.Bounds.contains", Change.neverIf(Opcodes.IF_ICMPLT, 1),
                        "a claim is within what it was split from", CLAIMS),
                of("claims to any do not overlap those to one", "network.Bounds.meet", Change.always("Bounds.get"),
                        "no two claims overlap", CLAIMS),
                of("claims overlap by a port", "network.Bounds.overlap", Change.comparison(Opcodes.IF_ICMPGT, 1, Opcodes.IF_ICMPGE),
                        "no two claims overlap", CLAIMS),
                of("prefixes overlap only if they are the same", "network.Bounds.overlap",
                        Change.comparison(Opcodes.IF_ICMPGE, 1, Opcodes.IF_ICMPLT), "no two claims overlap", CLAIMS));
    }

    private static List<Fault> binding() {
        return List.of(
                of("a filter matches more than its claim", "network.Filters.bind", Change.always("Claims.contains"),
                        "whatever a filter matches is in its claim", CLAIMS, "ClaimCalls"),
                of("a filter is of another ethertype than its claim", "network.Claims.contains", Change.never("ShapeForm.ethertype"),
                        "whatever a filter matches is in its claim", CLAIMS),
                of("a filter is of another VLAN than its claim", "network.Claims.contains", Change.never("ShapeForm.vlan"),
                        "whatever a filter matches is in its claim", CLAIMS),
                of("a filter is of another protocol than its claim", "network.Claims.contains", Change.never("ShapeForm.protocol"),
                        "whatever a filter matches is in its claim", CLAIMS),
                of("a filter is of other addresses than its claim", "network.Claims.contains", Change.never("Claims.containsAddress"),
                        "whatever a filter matches is in its claim", CLAIMS),
                of("a filter says nothing of the address of its claim", "network.Claims.containsAddress",
                        Change.never("ShapeForm.wordMask"), "whatever a filter matches is in its claim", CLAIMS),
                of("a filter is of other ports than its claim", "network.Claims.contains", Change.never("Claims.containsPorts"),
                        "whatever a filter matches is in its claim", CLAIMS),
                of("a filter begins below the ports of its claim", "network.Claims.containsPorts", Change.neverIf(Opcodes.IF_ICMPLT, 1),
                        "whatever a filter matches is in its claim", CLAIMS),
                of("a filter ends above the ports of its claim", "network.Claims.containsPorts", Change.neverIf(Opcodes.IF_ICMPGT, 1),
                        "whatever a filter matches is in its claim", CLAIMS),
                of("another account's filter is unbound", "network.Filters.unbind", Change.always("Filters.account"),
                        "a filter is its account's", REFUSALS),
                of("more filters are bound than there are", "network.Filters.bind", Change.always("NetworkBook.firstFree"),
                        "filters run out", REFUSALS),
                of("an account has any number of shapes", "network.Shapes.check", Change.never("Shapes.shapesOf"),
                        "an account takes SHAPES_OF_ACCOUNT of a class at most", REFUSALS),
                of("a filter that is unbound stays in the table", "network.Filters.commitUnbind", Change.drop("FilterTable.commitRemove"),
                        "what is unbound gets nothing more", MERGED, SMALL),
                of("a shape without filters stays", "network.Shapes.commitCount", Change.neverIf(Opcodes.IFNE, 1),
                        "shapes come back", REFUSALS, MERGED));
    }

    private static List<Fault> forms() {
        return List.of(
                of("atoms come in any order", "network.ShapeForm.read", Change.never("NetworkBook.word", 1),
                        "two filters with the same meaning look the same", REFUSALS),
                of("an atom has bits outside its mask", "network.ShapeForm.isAtom", Change.neverIf(Opcodes.IFNE, 4),
                        "two filters with the same meaning look the same", REFUSALS),
                of("an atom is wider than it needs to be", "network.ShapeForm.isAtom", Change.neverIf(Opcodes.IFEQ, 2),
                        "two filters with the same meaning look the same", REFUSALS),
                of("an atom is not aligned", "network.ShapeForm.isAtom", Change.neverIf(Opcodes.IFNE, 3),
                        "two filters with the same meaning look the same", REFUSALS),
                of("atoms say by bytes what there is a field for", "network.ShapeForm.accept", Change.never("ShapeForm.isNetwork"),
                        "two filters with the same meaning look the same", REFUSALS),
                of("a filter by ports matches later fragments", "network.ShapeForm.finish", Change.drop("ShapeForm.insertNotLater"),
                        "no later fragment has a transport header", MERGED, SMALL),
                of("a filter has any number of atoms", "network.ShapeForm.read", Change.constant(16, 17),
                        "a filter has ATOMS at most", REFUSALS),
                of("bits of the protocol do not count", "network.ShapeForm.count", Change.constant(8, 0),
                        "one that asks for more has more bits", SMALL, MERGED));
    }

    private static List<Fault> ties() {
        return List.of(
                of("filters tie", "network.Filters.bind", Change.answer("Ties.check", 0),
                        "of any two filters that can match one packet, one has more fixed bits", REFUSALS),
                of("any number of filters is compared", "network.Ties.check", Change.alwaysIf(Opcodes.IFGT, 1),
                        "a bind has a bound", REFUSALS),
                of("the same filter is bound twice", "network.Filters.checkKey", Change.answer("FilterTable.find", 0),
                        "of any two filters that can match one packet, one has more fixed bits", REFUSALS),
                of("only one of the words that two filters share is compared", "network.Ties.findCommon", Change.constant(0, 2, 1),
                        "filters tie only if a packet can match both", REFUSALS, "kernel.network.BindOrder", MERGED),
                of("filters of any number of tags tie", "network.Ties.canMeet", Change.neverIf(Opcodes.IF_ICMPNE, 3),
                        "filters tie only if a packet can match both", SMALL, MERGED));
    }

    private static List<Fault> order() {
        return List.of(
                of("the least specific filter gets the packet", "network.Classes.commitAdd",
                        Change.comparison(Opcodes.IF_ICMPLT, 1, Opcodes.IF_ICMPGE), "the most specific filter gets the packet", SMALL, MERGED),
                of("filters of a protocol come last", "network.Classes.goesFirst", Change.returns(0),
                        "the most specific filter gets the packet", SMALL, MERGED),
                of("filters without a protocol get nothing of a protocol that has some", "network.StructureSearch.classify",
                        Change.answer("Classes.firstAny", 0), "a packet is for the filter that it matches", SMALL, MERGED),
                of("a class that has changed has the same version", "network.Classes.commitChanged", Change.drop("Machine.store64"),
                        "a program is run that is that of the class's shapes", "kernel.network.ClassifierText", MERGED),
                of("classes of a protocol do not change with those of none", "network.Classes.commitCount",
                        Change.drop("Classes.commitChanged", 2), "a program is run that is that of the class's shapes", MERGED,
                        "kernel.network.ClassifierText"),
                of("filters are known by a hash alone", "network.FilterTable.find(IJ)I", Change.never("FilterTable.sameValues"),
                        "a packet is for the filter that it matches", "kernel.network.Collision"),
                of("a packet with a tag is for filters without one", "network.StructureSearch.readValues",
                        Change.alwaysIf(Opcodes.IF_ICMPEQ, 2), "a packet is for the filter that it matches", SMALL, MERGED),
                of("a packet's values are those that lie behind it", "network.StructureSearch.readBytes", Change.alwaysIf(Opcodes.IFLE, 1),
                        "a packet is for the filter that it matches", MERGED),
                of("values are compared without their mask", "network.StructureSearch.readBytes", Change.operation(Opcodes.IAND, 1, Opcodes.IOR),
                        "a packet is for the filter that it matches", SMALL, MERGED));
    }

    private static List<Fault> headers() {
        return List.of(
                of("a service tag is none", "network.PacketHeaders.parse", Change.alwaysIf(Opcodes.IF_ICMPNE, 1),
                        "one tag is looked through", MERGED, TRANSMIT),
                of("IPv4 is of any version", "network.PacketHeaders.parseIpv4", Change.neverIf(Opcodes.IF_ICMPNE, 1),
                        "a malformed packet is nobody's", MERGED),
                of("IPv4's header is shorter than it is", "network.PacketHeaders.parseIpv4", Change.neverIf(Opcodes.IF_ICMPLT, 1),
                        "a malformed packet is nobody's", MERGED),
                of("IPv4's options lie behind the packet", "network.PacketHeaders.parseIpv4", Change.alwaysIf(Opcodes.IFGE, 2),
                        "a malformed packet is nobody's", MERGED, TRANSMIT),
                of("later fragments of IPv4 are whole", "network.PacketHeaders.parseIpv4", Change.constant(8191, 0),
                        "no later fragment has a transport header", SMALL, MERGED, TRANSMIT),
                of("first fragments of IPv4 are whole", "network.PacketHeaders.parseIpv4", Change.constant(8192, 0),
                        "a filter may ask for the kind of fragment", SMALL, MERGED),
                of("IPv6 is of any version", "network.PacketHeaders.parseIpv6", Change.alwaysIf(Opcodes.IF_ICMPEQ, 1),
                        "a malformed packet is nobody's", MERGED),
                of("extension headers are the protocol", "network.PacketHeaders.parseIpv6", Change.always("Protocol.isExtension", 1),
                        "extension headers are looked through", MERGED, TRANSMIT),
                of("later fragments of IPv6 are whole", "network.PacketHeaders.parseIpv6", Change.alwaysIf(Opcodes.IFEQ, 3),
                        "no later fragment has a transport header", MERGED),
                of("an authentication header is as long as others", "network.PacketHeaders.extensionBytes", Change.constant(51, 77),
                        "extension headers are looked through", MERGED, TRANSMIT),
                of("extension headers end behind the packet", "network.PacketHeaders.parseIpv6", Change.neverIf(Opcodes.IFLT, 2),
                        "a malformed packet is nobody's", MERGED, TRANSMIT));
    }

    private static List<Fault> templates() {
        return List.of(
                of("packets come from any station", "network.TransmitTemplates.check", Change.always("TransmitTemplates.isOwn"),
                        "what is sent is from this machine", TRANSMIT, "Packets"),
                of("only the first octets of a station are compared", "network.TransmitTemplates.isOwn", Change.constant(6, 5),
                        "what is sent is from this machine", TRANSMIT),
                of("packets are sent whose headers are not whole", "network.TransmitTemplates.checkIp", Change.neverIf(Opcodes.IFGT, 1),
                        "what cannot be read to its end is not sent", TRANSMIT),
                of("headers lie behind what IP says", "network.TransmitTemplates.checkIp", Change.neverIf(Opcodes.IF_ICMPGT, 1),
                        "what cannot be read to its end is not sent", TRANSMIT),
                of("IP is longer than its packet", "network.TransmitTemplates.checkIp", Change.neverIf(Opcodes.IFGT, 2),
                        "what cannot be read to its end is not sent", TRANSMIT),
                of("a claim that was split sends", "network.TransmitTemplates.covers", Change.never("Claims.isSplit"),
                        "who sends splits off for itself", TRANSMIT),
                of("packets are sent of any ethertype", "network.TransmitTemplates.covers",
                        Change.never("TransmitTemplates.coversField", 1), "what is sent is from within a claim", TRANSMIT),
                of("packets are sent to any VLAN", "network.TransmitTemplates.covers",
                        Change.never("TransmitTemplates.coversField", 2), "what is sent is from within a claim", TRANSMIT),
                of("packets are sent of any protocol", "network.TransmitTemplates.covers",
                        Change.never("TransmitTemplates.coversField", 3), "what is sent is from within a claim", TRANSMIT),
                of("packets come from any address", "network.TransmitTemplates.covers",
                        Change.never("TransmitTemplates.coversSender"), "what is sent is from within a claim", TRANSMIT),
                of("packets come from any port", "network.TransmitTemplates.covers",
                        Change.never("TransmitTemplates.coversPort"), "what is sent is from within a claim", TRANSMIT, "ClaimCalls"),
                of("packets come from ports below the claim's", "network.TransmitTemplates.coversPort",
                        Change.neverIf(Opcodes.IF_ICMPLT, 1), "what is sent is from within a claim", TRANSMIT),
                of("packets come from ports above the claim's", "network.TransmitTemplates.coversPort",
                        Change.alwaysIf(Opcodes.IF_ICMPLE, 1), "what is sent is from within a claim", TRANSMIT),
                of("later fragments are sent by a claim to ports", "network.TransmitTemplates.port",
                        Change.constant(-1, 7), "a later fragment needs the whole protocol", TRANSMIT),
                of("anyone sends by a claim that it names", "network.TransmitTemplates.permitsBy", Change.never("Claims.holder"),
                        "what is sent is from within a claim of the sender's", "ClaimCalls"));
    }

    private static List<Fault> usual() {
        return List.of(
                of("usual packets come from any station", "network.UsualTemplate.isUsual", Change.neverIf(Opcodes.IFNE, 1),
                        "what is sent is from this machine", USUAL),
                of("any packet is a usual one", "network.UsualTemplate.isUsual", Change.neverIf(Opcodes.IFNE, 2),
                        "what is sent is from within a claim", USUAL),
                of("usual packets are shorter than what is checked of them", "network.UsualTemplate.permits",
                        Change.neverIf(Opcodes.IFGT, 1), "what cannot be read to its end is not sent", USUAL),
                of("usual packets are of any protocol", "network.UsualTemplate.permits", Change.never("Protocol.hasPorts"),
                        "what is sent is from within a claim", USUAL),
                of("fragments are usual packets", "network.UsualTemplate.permits", Change.neverIf(Opcodes.IFNE, 2),
                        "a later fragment needs the whole protocol", USUAL),
                of("usual packets are sent whose headers are not whole", "network.UsualTemplate.permits", Change.neverIf(Opcodes.IFGT, 2),
                        "what cannot be read to its end is not sent", USUAL),
                of("a usual packet's headers lie behind what IP says", "network.UsualTemplate.permits",
                        Change.neverIf(Opcodes.IF_ICMPGT, 1), "what cannot be read to its end is not sent", USUAL),
                of("a usual packet's IP is longer than its packet", "network.UsualTemplate.permits", Change.neverIf(Opcodes.IFGT, 3),
                        "what cannot be read to its end is not sent", USUAL),
                of("anyone sends usual packets by any claim", "network.UsualTemplate.covers", Change.never("NetworkBook.get", 1),
                        "what is sent is from within a claim of the sender's", USUAL),
                of("a claim that was split sends usual packets", "network.UsualTemplate.covers", Change.never("NetworkBook.get", 2),
                        "who sends splits off for itself", USUAL),
                of("usual packets are of any ethertype", "network.UsualTemplate.covers", Change.never("UsualTemplate.coversField", 1),
                        "what is sent is from within a claim", USUAL),
                of("usual packets are sent to any VLAN", "network.UsualTemplate.covers", Change.never("UsualTemplate.coversField", 2),
                        "what is sent is from within a claim", USUAL),
                of("usual packets are sent of another protocol", "network.UsualTemplate.covers",
                        Change.never("UsualTemplate.coversField", 3), "what is sent is from within a claim", USUAL),
                of("usual packets come from any address", "network.UsualTemplate.covers", Change.never("UsualTemplate.coversSender"),
                        "what is sent is from within a claim", USUAL),
                of("usual packets come from ports below the claim's", "network.UsualTemplate.covers", Change.neverIf(Opcodes.IF_ICMPLT, 1),
                        "what is sent is from within a claim", USUAL),
                of("usual packets come from ports above the claim's", "network.UsualTemplate.covers", Change.neverIf(Opcodes.IF_ICMPGT, 1),
                        "what is sent is from within a claim", USUAL));
    }

    private static List<Fault> speaking() {
        return List.of(
                of("ARP speaks for any station", "network.TransmitTemplates.checkArp", Change.never("TransmitTemplates.isOwn"),
                        "nobody answers for another", TRANSMIT),
                of("ARP speaks for any address", "network.TransmitTemplates.coversSender", Change.answer("Bounds.holds", 1, 1),
                        "nobody answers for another", TRANSMIT),
                of("ARP probes for nobody's address", "network.TransmitTemplates.coversSender", Change.constant(24, 14),
                        "nobody answers for another", TRANSMIT),
                of("IPv4 speaks for any address", "network.TransmitTemplates.coversSender", Change.answer("Bounds.holds", 2, 1),
                        "nobody answers for another", TRANSMIT),
                of("anyone advertises routes", "network.TransmitTemplates.coversIpv6Sender", Change.neverIf(Opcodes.IF_ICMPEQ, 1),
                        "nobody speaks for a router", TRANSMIT),
                of("anyone redirects", "network.TransmitTemplates.coversIpv6Sender", Change.neverIf(Opcodes.IF_ICMPEQ, 2),
                        "nobody speaks for a router", TRANSMIT),
                of("anyone advertises any address", "network.TransmitTemplates.coversIpv6Sender", Change.alwaysIf(Opcodes.IF_ICMPNE, 2),
                        "nobody answers for another", TRANSMIT),
                of("IPv6 speaks for any address", "network.TransmitTemplates.coversIpv6Sender", Change.answer("Bounds.holds", 2, 1),
                        "nobody answers for another", TRANSMIT));
    }
}
