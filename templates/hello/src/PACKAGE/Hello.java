package @PACKAGE@;

/** Prints a line from user mode, on a machine without any other operating system than the one linked into it. */
public final class Hello {
    private Hello() {
    }

    public static void main(String[] args) {
        System.out.println("Hello from " + Hello.class.getName());
    }
}
