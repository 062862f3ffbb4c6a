package exo.exos;

/** What a program's last exception comes to: its name, message and stack on the console. TeaVM's own handler omits the first two. */
public final class UncaughtException {
    private static boolean reporting;

    private UncaughtException() {
    }

    /**
     * Called by the runtime when no frame catches the exception; the program then ends with status 1. Called with null by the
     * collector, just before it gives up: there is no memory then to say anything with.
     */
    public static void report(Throwable exception) {
        if (exception != null && !reporting) {
            reporting = true;
            System.out.flush();
            System.err.print("Exception in thread \"" + Thread.currentThread().getName() + "\" ");
            exception.printStackTrace();
            System.err.flush();
        }
    }
}
