package io.isobar.broker.api.rest;

import jakarta.ws.rs.core.MediaType;

/** Media types of the API. */
final class Media {
    static final String JSON = MediaType.APPLICATION_JSON;
    static final String PROBLEM = "application/problem+json";
    static final String YAML = "application/yaml";
    static final String X_YAML = "application/x-yaml";
    static final String TEXT_YAML = "text/yaml";
    static final String SCRIPT = "application/x-sh";
    static final String TEXT_SCRIPT = "text/x-shellscript";
    static final String NDJSON = "application/x-ndjson";
    static final String EVENTS = MediaType.SERVER_SENT_EVENTS;
    static final String TEXT = "text/plain;charset=utf-8";

    private Media() {}

    /**
     * Whether a body of this type is a workload file or a job file of another system, as its author wrote it. Plain text is not among
     * them: a page in a browser can send that anywhere without asking.
     */
    static boolean isFile(MediaType type) {
        return switch (type.getSubtype()) {
            case "yaml", "x-yaml", "x-sh", "x-shellscript" -> true;
            default -> false;
        };
    }
}
