package exo.abi.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file to be: where, from the output directory, and all that is in it. */
record GeneratedFile(String path, String content) {

    static GeneratedFile java(String packageName, String className, String content) {
        return new GeneratedFile(packageName.replace('.', '/') + "/" + className + ".java", content);
    }

    static GeneratedFile packageInfo(String packageName, String meaning) {
        SourceText text = new SourceText().javadoc("", meaning + " " + SourceText.ORIGIN);
        return java(packageName, "package-info", text.line("package " + packageName + ";").toString());
    }

    /** Leaves a file alone that says the same already, so that nothing made from it looks stale. */
    void write(Path directory) throws IOException {
        Path file = directory.resolve(path);
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
