package exo.forge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a folder of built files while this process builds in it; another process waits for its turn. */
final class BuildLock implements AutoCloseable {
    private final FileChannel channel;

    private BuildLock(FileChannel channel) {
        this.channel = channel;
    }

    static BuildLock of(Path directory) throws ForgeException {
        try {
            Path file = Files.createDirectories(directory).resolve("lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(channel);
            return new BuildLock(channel);
        } catch (IOException e) {
            throw new ForgeException("cannot lock " + directory + ": " + e.getMessage(), 1);
        }
    }

    /** A lock is the process's: that it holds one on this very folder already is as good as holding it again. */
    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws ForgeException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ForgeException("cannot unlock: " + e.getMessage(), 1);
        }
    }
}
