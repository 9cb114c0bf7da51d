/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.technology.broker.placement;

import org.jspecify.annotations.NullMarked;
