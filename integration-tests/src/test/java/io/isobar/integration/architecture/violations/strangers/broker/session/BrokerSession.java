package io.isobar.integration.architecture.violations.strangers.broker.session;

public record BrokerSession() {}
