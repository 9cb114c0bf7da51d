/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.adapter.broker.ledger.postgres;

import org.jspecify.annotations.NullMarked;
