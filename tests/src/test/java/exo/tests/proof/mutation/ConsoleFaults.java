package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Faults in who speaks on the console and who listens, and in the way out of the machine. */
final class ConsoleFaults {
    private ConsoleFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("anyone reads the console", "Console.consoleRead", Change.always("KernelRecord.consoleOwner"),
                        "the console's input is its owner's", "ConsoleInput"),
                of("anyone gives the console away", "Console.consoleGive", Change.always("KernelRecord.consoleOwner"),
                        "the console's input is its owner's", "ConsoleInput"),
                of("a line has no label", "Console.appendTagged", Change.drop("Console.appendTag"),
                        "every line says who wrote it", "ConsoleOutput"),
                of("a line goes on with another's words", "Console.appendTagged", Change.always("KernelRecord.lineOwner", 1),
                        "every line says who wrote it", "ConsoleOutput"),
                of("a terminal takes orders", "Console.isPlain", Change.returns(1),
                        "none can speak for another", "ConsoleOutput"),
                of("the heir of an index goes on with a line", "Console.commitLineOf", Change.nothing(),
                        "every line says who wrote it", "ConsoleOutput"),
                of("the kernel's line goes on with another's", "Console.kernelPiece", Change.never("KernelRecord.lineOwner"),
                        "every line says who wrote it", "ConsoleOutput"),
                of("a write takes the room of the kernel's lines", "Console.hasRoomForWrite", Change.returns(1),
                        "no program takes the room that the kernel's lines need", "FullConsole"),
                of("a write is longer than a write may be", "Console.consoleWrite", Change.constant(512, 513),
                        "no call is longer than a bound", "EveryStatus", "ConsoleOutput"),
                of("a write reads what the program cannot", "Console.consoleWrite", Change.always("UserMemory.isAccessible"),
                        "the kernel reaches for a program only what that reaches", "UserMemory"),
                of("a read writes what the program cannot", "Console.consoleRead", Change.always("UserMemory.isAccessible"),
                        "the kernel reaches for a program only what that reaches", "UserMemory"),
                of("a write goes on in the frame behind the first", "Console.commitWrite", Change.constant(4095, 65535),
                        "the kernel reaches for a program only what that reaches", "ConsoleOutput", "UserMemory"),
                of("a read gives more than there is", "Console.consoleRead", Change.comparison(Opcodes.IFGE, 1, Opcodes.IFLT),
                        "a read gives what was typed", "ConsoleInput"),
                of("a read gives nothing", "Console.commitRead", Change.drop("Machine.store8"),
                        "a read gives what was typed", "ConsoleInput"),
                of("the input ring takes more than it holds", "Ring.room", Change.constant(16384, 16385),
                        "no byte is written over one that was not read", "ConsoleInput", "FullConsole"),
                of("one call hands the device any number of bytes", "Console.drain", Change.constant(192, 1, 100_000),
                        "no call is longer than a bound", "ConsoleOutput"),
                of("anyone turns the machine off", "Power.powerOff", Change.always("KernelRecord.current"),
                        "only the first environment turns the machine off", "Power"));
    }
}
