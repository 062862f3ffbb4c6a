package exo.programs.network;

import exo.abi.ClaimAny;
import exo.abi.Event;
import exo.exos.Books;
import exo.exos.code.CodeInJava;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.DownloadedProgram;
import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;

/** Makes the machine one that others find and can ping: answers ARP and ICMP echoes for its address, by handlers in the kernel. */
public final class Ping {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ICMP = 1;

    private Ping() {
    }

    private static DownloadedProgram bind(OwnClaim claim, DownloadedProgram handler) {
        PacketFilter.of(claim).bind(claim.number(), 0, handler.name());
        return handler;
    }

    public static void main(String[] arguments) {
        OwnClaim arpClaim = OwnClaim.find(ETHERTYPE_ARP, ClaimAny.PROTOCOL);
        OwnClaim icmpClaim = OwnClaim.find(ETHERTYPE_IPV4, ICMP);
        if (arpClaim == null || icmpClaim == null) {
            System.out.println("there is no network to answer");
            return;
        }
        DownloadedProgram arp = bind(arpClaim, DownloadedProgram.handler(ArpReply.text(Books.networkAddress())));
        DownloadedProgram icmp = bind(icmpClaim, DownloadedProgram.handler(CodeInJava.ofDigits(CodeInC.ICMP_ECHO), 1));
        System.out.println("answers from the kernel");
        Lifetime lifetime = new Lifetime(arguments);
        while (!lifetime.isOver(arp.runs() + icmp.runs())) {
            KernelCalls.waitFor(Event.PACKET, lifetime.nextLook());
        }
        System.out.println(arp.runs() + " ARP packets and " + icmp.runs() + " ICMP packets handled");
    }
}
