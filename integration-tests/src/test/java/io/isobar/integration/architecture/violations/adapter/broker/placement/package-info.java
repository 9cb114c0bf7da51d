/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.adapter.broker.placement;

import org.jspecify.annotations.NullMarked;
