package exo.forge.ebpf;

/** Where in the Java source a step comes from. @param line 0 if the class does not say */
record SourcePlace(String type, String file, String method, int line) {
    /** As the project's errors begin: {@code exo.demo.Echo.handle, Echo.java:12}. */
    @Override
    public String toString() {
        return type.replace('/', '.') + "." + method + (line == 0 ? "" : ", " + file + ":" + line);
    }
}
