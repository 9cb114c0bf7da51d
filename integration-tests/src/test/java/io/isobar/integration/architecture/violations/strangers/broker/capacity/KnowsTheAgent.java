package io.isobar.integration.architecture.violations.strangers.broker.capacity;

import io.isobar.integration.architecture.violations.strangers.agent.session.AgentSession;

record KnowsTheAgent(AgentSession agent) {}
