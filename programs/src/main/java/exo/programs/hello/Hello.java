package exo.programs.hello;

/** The smallest Java program there is, run by the exokernel as it would be anywhere. */
public final class Hello {
    private Hello() {
    }

    public static void main(String[] arguments) {
        System.out.println("hello from Java, in user mode");
    }
}
