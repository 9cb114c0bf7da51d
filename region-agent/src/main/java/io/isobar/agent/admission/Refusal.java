package io.isobar.agent.admission;

import io.isobar.agent.failure.Reason;

/** Why something is not taken; the message carries the numbers. */
public record Refusal(Reason reason, String message) {}
