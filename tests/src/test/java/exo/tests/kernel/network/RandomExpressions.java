package exo.tests.kernel.network;

import java.util.SplittableRandom;

/** Expressions as people might write them, at random, about the few values that RandomFilters has as well. */
final class RandomExpressions {
    private static final String[] PRIMITIVES = {"ip", "ip6", "arp", "tcp", "udp", "icmp", "icmp6", "ip proto 6", "ip6 proto 17", "proto 6",
        "vlan 1", "vlan 2", "ether proto 0x806", "DIR host ADDRESS", "ip DIR host ADDRESS", "arp DIR host ADDRESS", "DIR net 10.0.0.0/15",
        "ip DIR net 10.0", "DIR net 10.0.0.0 mask 255.0.0.255", "DIR port PORT", "tcp DIR port PORT", "udp DIR port PORT",
        "DIR portrange 5-9", "tcp DIR portrange 80-81", "ether DIR host 00:00:00:00:00:01", "ether multicast", "ip multicast",
        "ip6 DIR net a00:1::/32", "tcp[13] & 0x12 = 2", "tcp[tcpflags] & tcp-syn != 0", "ip[6:2] & 0x1fff = 0", "ip[6:2] & 0x3fff != 0",
        "ip[8] & 3 = 1", "ip[8] & 3 != 2", "ip[9] = 17", "icmp[0] & 1 = 0", "ip6[7] = 64", "arp[6:2] = 1", "udp[2:2] = 7"};
    private static final String[] DIRECTIONS = {"src", "dst", "", "src and dst", "src or dst"};
    private static final String[] ADDRESSES = {"10.0.0.1", "10.0.0.2", "10.1.0.1"};
    private static final String[] PORTS = {"7", "8", "80"};

    private final SplittableRandom random;

    RandomExpressions(SplittableRandom random) {
        this.random = random;
    }

    private String of(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    String expression(int depth) {
        int choice = depth == 0 ? 0 : random.nextInt(6);
        switch (choice) {
            case 1, 2:
                return expression(depth - 1) + " and " + expression(depth - 1);
            case 3:
                return expression(depth - 1) + " or " + expression(depth - 1);
            case 4:
                return "not " + (random.nextBoolean() ? primitive() : "(" + expression(depth - 1) + ")");
            case 5:
                return "(" + expression(depth - 1) + ")";
            default:
                return primitive();
        }
    }

    private String primitive() {
        return of(PRIMITIVES).replace("DIR", of(DIRECTIONS)).replace("ADDRESS", of(ADDRESSES)).replace("PORT", of(PORTS));
    }
}
