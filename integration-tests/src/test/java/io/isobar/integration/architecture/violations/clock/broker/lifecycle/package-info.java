/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.clock.broker.lifecycle;

import org.jspecify.annotations.NullMarked;
