import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a source with one fault planted: Mutate MUTATION SOURCE TARGET. What is replaced must be there exactly once. */
final class Mutate {
    private Mutate() {}

    public static void main(String[] arguments) throws Exception {
        var mutation = Files.readString(Path.of(arguments[0]));
        int from = mutation.indexOf("\n<<<\n");
        int middle = mutation.indexOf("\n===\n", from);
        int end = mutation.indexOf("\n>>>", middle);
        var there = mutation.substring(from + 5, middle);
        var planted = middle + 5 > end ? "" : mutation.substring(middle + 5, end);
        var source = Files.readString(Path.of(arguments[1]));
        int at = source.indexOf(there);
        if (at < 0 || source.indexOf(there, at + 1) >= 0) {
            System.err.println(arguments[0] + ": in " + arguments[1] + " there is not exactly one of:\n" + there);
            System.exit(2);
        }
        Files.writeString(Path.of(arguments[2]), source.substring(0, at) + planted + source.substring(at + there.length()));
    }
}
