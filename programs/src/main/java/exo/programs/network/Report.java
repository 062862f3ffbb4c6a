package exo.programs.network;

import exo.exos.kernel.StatusNames;

/** What was tried, a line each: what stopped it, and whether that was what should have. */
final class Report {
    private int tricks;
    private int caught;

    void report(String what, String how, boolean wasCaught) {
        tricks++;
        caught += wasCaught ? 1 : 0;
        System.out.println(what + ": " + (wasCaught ? "caught, " : "NOT CAUGHT, ") + how);
    }

    /** A call of the kernel that must be refused, with this status. */
    void refusal(String what, long status, long expected) {
        report(what, "the kernel answers " + (status >= 0 ? String.valueOf(status) : StatusNames.of(status)), status == expected);
    }

    /** Many alike, all of which must be refused. */
    void count(String what, int refused, int tried) {
        report(what, refused + " of " + tried + " times refused", refused == tried && tried > 0);
    }

    /** Not counted. */
    void leaveOut(String what, String why) {
        System.out.println(what + ": not tried, " + why);
    }

    /** The last line; true if nothing got through. */
    boolean sum() {
        System.out.println(tricks + " tricks, " + caught + " caught");
        return caught == tricks;
    }
}
