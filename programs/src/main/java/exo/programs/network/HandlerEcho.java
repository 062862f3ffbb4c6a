package exo.programs.network;

import exo.abi.Event;
import exo.exos.code.CodeInJava;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.DownloadedProgram;
import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;
import exo.programs.network.code.UdpEcho;
import org.teavm.interop.Address;

/** A UDP echo server by a packet handler alone, written in Java: the kernel runs it as packets arrive, while the program sleeps. */
public final class HandlerEcho {
    private static final int UDP = 17;

    private HandlerEcho() {
    }

    public static void main(String[] arguments) {
        OwnClaim[] claims = OwnClaim.all();
        if (claims.length == 0) {
            System.out.println("there is no network to answer");
            return;
        }
        DownloadedProgram handler = DownloadedProgram.handler(CodeInJava.text(UdpEcho.class), 1);
        for (OwnClaim claim : claims) {
            for (int port = claim.portFirst(); claim.protocol() == UDP && port <= claim.portLast(); port++) {
                PacketFilter.of(claim).port(port).bind(claim.number(), 0, handler.name());
            }
        }
        System.out.println("answers from the kernel");
        Lifetime lifetime = new Lifetime(arguments);
        while (!lifetime.isOver(handler.runs())) {
            KernelCalls.waitFor(Event.PACKET, lifetime.nextLook());
        }
        System.out.println(handler.runs() + " packets handled, " + Address.fromLong(handler.areaVa()).getLong() + " answered");
    }
}
