package exo.ebpf.host;

import exo.ebpf.CheckerFindings;

/** What the checker knew of registers, as text: "r6 = packet+14..74, checked for 8 bytes". */
final class RegisterText {
    /** What is further from 0 is no bound that anybody meant. */
    private static final long MEANT = 1L << 40;

    private final CheckerFindings findings;
    private final String memoryName;

    RegisterText(CheckerFindings findings, String memoryName) {
        this.findings = findings;
        this.memoryName = memoryName;
    }

    String memoryName() {
        return memoryName;
    }

    String text(int register) {
        return switch (findings.base(register)) {
            case CheckerFindings.UNINITIALISED -> "r" + register + " was not written";
            case CheckerFindings.STACK -> "r" + register + " = r10" + (isZero(register) ? "" : signed(register));
            case CheckerFindings.AREA -> "r" + register + " = area" + signed(register) + " of " + findings.areaBytes() + " bytes";
            case CheckerFindings.MEMORY -> "r" + register + " = " + memoryName + (findings.hasLength(register) ? "+length" : "")
                    + (findings.hasLength(register) && isZero(register) ? "" : signed(register)) + checked(register);
            default -> "r" + register + " = " + number(register);
        };
    }

    private boolean isZero(int register) {
        return findings.least(register) == 0 && findings.most(register) == 0;
    }

    private String number(int register) {
        if (findings.hasLength(register)) {
            return "length" + (isZero(register) ? "" : signed(register)) + ", length " + findings.lengthLeast() + ".." + findings.lengthMost();
        }
        long least = findings.least(register);
        long most = findings.most(register);
        if (least == most) {
            return String.valueOf(least);
        }
        return least < -MEANT && most > MEANT ? "any number" : "a number" + (least < -MEANT ? " of at most " + most
                : most > MEANT ? " of at least " + least : " from " + least + " to " + most);
    }

    /** "+14", "-8", "+0..60", "-16..-8", or "+?" if neither bound is meant. */
    private String signed(int register) {
        long least = findings.least(register);
        long most = findings.most(register);
        if (least < -MEANT && most > MEANT) {
            return "+?";
        }
        String from = least < -MEANT ? "-?" : least < 0 ? String.valueOf(least) : "+" + least;
        if (least == most) {
            return from;
        }
        return from + ".." + (most > MEANT ? "?" : String.valueOf(most));
    }

    private String checked(int register) {
        if (findings.hasLength(register)) {
            return ", length " + findings.lengthLeast() + ".." + findings.lengthMost();
        }
        boolean constant = findings.least(register) == findings.most(register);
        if (constant) {
            return findings.lengthLeast() == 0 ? ", length not checked" : ", checked length " + findings.lengthLeast();
        }
        long tail = findings.tail(register);
        if (tail < 0) {
            return ", not checked";
        }
        return tail == 0 ? ", checked to be at most the end" : ", checked for " + tail + (tail == 1 ? " byte" : " bytes");
    }
}
