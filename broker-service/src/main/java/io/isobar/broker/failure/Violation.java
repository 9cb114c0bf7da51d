package io.isobar.broker.failure;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the field as the user writes it ("spec.resources.memory"); empty for the whole
 * @param problem what is wrong with it, with the value, and how to write it
 * @param line line in the workload file, from 1; 0 where there is none
 */
public record Violation(String field, String problem, int line) {
    public Violation(String field, String problem) {
        this(field, problem, 0);
    }

    @Override
    public String toString() {
        var where = line > 0 ? "line " + line + ": " : "";
        return where + (field.isEmpty() ? problem : field + ": " + problem);
    }
}
