package io.isobar.broker.failure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that could not be done, with its reason. The edges turn it into a status; nothing else catches it.
 *
 * <p>The message says what failed and the numbers; what to do is in {@link Reason#remedy()} or in the message.
 */
public final class Failure extends RuntimeException {
    private final Reason reason;
    private final transient Map<String, String> metadata;
    private final transient List<Violation> violations;

    public Failure(Reason reason, String message) {
        this(reason, message, Map.of(), List.of(), null);
    }

    public Failure(Reason reason, String message, Map<String, String> metadata) {
        this(reason, message, metadata, List.of(), null);
    }

    public Failure(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, Map.of(), List.of(), cause);
    }

    private Failure(
            Reason reason,
            String message,
            Map<String, String> metadata,
            List<Violation> violations,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.metadata = Map.copyOf(metadata);
        this.violations = List.copyOf(violations);
    }

    /** A request with at least one thing wrong. The message lists the first few. */
    public static Failure of(Reason reason, List<Violation> violations) {
        return of(reason, violations, Map.of());
    }

    public static Failure of(Reason reason, List<Violation> violations, Map<String, String> metadata) {
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("a bad request names at least one problem");
        }
        var shown = violations.stream().limit(3).map(Violation::toString).toList();
        var more = violations.size() > 3 ? "; and " + (violations.size() - 3) + " more" : "";
        return new Failure(reason, String.join("; ", shown) + more, metadata, violations, null);
    }

    public static Failure invalid(String field, String problem) {
        return of(Reason.INVALID_ARGUMENT, List.of(new Violation(field, problem)));
    }

    public static Failure notFound(String kind, String name) {
        return new Failure(Reason.NOT_FOUND, "no " + kind + " \"" + name + "\"", Map.of("kind", kind, "name", name));
    }

    public Reason reason() {
        return reason;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public List<Violation> violations() {
        return violations;
    }
}
