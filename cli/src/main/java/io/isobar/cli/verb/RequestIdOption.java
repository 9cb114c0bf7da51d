package io.isobar.cli.verb;

import io.isobar.cli.problem.Problem;
import io.isobar.cli.shell.Surroundings;
import java.util.HexFormat;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The id under which a change is asked for, so that asking twice changes nothing twice. */
final class RequestIdOption {
    /** By the contract. */
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "The same id again changes nothing twice (default: a new one).")
    private String id = "";

    /** The id given, or a new one. */
    String of(Surroundings surroundings) {
        if (id.isEmpty()) {
            var random = surroundings.random();
            var hex = HexFormat.of();
            return "cli-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        }
        if (!ALLOWED.matcher(id).matches()) {
            throw Problem.usage(
                    "--request-id \"" + (id.length() > 40 ? id.substring(0, 40) + "…" : id) + "\" is no request id ("
                            + id.length() + " characters)",
                    "use 1 to 128 letters, digits and . _ : -");
        }
        return id;
    }
}
