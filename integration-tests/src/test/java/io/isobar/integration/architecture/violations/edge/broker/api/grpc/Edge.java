package io.isobar.integration.architecture.violations.edge.broker.api.grpc;

public record Edge() {}
