package exo.tests.kernel.network;

import exo.machine.Machine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A machine that counts what is asked of it: the kernel's loads and stores, mostly. */
final class CountedAccesses {
    private final Machine machine;
    private long count;

    CountedAccesses(Machine counted) {
        machine = (Machine) Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[] {Machine.class},
                (proxy, method, arguments) -> {
                    count++;
                    try {
                        return method.invoke(counted, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    Machine machine() {
        return machine;
    }

    long count() {
        return count;
    }
}
