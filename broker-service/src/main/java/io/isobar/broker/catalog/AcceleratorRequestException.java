package io.isobar.broker.catalog;

import io.isobar.broker.resource.QuantityException;
import java.util.List;
import java.util.Objects;

/** A request for accelerators that cannot be read, or whose name is unknown or ambiguous. */
public final class AcceleratorRequestException extends IllegalArgumentException {
    /** What is wrong. */
    public enum Fault {
        /** It is not one of the forms, or the count is out of range. */
        MALFORMED,
        /** The name is not in the catalogue, or not with that memory or from that vendor. */
        UNKNOWN,
        /** The name may mean several models. */
        AMBIGUOUS
    }

    private final Fault fault;
    private final String problem;
    private final List<String> candidates;

    AcceleratorRequestException(Fault fault, String text, String problem, List<String> candidates) {
        super("accelerators " + QuantityException.quoted(text) + ": " + problem);
        this.fault = fault;
        this.problem = problem;
        this.candidates = List.copyOf(candidates);
    }

    public Fault fault() {
        return fault;
    }

    /** What is wrong, without the text itself. */
    public String problem() {
        return problem;
    }

    /** The names that it may mean, or that are spelled alike. */
    public List<String> candidates() {
        return candidates;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
