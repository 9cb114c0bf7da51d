/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.guard.broker.ledger.postgres;

import org.jspecify.annotations.NullMarked;
