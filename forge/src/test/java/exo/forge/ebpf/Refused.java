package exo.forge.ebpf;

import exo.exos.code.Packet;
import exo.exos.code.PredicateInput;

/** Handlers that cannot be translated, each for one reason. */
final class Refused {
    private Refused() {
    }

    static final class Objects {
        static int handle(Packet packet, int length) {
            return new StringBuilder(length).length();
        }
    }

    static final class Arrays {
        static int handle(Packet packet, int length) {
            int[] sums = new int[4];
            return sums[length & 3];
        }
    }

    static final class Strings {
        static int handle(Packet packet, int length) {
            return "text".length();
        }
    }

    static final class Concatenation {
        static int handle(Packet packet, int length) {
            return ("" + length).length();
        }
    }

    static final class Floats {
        static int handle(Packet packet, int length) {
            return (int) (length * 0.5f);
        }
    }

    static final class Throws {
        static int handle(Packet packet, int length) {
            if (length > 1) {
                throw new IllegalStateException();
            }
            return 0;
        }
    }

    static final class Catches {
        static int handle(Packet packet, int length) {
            try {
                return packet.u8(0) / length;
            } catch (ArithmeticException divided) {
                return 1;
            }
        }
    }

    static final class Recursion {
        static int handle(Packet packet, int length) {
            return factorial(length);
        }

        private static int factorial(int number) {
            return number < 2 ? 1 : number * factorial(number - 1);
        }
    }

    static final class Instance {
        static int handle(Packet packet, int length) {
            return new Instance().one();
        }

        private int one() {
            return 1;
        }
    }

    static final class Library {
        static int handle(Packet packet, int length) {
            return Math.abs(length);
        }
    }

    static final class Foreign {
        static int handle(Packet packet, int length) {
            return Elsewhere.count;
        }
    }

    static final class Elsewhere {
        static int count;
    }

    static final class Computed {
        static final int[] TABLE = new int[Integer.bitCount(7)];

        static int handle(Packet packet, int length) {
            return TABLE[0];
        }
    }

    static final class Replaced {
        static int[] table = new int[4];
        static int[] other = new int[4];

        static int handle(Packet packet, int length) {
            table = other;
            return 0;
        }
    }

    static final class Null {
        static int handle(Packet packet, int length) {
            return packet == null ? 0 : 1;
        }
    }

    static final class Locks {
        static synchronized int handle(Packet packet, int length) {
            return 0;
        }
    }

    static final class Neither {
        static int handle(Packet packet) {
            return 0;
        }
    }

    static final class Both {
        static int handle(Packet packet, int length) {
            return 0;
        }

        static boolean holds(PredicateInput input) {
            return true;
        }
    }
}
