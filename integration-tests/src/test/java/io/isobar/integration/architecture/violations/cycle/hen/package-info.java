/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.cycle.hen;

import org.jspecify.annotations.NullMarked;
