package io.isobar.integration.architecture.violations.strangers.agent.session;

public record AgentSession() {}
