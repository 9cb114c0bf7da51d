package io.isobar.integration.architecture.violations.adapter.broker.ledger.postgres;

public record Adapter() {}
