package io.isobar.broker.api.rest;

import jakarta.ws.rs.core.MediaType;

/** Media types of the API. */
final class Media {
    static final String JSON = MediaType.APPLICATION_JSON;
    static final String PROBLEM = "application/problem+json";
    static final String YAML = "application/yaml";
    static final String X_YAML = "application/x-yaml";
    static final String TEXT_YAML = "text/yaml";
    static final String NDJSON = "application/x-ndjson";
    static final String EVENTS = MediaType.SERVER_SENT_EVENTS;
    static final String TEXT = "text/plain;charset=utf-8";

    private Media() {}

    static boolean isYaml(MediaType type) {
        return type.getSubtype().equals("yaml") || type.getSubtype().equals("x-yaml");
    }
}
