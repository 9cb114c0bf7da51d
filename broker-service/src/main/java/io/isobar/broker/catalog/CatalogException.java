package io.isobar.broker.catalog;

import java.util.List;
import java.util.Objects;

/** The catalogue, or an operator's changes to it, cannot be used. Names every problem at once. */
public final class CatalogException extends RuntimeException {
    private final List<String> problems;

    CatalogException(List<String> problems) {
        super("The accelerator catalogue has " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                + ":\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
