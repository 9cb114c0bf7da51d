package io.isobar.broker.workload;

import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.SoftwareStack;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to run the workload on one software stack.
 *
 * @param image container image; null: the command runs on the host
 * @param command program and arguments, run without a shell; empty only with an image, which then brings its own
 * @param precisions precisions it computes in ("bf16"); empty: no claim
 * @param hostArchitecture null: any
 * @param driverMinimum oldest driver it runs with ("535.104"); null: any
 * @param builtFor what its program was built for, as far as that is said
 * @param quantisation how its weights are stored; null: not in fewer bits
 */
public record Variant(
        SoftwareStack stack,
        @Nullable String image,
        List<String> command,
        Map<String, String> environment,
        List<String> precisions,
        @Nullable HostArchitecture hostArchitecture,
        @Nullable String driverMinimum,
        BuiltFor builtFor,
        @Nullable Quantisation quantisation) {
    public Variant {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        precisions = List.copyOf(precisions);
        if (command.isEmpty() && image == null) {
            throw new IllegalArgumentException("a variant needs a command or an image");
        }
    }

    /** One that says nothing of what it was built for. */
    public Variant(
            SoftwareStack stack,
            @Nullable String image,
            List<String> command,
            Map<String, String> environment,
            List<String> precisions,
            @Nullable HostArchitecture hostArchitecture,
            @Nullable String driverMinimum) {
        this(stack, image, command, environment, precisions, hostArchitecture, driverMinimum, BuiltFor.UNSAID, null);
    }
}
