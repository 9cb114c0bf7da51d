/** Breaks a rule on purpose; see RulesBiteTest. */
@NullMarked
package io.isobar.integration.architecture.violations.cycle.egg;

import org.jspecify.annotations.NullMarked;
