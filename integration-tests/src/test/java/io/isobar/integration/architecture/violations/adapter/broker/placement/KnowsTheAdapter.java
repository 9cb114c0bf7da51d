package io.isobar.integration.architecture.violations.adapter.broker.placement;

import io.isobar.integration.architecture.violations.adapter.broker.ledger.postgres.Adapter;

record KnowsTheAdapter(Adapter ledger) {}
