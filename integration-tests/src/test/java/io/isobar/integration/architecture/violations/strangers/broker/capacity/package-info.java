/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.strangers.broker.capacity;

import org.jspecify.annotations.NullMarked;
