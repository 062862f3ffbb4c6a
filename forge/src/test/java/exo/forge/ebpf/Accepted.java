package exo.forge.ebpf;

import exo.exos.code.Packet;

/** Handlers as one writes them, whose accesses the checker is to prove. */
final class Accepted {
    private Accepted() {
    }

    /** Through a header of a length that the packet tells. */
    static final class VariableHeader {
        static int handle(Packet packet, int length) {
            if (length < 34) {
                return Packet.DELIVER;
            }
            int words = packet.u8(14) & 15;
            int transport = 14 + words * 4;
            if (words < 5 || transport + 8 > length) {
                return Packet.DELIVER;
            }
            return packet.u16(transport + 2) == 7 ? Packet.DROP : Packet.DELIVER;
        }
    }

    /** Over all bytes, in ints whose sum may overflow. */
    static final class SumOfBytes {
        private static int sum;

        static int handle(Packet packet, int length) {
            int total = 1;
            for (int at = 0; at < length; at++) {
                total = total * 31 + packet.u8(at);
            }
            sum = total;
            return Packet.DROP;
        }
    }

    /** A table of the area by a hash of the packet, and a copy with its sum. */
    static final class Table {
        private static final long[] COUNTS = new long[256];
        private static final int[] WEIGHTS = {3, 5, 7, 11};
        private static final byte[] KEPT = new byte[64];
        private static int sum;

        static int handle(Packet packet, int length) {
            if (length < 64) {
                return Packet.DELIVER;
            }
            int hash = 0;
            for (int at = 0; at < WEIGHTS.length; at++) {
                hash += packet.u16(26 + 2 * at) * WEIGHTS[at];
            }
            COUNTS[(hash ^ hash >>> 8) & 255]++;
            // Outside of the array for most: then nothing is stored.
            COUNTS[packet.u8(23)] += 2;
            sum = packet.copy(KEPT, 0, 0, 64);
            packet.wake();
            return Packet.DELIVER;
        }
    }

    /** A method that is large enough to be a function of the program. */
    static final class Functions {
        static int handle(Packet packet, int length) {
            if (length < 60) {
                return Packet.DELIVER;
            }
            return folded(packet, 14, 0) == folded(packet, 34, 1) ? Packet.DROP : Packet.DELIVER;
        }

        private static int folded(Packet packet, int offset, int variant) {
            long sum = packet.u16(offset) + packet.u16(offset + 2) + packet.u16(offset + 4) + packet.u16(offset + 6);
            sum += (long) packet.u16(offset + 8) + packet.u16(offset + 10) + packet.u16(offset + 12) + packet.u16(offset + 14);
            switch (variant) {
                case 0:
                    sum = (sum >> 16) + (sum & 0xffff);
                    break;
                case 1:
                    sum = ~sum & 0xffff_ffffL;
                    break;
                default:
                    sum = 0;
                    break;
            }
            return (int) sum;
        }
    }
}
