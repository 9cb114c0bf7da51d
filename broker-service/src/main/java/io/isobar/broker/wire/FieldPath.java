package io.isobar.broker.wire;

/** Where a field is in a request: "workload.spec.variants[2].command[0]". */
record FieldPath(String path) {
    private static final int LONGEST_KEY = 63;

    String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    FieldPath in(String field) {
        return new FieldPath(at(field));
    }

    FieldPath element(String field, int index) {
        return new FieldPath(at(field) + "[" + index + "]");
    }

    String key(String field, String key) {
        return at(field) + "[\"" + Text.line(key, LONGEST_KEY) + "\"]";
    }
}
