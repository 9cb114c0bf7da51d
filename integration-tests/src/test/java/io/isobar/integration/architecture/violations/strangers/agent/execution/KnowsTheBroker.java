package io.isobar.integration.architecture.violations.strangers.agent.execution;

import io.isobar.integration.architecture.violations.strangers.broker.session.BrokerSession;

record KnowsTheBroker(BrokerSession broker) {}
