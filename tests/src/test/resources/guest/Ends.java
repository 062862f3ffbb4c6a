package guest;

import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Address;

/** Ends in the way that its first argument names. */
public final class Ends {
    private Ends() {
    }

    /** An exception that no library knows. */
    private static final class Dry extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dry(String message) {
            super(message);
        }
    }

    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "status":
                System.exit(7);
                break;
            case "exception":
                throw new IllegalStateException("the kettle is dry"); // the exception
            case "own":
                throw new Dry("the second kettle too");
            case "fault":
                store(0x1234L);
                break;
            case "division":
                System.out.println(arguments[0].length() / (arguments.length - 1)); // the division
                break;
            case "zero":
                int none = arguments.length - 1;
                if (none == 0) {
                    System.out.println(arguments[0].length() / none); // the zero
                }
                break;
            case "overflow":
                System.out.println(deeper(new int[] {1}));
                break;
            default:
                fill();
        }
    }

    private static void store(long address) {
        Address.fromLong(address).putByte((byte) 1); // the fault
    }

    private static int deeper(int[] depth) {
        depth[0]++;
        int below = deeper(depth);
        return below * depth[0];
    }

    private static void fill() {
        List<byte[]> kept = new ArrayList<>();
        while (true) {
            kept.add(new byte[4096]);
        }
    }
}
