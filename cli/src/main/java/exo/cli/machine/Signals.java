package exo.cli.machine;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the signals that ask exo to end, instead of letting them end the JVM at once. The JDK has this only in
 * {@code sun.misc.Signal}, which javac warns of by name; hence reflection. Where that is missing, signals end exo as
 * they always would, and QEMU with it.
 */
final class Signals {
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;
    private static final int HANG_UP = 1;

    private final AtomicInteger count = new AtomicInteger();
    private volatile int first;

    /** From now on, for the life of the JVM. */
    static Signals caught() {
        Signals signals = new Signals();
        signals.on("INT", INTERRUPT);
        signals.on("TERM", TERMINATE);
        signals.on("HUP", HANG_UP);
        return signals;
    }

    int count() {
        return count.get();
    }

    /** The number of the first signal, or 0. */
    int first() {
        return first;
    }

    private void arrived(int number) {
        if (count.getAndIncrement() == 0) {
            first = number;
        }
    }

    private void on(String name, int number) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            arrived(number);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (ReflectiveOperationException | IllegalArgumentException missing) {
            // See the class's paragraph: without it a signal is simply not graceful.
        }
    }
}
